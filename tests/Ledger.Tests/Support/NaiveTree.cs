using System.Security.Cryptography;

namespace Haechi.Ledger.Tests.Support;

/// <summary>RFC 6962, section 2.1, word for word: slow, recursive, on the framework's SHA-256 alone. What the engine does is held against this.</summary>
internal static class NaiveTree
{
    public static byte[] Leaf(byte[] entry) => SHA256.HashData([0, .. entry]);

    public static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length <= 1)
        {
            return leaves.Length == 0 ? SHA256.HashData([]) : leaves[0];
        }
        var k = Split(leaves.Length);
        return SHA256.HashData([1, .. Root(leaves[..k]), .. Root(leaves[k..])]);
    }

    public static List<byte[]> Path(int m, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1)
        {
            return [];
        }
        var k = Split(leaves.Length);
        return m < k ? [.. Path(m, leaves[..k]), Root(leaves[k..])] : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    public static List<byte[]> Consistency(int m, ReadOnlySpan<byte[]> leaves) => m == 0 || m == leaves.Length ? [] : Sub(m, leaves, true);

    private static List<byte[]> Sub(int m, ReadOnlySpan<byte[]> leaves, bool whole)
    {
        if (m == leaves.Length)
        {
            return whole ? [] : [Root(leaves)];
        }
        var k = Split(leaves.Length);
        return m <= k ? [.. Sub(m, leaves[..k], whole), Root(leaves[k..])] : [.. Sub(m - k, leaves[k..], false), Root(leaves[..k])];
    }

    private static int Split(int count)
    {
        var k = 1;
        while (k * 2 < count)
        {
            k *= 2;
        }
        return k;
    }
}
