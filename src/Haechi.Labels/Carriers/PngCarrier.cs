using System.Buffers.Binary;

namespace Haechi.Labels.Carriers;

/// <summary>PNG, animated or not: the store is a <c>caBX</c> chunk behind the header (C2PA A.3.1.2).</summary>
internal sealed class PngCarrier : Carrier
{
    private const int MostChunks = 1_000_000;
    private static readonly byte[] Mark = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public override string Format => "image/png";

    public override IReadOnlyList<string> Endings => [".png", ".apng"];

    public override bool Knows(ReadOnlySpan<byte> head) => head.StartsWith(Mark);

    public override FoundStore? Find(Stream file)
    {
        var chunks = Chunks(file).Where(c => c.IsStore).ToList();
        if (chunks.Count == 0)
        {
            return null;
        }
        if (chunks.Count > 1)
        {
            throw Several("PNG");
        }
        var at = chunks[0].At;
        if (at.Length - 12 > LargestStore)
        {
            throw TooLarge();
        }
        var whole = Bytes.ReadExactly(file, at);
        return Bytes.Crc32(whole.AsSpan(4, whole.Length - 8)) != BinaryPrimitives.ReadUInt32BigEndian(whole.AsSpan(whole.Length - 4))
            ? throw Bad("PNG", "the checksum of the chunk caBX is wrong") : new FoundStore(whole[8..^4], at);
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var chunks = Chunks(file).ToList();
        var (pieces, from) = (new List<Piece>(), 0L);
        foreach (var chunk in chunks.Where(c => c.IsStore || c == chunks[0]))
        {
            pieces.Add(new Piece.Copy(new ByteRange(from, (chunk.IsStore ? chunk.At.Start : chunk.At.End) - from)));
            if (chunk == chunks[0])
            {
                pieces.Add(new Piece.Store(store + 12, Wrap));
            }
            from = chunk.At.End;
        }
        pieces.Add(new Piece.Copy(new ByteRange(from, file.Length - from)));
        return pieces;
    }

    private static byte[] Wrap(byte[] store)
    {
        var chunk = new byte[store.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, store.Length);
        "caBX"u8.CopyTo(chunk.AsSpan(4));
        store.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(store.Length + 8), Bytes.Crc32(chunk.AsSpan(4, store.Length + 4)));
        return chunk;
    }

    /// <summary>The chunks up to the end mark. What follows it is left where it is.</summary>
    private static IEnumerable<(bool IsStore, ByteRange At)> Chunks(Stream file)
    {
        var (at, head) = (8L, new byte[8]);
        for (var i = 0; i < MostChunks; i++)
        {
            if (file.Length - at < 12)
            {
                throw Bad("PNG", $"it ends at byte {file.Length} without its last chunk");
            }
            Bytes.ReadAt(file, at, head);
            var range = new ByteRange(at, BinaryPrimitives.ReadUInt32BigEndian(head) + 12L);
            var type = head[4..];
            if (range.End > file.Length || (i == 0 && !type.AsSpan().SequenceEqual("IHDR"u8)))
            {
                throw Bad("PNG", i == 0 ? "its first chunk is not IHDR" : $"the chunk at byte {at} is longer than the file");
            }
            yield return (type.AsSpan().SequenceEqual("caBX"u8), range);
            if (type.AsSpan().SequenceEqual("IEND"u8))
            {
                yield break;
            }
            at = range.End;
        }
        throw Bad("PNG", $"it has more than {MostChunks} chunks");
    }
}
