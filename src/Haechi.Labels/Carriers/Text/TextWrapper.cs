using System.Buffers.Binary;

namespace Haechi.Labels.Carriers.Text;

/// <summary>A manifest store written in characters that show nothing (C2PATextManifestWrapper, C2PA 2.4 A.8): U+FEFF, then a variation selector for each byte.</summary>
internal static class TextWrapper
{
    private const int HeadLength = 13;
    private const byte Version = 1;
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];
    private static readonly byte[] Magic = [.. "C2PATXT\0"u8];

    /// <summary>How many bytes of UTF-8 it takes, whatever the store says (A.8, deterministic padding).</summary>
    public static long LengthFor(long store) => 3 + ((HeadLength + store) * 4) + 6;

    public static byte[] Write(byte[] store)
    {
        byte[] head = [.. Magic, Version, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(9), store.Length);
        var written = new List<byte>((int)LengthFor(store.Length));
        written.AddRange(Mark);
        written.AddRange(Encoded(head));
        written.AddRange(Encoded(store));
        // The rest is filled with selectors of three bytes, and as many of four as make it even.
        var gap = (int)LengthFor(store.Length) - written.Count;
        var (ofFour, ofThree) = (gap % 3, (gap - (4 * (gap % 3))) / 3);
        written.AddRange(Encoded([.. new byte[ofThree], .. Enumerable.Repeat((byte)0x10, ofFour)]));
        return [.. written];
    }

    /// <summary>True when something like a store is in the text, damaged or not.</summary>
    public static bool IsIn(ReadOnlySpan<byte> text) => text.IndexOf((ReadOnlySpan<byte>)[.. Mark, .. Encoded(Magic)]) >= 0;

    /// <summary>The store in the text, or null.</summary>
    /// <exception cref="MalformedException">There are several, or one that is damaged: codes of C2PA 15.2.</exception>
    public static FoundStore? Find(ReadOnlySpan<byte> text)
    {
        FoundStore? found = null;
        for (var from = 0; text[from..].IndexOf(Mark) is >= 0 and var ahead;)
        {
            var start = from + ahead;
            from = start + Mark.Length;
            var run = new List<byte>();
            while (Selector(text[from..]) is { Length: > 0 } selector)
            {
                run.Add(selector.Value);
                from += selector.Length;
            }
            if (run.Count < Magic.Length || !run.Take(Magic.Length).SequenceEqual(Magic))
            {
                continue;
            }
            if (found is not null)
            {
                throw Failure("manifest.text.multipleWrappers", "글에 매니페스트 저장소가 둘 이상 있습니다.", "the text has more than one manifest store");
            }
            found = new FoundStore(Unwrap(run), new ByteRange(start, from - start));
        }
        return found;
    }

    /// <summary>A selector for each byte: U+FE00 to U+FE0F, then U+E0100 to U+E01EF.</summary>
    private static byte[] Encoded(byte[] bytes)
    {
        var (written, at) = (new byte[bytes.Length * 4], 0);
        foreach (var value in bytes)
        {
            ReadOnlySpan<byte> selector = value < 16 ? [0xEF, 0xB8, (byte)(0x80 + value)] : [0xF3, 0xA0, (byte)(0x84 + ((value - 16) >> 6)), (byte)(0x80 + ((value - 16) & 0x3F))];
            selector.CopyTo(written.AsSpan(at));
            at += selector.Length;
        }
        return written[..at];
    }

    private static byte[] Unwrap(List<byte> run)
    {
        var length = run.Count < HeadLength || run[8] != Version ? -1L : BinaryPrimitives.ReadUInt32BigEndian([.. run[9..HeadLength]]);
        if (length < 0 || length > run.Count - HeadLength)
        {
            throw Failure("manifest.text.corruptedWrapper", "글에 든 매니페스트 저장소가 깨졌거나 잘렸습니다.", "the manifest store in the text is damaged or cut off");
        }
        var filling = run[(int)(HeadLength + length)..];
        var zeros = filling.TakeWhile(b => b == 0).Count();
        // What fills the place is not signed: nothing may be said in it. Some writers end it with 0xFF instead of 0x10.
        return filling.Count - zeros <= 2 && filling.Skip(zeros).All(b => b is 0x10 or 0xFF) ? [.. run[HeadLength..(int)(HeadLength + length)]]
            : throw Failure("manifest.text.corruptedWrapper", "매니페스트 저장소 뒤의 채움에 다른 바이트가 있습니다.", "other bytes stand in what fills the place behind the manifest store");
    }

    private static (byte Value, int Length) Selector(ReadOnlySpan<byte> at) => at switch
    {
        [0xEF, 0xB8, >= 0x80 and <= 0x8F and var low, ..] => ((byte)(low - 0x80), 3),
        [0xF3, 0xA0, >= 0x84 and <= 0x87 and var high, >= 0x80 and <= 0xBF and var low, ..] when ((high - 0x84) << 6) + low - 0x80 < 240 => ((byte)(((high - 0x84) << 6) + low - 0x80 + 16), 4),
        _ => default,
    };

    private static MalformedException Failure(string code, string ko, string en) => new(code, ko, en) { IsStatus = true };
}
