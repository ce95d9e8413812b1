using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Haechi.Ledger.Tree;

/// <summary>A SHA-256 hash in the tree of RFC 6962, section 2.1: 32 bytes. Entries and nodes are hashed with different first bytes, so neither passes for the other.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct TreeHash : IEquatable<TreeHash>
{
    /// <summary>The bytes of a hash.</summary>
    public const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>The root of a tree without entries: the hash of no bytes.</summary>
    public static TreeHash Empty { get; } = Read(SHA256.HashData([]));

    /// <summary>Takes 32 bytes as they are.</summary>
    public static TreeHash Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<TreeHash>(bytes[..Length]);

    /// <summary>The hash of a leaf: a zero byte, then the entry.</summary>
    public static TreeHash OfEntry(ReadOnlySpan<byte> entry)
    {
        TreeHash hash = default;
        Sha256.Leaf(entry, MemoryMarshal.AsBytes(new Span<TreeHash>(ref hash)));
        return hash;
    }

    /// <summary>The hash of a node: a one byte, then the left and the right hash.</summary>
    [SkipLocalsInit]
    public static TreeHash OfNode(in TreeHash left, in TreeHash right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Length)];
        bytes[0] = 1;
        left.Write(bytes[1..]);
        right.Write(bytes[(1 + Length)..]);
        TreeHash hash = default;
        Sha256.Short(bytes, MemoryMarshal.AsBytes(new Span<TreeHash>(ref hash)));
        return hash;
    }

    /// <summary>Reads the 44 characters of base64 (RFC 4648, section 4); nothing else is accepted.</summary>
    public static bool TryParse(ReadOnlySpan<char> base64, out TreeHash hash)
    {
        hash = default;
        if (!StrictBase64.TryRead(base64, out var bytes) || bytes.Length != Length)
        {
            return false;
        }
        hash = Read(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes to the start of <paramref name="to"/>.</summary>
    public void Write(Span<byte> to) => MemoryMarshal.Write(to, this);

    /// <inheritdoc />
    public bool Equals(TreeHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is TreeHash other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _a.GetHashCode();

    /// <summary>Base64.</summary>
    public override string ToString() => Convert.ToBase64String(MemoryMarshal.AsBytes(new ReadOnlySpan<TreeHash>(in this)));

    /// <summary>Equal bytes.</summary>
    public static bool operator ==(TreeHash left, TreeHash right) => left.Equals(right);

    /// <summary>Other bytes.</summary>
    public static bool operator !=(TreeHash left, TreeHash right) => !left.Equals(right);
}
