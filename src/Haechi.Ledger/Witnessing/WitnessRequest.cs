using System.Globalization;
using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Proofs;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Witnessing;

/// <summary>What a log sends to a witness (C2SP tlog-witness, <c>add-checkpoint</c>): the size that the witness last saw, a proof that the log only grew since, and the new checkpoint.</summary>
/// <param name="OldSize">The size that the witness last cosigned; 0 at first.</param>
/// <param name="Path">The consistency proof.</param>
/// <param name="Checkpoint">The new checkpoint.</param>
public sealed record WitnessRequest(long OldSize, IReadOnlyList<TreeHash> Path, SignedNote Checkpoint)
{
    private const int LongestPath = 63;
    private const string OldSizeWord = "old ";

    /// <summary>Makes the request from the log's tiles.</summary>
    public static LedgerResult<WitnessRequest> Build(ITileSource source, long oldSize, SignedNote note, long newSize)
    {
        var proof = ConsistencyProof.Build(source, oldSize, newSize);
        return proof.Done ? new WitnessRequest(oldSize, proof.Value.Path, note) : proof.Problem!;
    }

    /// <summary>The body of the request.</summary>
    public string ToText()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{OldSizeWord}{OldSize}\n");
        foreach (var hash in Path)
        {
            text.Append(hash).Append('\n');
        }
        return text.Append('\n').Append(Checkpoint.ToText()).ToString();
    }

    /// <summary>Reads a body.</summary>
    public static LedgerResult<WitnessRequest> Parse(string body)
    {
        var end = body.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 || body.Length > SignedNote.Longest ? [] : body[..end].Split('\n');
        if (lines.Length is 0 or > LongestPath + 1 || !lines[0].StartsWith(OldSizeWord, StringComparison.Ordinal) || !Notes.Checkpoint.TryReadCount(lines[0][OldSizeWord.Length..], out var old))
        {
            return Unreadable();
        }
        var path = new List<TreeHash>();
        foreach (var line in lines.Skip(1))
        {
            if (!TreeHash.TryParse(line, out var hash))
            {
                return Unreadable();
            }
            path.Add(hash);
        }
        var note = SignedNote.Parse(body[(end + 2)..]);
        return note.Done ? new WitnessRequest(old, path, note.Value) : note.Problem!;
    }

    private static LedgerProblem Unreadable() => new("request-unreadable", "add-checkpoint", "요청을 읽을 수 없습니다. 첫 줄은 'old 크기'이고, 해시, 빈 줄, 체크포인트가 이어져야 합니다.",
        "the request can't be read; expected the line 'old SIZE', then hashes, an empty line and a checkpoint");
}
