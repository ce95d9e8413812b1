using System.Buffers.Binary;

namespace Haechi.Labels.Carriers;

/// <summary>RIFF files, such as WAV and WebP: the store is a <c>C2PA</c> chunk at the end (C2PA A.3.4).</summary>
internal sealed class RiffCarrier(string format, string form, params string[] endings) : Carrier
{
    private const int MostChunks = 1_000_000;

    public override string Format => format;

    public override IReadOnlyList<string> Endings => endings;

    public override bool Even => true;

    public override bool Knows(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(form));

    public override FoundStore? Find(Stream file)
    {
        var stores = Chunks(file).Where(c => c.IsStore).ToList();
        if (stores.Count > 1)
        {
            throw Several(form);
        }
        if (stores.Count == 0)
        {
            return null;
        }
        var at = stores[0].At;
        return at.Length > LargestStore ? throw TooLarge() : new FoundStore(Bytes.ReadExactly(file, new ByteRange(at.Start + 8, at.Length - 8)), at);
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var end = End(file);
        var kept = new List<Piece>();
        var from = 12L;
        var last = from;
        foreach (var (isStore, at) in Chunks(file))
        {
            last = Math.Min(at.End + (at.Length & 1), end);
            if (isStore)
            {
                kept.Add(new Piece.Copy(new ByteRange(from, at.Start - from)));
                from = last;
            }
        }
        kept.Add(new Piece.Copy(new ByteRange(from, last - from)));
        // A last chunk of odd length without its filling byte: what follows has to begin at an even place.
        kept.Add(new Piece.Fresh(new byte[kept.Sum(k => k.Length) & 1]));
        var size = 4 + kept.Sum(k => k.Length) + 8 + store;
        if (size > uint.MaxValue)
        {
            throw new MalformedException("file-too-large", "RIFF 파일은 4 GB까지만 담을 수 있고, 자격증명을 넣으면 그것을 넘습니다.", "a RIFF file holds at most 4 GB, and with the credential it would be larger");
        }
        var head = Bytes.ReadExactly(file, new ByteRange(0, 12));
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), (uint)size);
        return [new Piece.Fresh(head), .. kept, new Piece.Store(store + 8, Wrap), new Piece.Copy(new ByteRange(end, file.Length - end))];
    }

    private static byte[] Wrap(byte[] store)
    {
        var chunk = new byte[store.Length + 8];
        "C2PA"u8.CopyTo(chunk);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), store.Length);
        store.CopyTo(chunk, 8);
        return chunk;
    }

    private long End(Stream file)
    {
        var head = new byte[12];
        Bytes.ReadAt(file, 0, head);
        var end = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) + 8L;
        return end > file.Length ? throw Bad(form, $"it says {end} bytes and has {file.Length}") : end;
    }

    /// <summary>The chunks of the outermost list; what is nested in them is not looked into.</summary>
    private IEnumerable<(bool IsStore, ByteRange At)> Chunks(Stream file)
    {
        var (at, end, head, count) = (12L, End(file), new byte[8], 0);
        while (end - at >= 8)
        {
            Bytes.ReadAt(file, at, head);
            var range = new ByteRange(at, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) + 8L);
            if (range.End > end || ++count > MostChunks)
            {
                throw Bad(form, $"the chunk at byte {at} is longer than the file, or there are more than {MostChunks}");
            }
            yield return (head.AsSpan(0, 4).SequenceEqual("C2PA"u8), range);
            at = range.End + (range.Length & 1);
        }
        if (at < end)
        {
            throw Bad(form, $"{end - at} bytes at its end belong to no chunk");
        }
    }
}
