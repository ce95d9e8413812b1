using System.Numerics;
using System.Runtime.CompilerServices;

namespace Haechi.Audit.Columns;

/// <summary>
/// Four CRC-32C side by side (RFC 3720, 12.1): of each 32 bytes, every eight go to a sum of their own; fewer than 32 at the end go to the first. Each begins with a number made from the length
/// of the whole. It finds accidents, at the speed of memory; it is no proof against somebody who means to deceive.
/// </summary>
internal readonly record struct Checksum(uint A, uint B, uint C, uint D)
{
    public const int Size = 16;

    public static unsafe Checksum Of(ReadOnlySpan<byte> bytes)
    {
        var (a, b, c, d) = ((uint)bytes.Length, ~(uint)bytes.Length, (uint)bytes.Length + 0x9E3779B9, (uint)bytes.Length ^ 0x7F4A7C15);
        fixed (byte* first = bytes)
        {
            var at = first;
            var left = bytes.Length;
            for (; left >= 32; left -= 32, at += 32)
            {
                a = BitOperations.Crc32C(a, Unsafe.ReadUnaligned<ulong>(at));
                b = BitOperations.Crc32C(b, Unsafe.ReadUnaligned<ulong>(at + 8));
                c = BitOperations.Crc32C(c, Unsafe.ReadUnaligned<ulong>(at + 16));
                d = BitOperations.Crc32C(d, Unsafe.ReadUnaligned<ulong>(at + 24));
            }
            for (; left > 0; left--, at++)
            {
                a = BitOperations.Crc32C(a, *at);
            }
        }
        return new Checksum(a, b, c, d);
    }
}
