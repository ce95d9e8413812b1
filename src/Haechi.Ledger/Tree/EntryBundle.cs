using System.Buffers.Binary;

namespace Haechi.Ledger.Tree;

/// <summary>A bundle of entries (C2SP tlog-tiles, "Log entries"): each entry after its length in two bytes, most significant first.</summary>
public static class EntryBundle
{
    /// <summary>The longest entry: 65,535 bytes, what two bytes can count.</summary>
    public const int LongestEntry = ushort.MaxValue;

    internal const int Prefix = 2;

    /// <summary>Cuts a bundle into exactly <paramref name="count"/> entries; false when it holds fewer, more, or part of one.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bundle, int count, out ReadOnlyMemory<byte>[] entries)
    {
        entries = new ReadOnlyMemory<byte>[count];
        var found = 0;
        for (var at = bundle; at.Length > 0;)
        {
            if (found == count || at.Length < Prefix || at.Length - Prefix < BinaryPrimitives.ReadUInt16BigEndian(at.Span))
            {
                return false;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(at.Span);
            entries[found++] = at.Slice(Prefix, length);
            at = at[(Prefix + length)..];
        }
        return found == count;
    }

    /// <summary>Writes one entry with its length to the start of <paramref name="to"/>; how many bytes that took.</summary>
    internal static int Write(ReadOnlySpan<byte> entry, Span<byte> to)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, checked((ushort)entry.Length));
        entry.CopyTo(to[Prefix..]);
        return Prefix + entry.Length;
    }
}
