using System.Buffers.Binary;
using System.Numerics;

namespace Haechi.Ledger.Writing;

/// <summary>What a frame of the write-ahead file says.</summary>
internal enum FrameKind : uint
{
    /// <summary>Entries follow.</summary>
    Batch = 0x48424154,

    /// <summary>All entries below the index were on the disk when this was written: a damaged one among them is damage and no torn write.</summary>
    Mark = 0x484D524B,
}

/// <summary>
/// The head of a frame: kind, number of entries, first index, bytes that follow with their CRC-32C, and a CRC-32C of the head itself. The last is salted with the
/// segment's random number, so that no entry's own bytes can pass for a frame.
/// </summary>
internal readonly record struct WriteAheadFrame(FrameKind Kind, int Count, long First, int Length, uint Sum)
{
    public const int HeadLength = 28;

    /// <summary>Reads a head; null when the bytes are none of this segment.</summary>
    public static WriteAheadFrame? Read(ReadOnlySpan<byte> from, ulong salt)
    {
        if (from.Length < HeadLength || BinaryPrimitives.ReadUInt32BigEndian(from[24..]) != Checksum(from[..24], salt))
        {
            return null;
        }
        var frame = new WriteAheadFrame((FrameKind)BinaryPrimitives.ReadUInt32BigEndian(from), BinaryPrimitives.ReadInt32BigEndian(from[4..]), BinaryPrimitives.ReadInt64BigEndian(from[8..]),
            BinaryPrimitives.ReadInt32BigEndian(from[16..]), BinaryPrimitives.ReadUInt32BigEndian(from[20..]));
        return frame is { Kind: FrameKind.Batch or FrameKind.Mark, Count: >= 0, First: >= 0, Length: >= 0 } ? frame : null;
    }

    public void Write(Span<byte> to, ulong salt)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, (uint)Kind);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], Count);
        BinaryPrimitives.WriteInt64BigEndian(to[8..], First);
        BinaryPrimitives.WriteInt32BigEndian(to[16..], Length);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], Sum);
        BinaryPrimitives.WriteUInt32BigEndian(to[24..], Checksum(to[..24], salt));
    }

    /// <summary>CRC-32C (Castagnoli), beginning with the salt.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes, ulong salt)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, salt);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }
        foreach (var b in bytes)
        {
            sum = BitOperations.Crc32C(sum, b);
        }
        return ~sum;
    }
}
