using System.Globalization;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Notes;

/// <summary>What a log signs (C2SP tlog-checkpoint): so many entries, and this root over them.</summary>
/// <param name="Origin">The log's name; the first line.</param>
/// <param name="Size">The number of entries.</param>
/// <param name="Root">The root of the tree over them.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    /// <summary>The lines after the third; this program writes none.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>The text to be signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n{string.Concat(Extensions.Select(e => e + "\n"))}");

    /// <summary>Reads the text of a note. Sizes and hashes have one spelling only.</summary>
    public static LedgerResult<Checkpoint> Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length >= 4 && lines[^1].Length == 0 && lines[..^1].All(l => l.Length > 0) && TryReadCount(lines[1], out var size) && TreeHash.TryParse(lines[2], out var root)
            && (size > 0 || root == TreeHash.Empty))
        {
            return new Checkpoint(lines[0], size, root) { Extensions = lines[3..^1] };
        }
        return new LedgerProblem("checkpoint-unreadable", "checkpoint", "체크포인트가 아닙니다. 첫 줄은 원장 이름, 둘째 줄은 기입 수, 셋째 줄은 base64 루트 해시여야 합니다.",
            "not a checkpoint; expected the log's name, the number of entries and the root hash in base64, each on a line of its own");
    }

    /// <summary>Reads a signed checkpoint and verifies that the log of this name, by one of these keys, signed it.</summary>
    public static LedgerResult<Checkpoint> Open(SignedNote note, string origin, params IReadOnlyCollection<VerifierKey> keys)
    {
        var verified = note.Verify(keys);
        if (!verified.Done)
        {
            return verified.Problem!;
        }
        var checkpoint = Parse(note.Text);
        return !checkpoint.Done || checkpoint.Value.Origin == origin ? checkpoint
            : new LedgerProblem("other-log", checkpoint.Value.Origin, $"다른 원장의 체크포인트입니다. '{origin}'이어야 합니다.", $"the checkpoint of another log; expected '{origin}'");
    }

    /// <summary>ASCII digits without leading zeroes.</summary>
    internal static bool TryReadCount(string text, out long count) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && text == count.ToString(CultureInfo.InvariantCulture);
}
