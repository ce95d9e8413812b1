using System.Globalization;
using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Proofs;

/// <summary>
/// All that is needed beside the entry and the keys to check, without a network, that the entry stands in the log (C2SP tlog-proof, v1): index, path and signed checkpoint as
/// text. Files of it end in <c>.tlog-proof</c>.
/// </summary>
/// <param name="Index">The entry's index.</param>
/// <param name="Path">The inclusion proof, the leaf's sibling first.</param>
/// <param name="Checkpoint">The signed checkpoint, with cosignatures if there are any.</param>
public sealed record ProofBundle(long Index, IReadOnlyList<TreeHash> Path, SignedNote Checkpoint)
{
    private const string FirstLine = "c2sp.org/tlog-proof@v1";
    private const int LongestPath = 63;

    /// <summary>Bytes that nobody signed, for the application; none by default.</summary>
    public ReadOnlyMemory<byte> Extra { get; init; }

    /// <summary>Makes the proof of an entry from a log's files, and holds it against the checkpoint before giving it away.</summary>
    public static LedgerResult<ProofBundle> Build(LedgerFolder folder, long index, SignedNote note, Checkpoint checkpoint)
    {
        var proof = InclusionProof.Build(folder, index, checkpoint.Size);
        var entry = folder.Entry(index, checkpoint.Size);
        if (!proof.Done || !entry.Done)
        {
            return proof.Problem ?? entry.Problem!;
        }
        return proof.Value.Leads(TreeHash.OfEntry(entry.Value.Span), checkpoint.Root) ? new ProofBundle(index, proof.Value.Path, note)
            : new LedgerProblem("proof-fails", $"#{index}", "기입과 타일에서 만든 증명이 서명된 루트에 닿지 않습니다. 'haechi ledger verify'로 어디가 바뀌었는지 보십시오.",
                "the proof made of entry and tiles does not lead to the signed root; 'haechi ledger verify' shows what was changed");
    }

    /// <summary>The bundle as text.</summary>
    public string ToText()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        if (Extra.Length > 0)
        {
            text.Append("extra ").Append(Convert.ToBase64String(Extra.Span)).Append('\n');
        }
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path)
        {
            text.Append(hash).Append('\n');
        }
        return text.Append('\n').Append(Checkpoint.ToText()).ToString();
    }

    /// <summary>Reads a bundle.</summary>
    public static LedgerResult<ProofBundle> Parse(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 || text.Length > SignedNote.Longest ? [] : text[..end].Split('\n');
        var at = lines.Length > 1 && lines[1].StartsWith("extra ", StringComparison.Ordinal) ? 2 : 1;
        byte[] extra = [];
        if (lines.Length <= at || lines[0] != FirstLine || (at == 2 && !StrictBase64.TryRead(lines[1].AsSpan("extra ".Length), out extra))
            || !lines[at].StartsWith("index ", StringComparison.Ordinal) || !Notes.Checkpoint.TryReadCount(lines[at]["index ".Length..], out var index) || lines.Length - at - 1 > LongestPath)
        {
            return Unreadable();
        }
        var path = new List<TreeHash>();
        foreach (var line in lines[(at + 1)..])
        {
            if (!TreeHash.TryParse(line, out var hash))
            {
                return Unreadable();
            }
            path.Add(hash);
        }
        var note = SignedNote.Parse(text[(end + 2)..]);
        return note.Done ? new ProofBundle(index, path, note.Value) { Extra = extra } : note.Problem!;
    }

    /// <summary>Checks that the log of this name signed a tree in which the entry stands at <see cref="Index"/>, and that enough witnesses cosigned it.</summary>
    public LedgerResult<Checkpoint> Check(ReadOnlySpan<byte> entry, string origin, IReadOnlyCollection<VerifierKey> log, IReadOnlyCollection<VerifierKey> witnesses, int needed = 0)
    {
        var checkpoint = Quorum.Open(Checkpoint, origin, log, witnesses, needed);
        return !checkpoint.Done || new InclusionProof(Index, checkpoint.Value.Size, Path).Leads(TreeHash.OfEntry(entry), checkpoint.Value.Root) ? checkpoint
            : new LedgerProblem("not-included", $"#{Index}", "이 기입은 서명된 원장의 이 자리에 없습니다. 기입의 바이트가 하나도 바뀌지 않았는지 보십시오.", "this entry does not stand at this place of the signed log; see whether every byte of the entry is as it was given");
    }

    private static LedgerProblem Unreadable() => new("proof-unreadable", "proof", $"증명 파일이 아닙니다. 첫 줄은 '{FirstLine}'이고, 번호, 해시, 빈 줄, 체크포인트가 이어져야 합니다.",
        $"not a proof; expected the line '{FirstLine}', then index, hashes, an empty line and the checkpoint");
}
