using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Writing;

/// <summary>
/// One segment of the write-ahead file: a head with the first index and a random number, then batches of entries. A batch counts when <see cref="Append"/> returned:
/// its bytes were written and synced, and a mark says so.
/// </summary>
internal sealed class WriteAheadFile : IDisposable
{
    public const int HeadLength = 32;

    private readonly ILedgerFile _file;
    private readonly ulong _salt;
    private byte[] _buffer = new byte[1 << 16];

    private WriteAheadFile(ILedgerFile file, string name, ulong salt) => (_file, Name, _salt) = (file, name, salt);

    /// <summary>"HAECHIW1".</summary>
    private static ReadOnlySpan<byte> Magic => "HAECHIW1"u8;

    /// <summary>The file's name: the first index and the random number, so that no name comes twice.</summary>
    public string Name { get; }

    /// <summary>Makes a segment; on return its head and name are on the disk.</summary>
    public static WriteAheadFile Start(ILedgerFiles files, string folder, long first)
    {
        var salt = BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        var name = string.Create(CultureInfo.InvariantCulture, $"{first:D20}-{salt:x16}");
        var head = new byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(8), first);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(16), salt);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(24), WriteAheadFrame.Checksum(head.AsSpan(0, 24), 0));
        var file = files.Create($"{folder}/{name}");
        try
        {
            file.Write(head);
            file.Sync();
            files.SyncFolder(folder);
            return new WriteAheadFile(file, name, salt);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The first index and the random number of a segment; null when the bytes do not begin like one.</summary>
    public static (long First, ulong Salt)? ReadHead(ReadOnlySpan<byte> segment) =>
        segment.Length >= HeadLength && segment.StartsWith(Magic) && BinaryPrimitives.ReadUInt32BigEndian(segment[24..]) == WriteAheadFrame.Checksum(segment[..24], 0)
            ? (BinaryPrimitives.ReadInt64BigEndian(segment[8..]), BinaryPrimitives.ReadUInt64BigEndian(segment[16..])) : null;

    /// <summary>Writes entries from this index on and returns when they are on the disk.</summary>
    public void Append(long first, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var length = entries.Sum(e => EntryBundle.Prefix + e.Length);
        if (_buffer.Length < WriteAheadFrame.HeadLength + length)
        {
            _buffer = new byte[(int)BitOperations.RoundUpToPowerOf2((uint)(WriteAheadFrame.HeadLength + length))];
        }
        var at = WriteAheadFrame.HeadLength;
        for (var i = 0; i < entries.Count; i++)
        {
            at += EntryBundle.Write(entries[i].Span, _buffer.AsSpan(at));
        }
        var sum = WriteAheadFrame.Checksum(_buffer.AsSpan(WriteAheadFrame.HeadLength, length), _salt);
        new WriteAheadFrame(FrameKind.Batch, entries.Count, first, length, sum).Write(_buffer, _salt);
        _file.Write(_buffer.AsSpan(0, at));
        _file.Sync();
        // The mark reaches the disk with the next sync, or when the system pleases; a dead process alone does not lose it.
        new WriteAheadFrame(FrameKind.Mark, 0, first + entries.Count, 0, 0).Write(_buffer, _salt);
        _file.Write(_buffer.AsSpan(0, WriteAheadFrame.HeadLength));
    }

    public void Dispose() => _file.Dispose();
}
