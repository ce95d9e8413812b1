using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Haechi.Ledger.Tree;

/// <summary>
/// SHA-256 of short inputs. The framework's call looks the algorithm up and allocates a context each time, which costs more than hashing 65 bytes does; libcrypto's
/// three old calls do the hashing only. Where they are missing, the framework's is used and the result is the same.
/// </summary>
internal static unsafe class Sha256
{
    /// <summary>Longer input is hashed by the framework: a call that the garbage collector can't interrupt must be short.</summary>
    private const int Longest = 4096;

    /// <summary>More than the 112 bytes of libcrypto's SHA256_CTX.</summary>
    private const int ContextLength = 128;

    private static readonly delegate* unmanaged[SuppressGCTransition]<void*, int> Start = (delegate* unmanaged[SuppressGCTransition]<void*, int>)LibCrypto.Find("SHA256_Init");
    private static readonly delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, int> Take = (delegate* unmanaged[SuppressGCTransition]<void*, byte*, nuint, int>)LibCrypto.Find("SHA256_Update");
    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, void*, int> End = (delegate* unmanaged[SuppressGCTransition]<byte*, void*, int>)LibCrypto.Find("SHA256_Final");
    private static readonly bool Native = Start != null && Take != null && End != null;

    /// <summary>The hash of a zero byte and the entry.</summary>
    [SkipLocalsInit]
    public static void Leaf(ReadOnlySpan<byte> entry, Span<byte> hash)
    {
        var length = entry.Length + 1;
        var rented = length > 512 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var bytes = rented ?? stackalloc byte[512];
        bytes[0] = 0;
        entry.CopyTo(bytes[1..]);
        Short(bytes[..length], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The hash of the bytes.</summary>
    [SkipLocalsInit]
    public static void Short(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        if (!Native || bytes.Length > Longest)
        {
            SHA256.HashData(bytes, hash);
            return;
        }
        var context = stackalloc ulong[ContextLength / sizeof(ulong)];
        fixed (byte* from = bytes, to = hash)
        {
            if (Start(context) != 1 || Take(context, from, (nuint)bytes.Length) != 1 || End(to, context) != 1)
            {
                throw new CryptographicException("libcrypto could not hash with SHA-256.");
            }
        }
    }
}
