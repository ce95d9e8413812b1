using System.Buffers.Binary;

namespace Haechi.Labels.Carriers;

/// <summary>An ID3v2 tag at a file's beginning (id3v2.3.0, id3v2.4.0).</summary>
/// <param name="Version">3 or 4.</param>
/// <param name="Flags">The tag's flags.</param>
/// <param name="Frames">Where its frames are, its filling included.</param>
/// <param name="End">Where the sound begins.</param>
internal sealed record Id3Tag(int Version, byte Flags, ByteRange Frames, long End)
{
    private const int MostFrames = 100_000;

    public bool IsUnsynchronised => (Flags & 0x80) != 0;

    /// <summary>The tag, or null when there is none.</summary>
    public static Id3Tag? Read(Stream file)
    {
        var head = new byte[14];
        if (file.Length < head.Length)
        {
            return null;
        }
        Bytes.ReadAt(file, 0, head);
        if (!head.AsSpan().StartsWith("ID3"u8))
        {
            return null;
        }
        var (version, flags, size) = ((int)head[3], head[5], (long)Syncsafe(head.AsSpan(6)));
        if (version is not (3 or 4))
        {
            throw new MalformedException("id3-version", $"ID3v2.{version} 태그는 다루지 않습니다. 2.3 또는 2.4로 바꾼 뒤 다시 하십시오.", $"a tag of ID3v2.{version} is not handled; convert it to 2.3 or 2.4 and try again");
        }
        // The extended header holds a checksum at most, which no longer fits once a frame is added.
        var extended = (flags & 0x40) == 0 ? 0 : version == 3 ? 4L + BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(10)) : Syncsafe(head.AsSpan(10));
        var end = 10 + size + (version == 4 && (flags & 0x10) != 0 ? 10 : 0);
        return extended > size || end > file.Length ? throw new MalformedException("file-malformed", "ID3 태그가 파일보다 깁니다.", "the ID3 tag is longer than the file")
            : new Id3Tag(version, flags, new ByteRange(10 + extended, size - extended), end);
    }

    /// <summary>Where each frame is, its header included; the filling is left out.</summary>
    public IEnumerable<ByteRange> FramesOf(Stream file)
    {
        var (at, head) = (Frames.Start, new byte[10]);
        for (var i = 0; i < MostFrames && Frames.End - at > 10; i++)
        {
            Bytes.ReadAt(file, at, head);
            if (head[0] == 0)
            {
                yield break;
            }
            var plain = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4));
            var size = Version == 3 || (plain & 0x80808080) != 0 ? plain : (uint)Syncsafe(head.AsSpan(4));
            // Some programs write plain sizes into tags of version 2.4.
            size = Version == 4 && size != plain && !EndsWell(file, at + 10 + size) && EndsWell(file, at + 10 + plain) ? plain : size;
            var range = new ByteRange(at, 10L + size);
            if (range.End > Frames.End)
            {
                throw new MalformedException("file-malformed", $"ID3 태그의 {at}번째 바이트에 있는 프레임이 태그보다 깁니다.", $"the frame at byte {at} of the ID3 tag is longer than the tag");
            }
            yield return range;
            at = range.End;
        }
    }

    public static void WriteSize(Span<byte> into, int size, bool plain) =>
        BinaryPrimitives.WriteInt32BigEndian(into, plain ? size : (size & 0x7F) | ((size & 0x3F80) << 1) | ((size & 0x1FC000) << 2) | ((size & 0xFE00000) << 3));

    private static int Syncsafe(ReadOnlySpan<byte> bytes) => ((bytes[0] & 0x7F) << 21) | ((bytes[1] & 0x7F) << 14) | ((bytes[2] & 0x7F) << 7) | (bytes[3] & 0x7F);

    private bool EndsWell(Stream file, long at)
    {
        if (at >= Frames.End - 10)
        {
            return at == Frames.End;
        }
        var id = new byte[4];
        Bytes.ReadAt(file, at, id);
        return id.All(b => b == 0) || id.All(b => b is (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9'));
    }
}
