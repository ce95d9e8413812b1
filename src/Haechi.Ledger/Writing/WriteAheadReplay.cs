using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Writing;

/// <summary>
/// Reads segments of the write-ahead file back. What was torn when power failed is cut off, but only where nothing shows that it had been acknowledged: a later frame
/// or a mark means that everything before it was on the disk, so that what can't be read there is damage, and damage stops the start.
/// </summary>
/// <param name="next">The first index that is wanted: the size of the signed tree.</param>
/// <param name="take">Takes an entry; called for each index once, in order. For entries below <paramref name="next"/> it only compares.</param>
internal sealed class WriteAheadReplay(long next, Func<long, ReadOnlyMemory<byte>, LedgerProblem?> take)
{
    /// <summary>The index after the last entry read.</summary>
    public long Next { get; private set; } = next;

    public LedgerProblem? Read(string name, ReadOnlyMemory<byte> segment)
    {
        if (WriteAheadFile.ReadHead(segment.Span) is not { } head)
        {
            // A head is on the disk before the first batch: a short file was never used.
            return segment.Length <= WriteAheadFile.HeadLength ? null : Damaged(name, 0);
        }
        if (head.First > Next)
        {
            return Gap(name, head.First);
        }
        var at = WriteAheadFile.HeadLength;
        while (at < segment.Length)
        {
            if (WriteAheadFrame.Read(segment.Span[at..], head.Salt) is not { } frame || frame.Length > segment.Length - at - WriteAheadFrame.HeadLength
                || !TryEntries(frame, segment.Slice(at + WriteAheadFrame.HeadLength, frame.Length), head.Salt, out var entries))
            {
                // A mark is not synced by itself: it may be lost although the batch after it is not. Then nothing is missing.
                if (Following(segment.Span, at + 1, head.Salt) is not { } following)
                {
                    return null;
                }
                if (following.First > Next)
                {
                    return Damaged(name, at);
                }
                at = following.At;
                continue;
            }
            if ((frame.Kind == FrameKind.Mark ? frame.First > Next ? Gap(name, frame.First) : null : Take(name, frame.First, entries)) is { } problem)
            {
                return problem;
            }
            at += WriteAheadFrame.HeadLength + frame.Length;
        }
        return null;
    }

    private LedgerProblem? Take(string name, long first, ReadOnlyMemory<byte>[] entries)
    {
        if (first > Next)
        {
            return Gap(name, first);
        }
        for (var i = 0; i < entries.Length; i++)
        {
            if (take(first + i, entries[i]) is { } problem)
            {
                return problem;
            }
            Next = Math.Max(Next, first + i + 1);
        }
        return null;
    }

    private static bool TryEntries(WriteAheadFrame frame, ReadOnlyMemory<byte> bytes, ulong salt, out ReadOnlyMemory<byte>[] entries)
    {
        entries = [];
        return frame.Kind == FrameKind.Mark ? frame.Length == 0
            : frame.Count <= bytes.Length / EntryBundle.Prefix && WriteAheadFrame.Checksum(bytes.Span, salt) == frame.Sum && EntryBundle.TryRead(bytes, frame.Count, out entries);
    }

    /// <summary>The nearest readable head behind, and the index that it says everything before was on the disk up to.</summary>
    private static (int At, long First)? Following(ReadOnlySpan<byte> segment, int from, ulong salt)
    {
        const byte Letter = (byte)((uint)FrameKind.Batch >> 24);
        for (var at = from; at < segment.Length && segment[at..].IndexOf(Letter) is var found and >= 0; at++)
        {
            at += found;
            if (WriteAheadFrame.Read(segment[at..], salt) is { } frame)
            {
                return (at, frame.First);
            }
        }
        return null;
    }

    private static LedgerProblem Damaged(string name, int at) => new("write-ahead-damaged", $"wal/{name}",
        $"{at}번째 바이트부터 읽을 수 없는데, 그 뒤에 이미 확정된 기록이 있습니다. 아무것도 고치지 않았습니다. 디스크를 점검하고 백업에서 되살리십시오.",
        $"can't be read from byte {at} on, although acknowledged entries stand there; nothing was changed; check the disk and restore the folder from a backup");

    private LedgerProblem Gap(string name, long first) => new("write-ahead-gap", $"wal/{name}",
        $"기입 {Next}부터 {first - 1}까지가 없습니다. 아무것도 고치지 않았습니다. 백업에서 되살리십시오.", $"the entries from {Next} to {first - 1} are missing; nothing was changed; restore the folder from a backup");
}
