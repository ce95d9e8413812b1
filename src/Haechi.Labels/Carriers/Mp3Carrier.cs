using System.Buffers.Binary;
using System.Text;

namespace Haechi.Labels.Carriers;

/// <summary>MP3: the store is a general object (GEOB) in the ID3v2 tag; all other frames of the tag are kept (C2PA A.3.5).</summary>
internal sealed class Mp3Carrier : Carrier
{
    private const int LargestUnsynchronised = 32 * 1024 * 1024;
    private const string MediaType = "application/x-c2pa-manifest-store";
    private const string MediaTypeOfOld = "application/c2pa";
    private const int MostHead = 256;
    private static readonly byte[] Head = [0, .. Encoding.Latin1.GetBytes($"{MediaType}\0c2pa\0c2pa manifest store\0")];

    public override string Format => "audio/mpeg";

    public override IReadOnlyList<string> Endings => [".mp3"];

    /// <summary>A tag, or a first frame of layer III.</summary>
    public override bool Knows(ReadOnlySpan<byte> head) => head.StartsWith("ID3"u8)
        || (head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2 && (head[1] & 0x18) != 0x08 && (head[2] & 0xF0) is not (0xF0 or 0) && (head[2] & 0x0C) != 0x0C);

    public override FoundStore? Find(Stream file)
    {
        var stores = Frames(file, Id3Tag.Read(file)).Where(f => f.Store is not null).ToList();
        if (stores.Count > 1)
        {
            throw Several("MP3");
        }
        if (stores.Count == 0)
        {
            return null;
        }
        var at = stores[0].Store!.Value;
        return at.Length > LargestStore ? throw TooLarge() : new FoundStore(Bytes.ReadExactly(file, at), at);
    }

    public override IReadOnlyList<Piece> Plan(Stream file, int store)
    {
        var tag = Id3Tag.Read(file) ?? new Id3Tag(4, 0, new ByteRange(0, 0), 0);
        var kept = tag is { Version: 3, IsUnsynchronised: true } ? Synchronised(file, tag) : [.. Frames(file, tag).Where(f => f.Store is null).Select(f => new Piece.Copy(f.At))];
        var frame = new byte[10];
        "GEOB"u8.CopyTo(frame);
        var inside = Head.Length + store;
        Id3Tag.WriteSize(frame.AsSpan(4), inside, plain: tag.Version == 3);
        var size = kept.Sum(k => k.Length) + frame.Length + inside;
        if (size >= 1 << 28)
        {
            throw new MalformedException("file-too-large", "ID3 태그는 256 MB까지만 담을 수 있습니다.", "an ID3 tag holds at most 256 MB");
        }
        byte[] head = [(byte)'I', (byte)'D', (byte)'3', (byte)tag.Version, 0, 0, 0, 0, 0, 0];
        Id3Tag.WriteSize(head.AsSpan(6), (int)size, plain: false);
        return [new Piece.Fresh(head), .. kept, new Piece.Fresh([.. frame, .. Head]), new Piece.Store(store, s => s), new Piece.Copy(new ByteRange(tag.End, file.Length - tag.End))];
    }

    /// <summary>The frames of a tag of version 2.3 in which every FF is followed by an inserted 00: written without, since the store is too.</summary>
    private static List<Piece> Synchronised(Stream file, Id3Tag tag)
    {
        if (tag.Frames.Length > LargestUnsynchronised)
        {
            throw Bad("MP3", "its unsynchronised ID3 tag is too large");
        }
        var raw = Bytes.ReadExactly(file, tag.Frames);
        using var plain = new MemoryStream();
        for (var i = 0; i < raw.Length; i++)
        {
            plain.WriteByte(raw[i]);
            i += raw[i] == 0xFF && i + 1 < raw.Length && raw[i + 1] == 0 ? 1 : 0;
        }
        var all = plain.ToArray();
        return [.. Frames(new MemoryStream(all), tag with { Frames = new ByteRange(0, all.Length) }).Where(f => f.Store is null)
            .Select(f => new Piece.Fresh(all[(int)f.At.Start..(int)f.At.End]))];
    }

    private static IEnumerable<(ByteRange At, ByteRange? Store)> Frames(Stream file, Id3Tag? tag)
    {
        foreach (var at in tag?.FramesOf(file) ?? [])
        {
            var head = new byte[Math.Min(MostHead, at.Length)];
            Bytes.ReadAt(file, at.Start, head);
            yield return (at, head.AsSpan(0, 4).SequenceEqual("GEOB"u8) && DataOffset(head) is { } offset ? new ByteRange(at.Start + offset, at.Length - offset) : null);
        }
    }

    /// <summary>Where the object begins in a frame whose media type is that of manifest stores, or null.</summary>
    private static int? DataOffset(ReadOnlySpan<byte> frame)
    {
        var type = frame.Length > 11 ? frame[11..].IndexOf((byte)0) : -1;
        if (type < 0 || Encoding.Latin1.GetString(frame.Slice(11, type)) is not (MediaType or MediaTypeOfOld) || (BinaryPrimitives.ReadUInt16BigEndian(frame[8..]) & 0xFF) != 0)
        {
            return null;
        }
        var (at, wide) = (11 + type + 1, frame[10] is 1 or 2);
        for (var texts = 0; texts < 2; texts++)
        {
            while (at + 1 < frame.Length && (frame[at] != 0 || (wide && frame[at + 1] != 0)))
            {
                at += wide ? 2 : 1;
            }
            at += wide ? 2 : 1;
        }
        return at <= frame.Length ? at : null;
    }
}
