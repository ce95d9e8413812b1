namespace Haechi.Labels.Carriers;

/// <summary>Reading bytes of a file from a place.</summary>
internal static class Bytes
{
    public static byte[] ReadExactly(Stream file, ByteRange at)
    {
        var bytes = new byte[at.Length];
        ReadAt(file, at.Start, bytes);
        return bytes;
    }

    public static void ReadAt(Stream file, long at, Span<byte> into)
    {
        file.Position = at;
        file.ReadExactly(into);
    }

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    /// <summary>The checksum of PNG's chunks (ISO/IEC 15948, annex D).</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }
        return ~crc;
    }
}
