using System.Buffers;
using System.Security.Cryptography;
using Haechi.Labels.Carriers;

namespace Haechi.Labels.Verifying;

/// <summary>Hashes parts of a file, a piece of memory at a time.</summary>
internal static class RangeHash
{
    private const int BufferSize = 256 * 1024;

    /// <summary>The hash of the whole file without these ranges, which must be in order, apart and inside.</summary>
    public static byte[] Without(Stream file, HashAlgorithmName algorithm, IReadOnlyList<ByteRange> excluded)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var from = 0L;
        foreach (var range in excluded)
        {
            Add(hash, file, new ByteRange(from, range.Start - from));
            from = range.End;
        }
        Add(hash, file, new ByteRange(from, file.Length - from));
        return hash.GetHashAndReset();
    }

    /// <summary>Adds a range of the file.</summary>
    public static void Add(IncrementalHash hash, Stream file, ByteRange range)
    {
        if (range.Length <= 0)
        {
            return;
        }
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(BufferSize, range.Length));
        try
        {
            file.Position = range.Start;
            for (var left = range.Length; left > 0;)
            {
                var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
                if (read == 0)
                {
                    throw new EndOfStreamException("The file became shorter while it was read.");
                }
                hash.AppendData(buffer, 0, read);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
