using System.Buffers.Binary;
using System.Text;

namespace Haechi.Tower.Register.Tables;

/// <summary>Takes one stream out of a compound file (the container of old Office files, [MS-CFB]). Every chain is bounded by the size of the file: one that turns in a circle ends the reading.</summary>
internal sealed class CompoundFile
{
    private const uint LastSector = 0xFFFF_FFFA;
    private const int Entry = 128;

    private readonly Stream _bytes;
    private readonly int _sector;
    private readonly List<uint> _next = [];

    private CompoundFile(Stream bytes, int sector) => (_bytes, _sector) = (bytes, sector);

    /// <summary>The first stream with one of these names; null when there is none of at least the smallest ordinary size and at most <paramref name="most"/> bytes.</summary>
    public static byte[]? Find(Stream bytes, int most, params string[] names)
    {
        var head = new byte[512];
        bytes.Position = 0;
        if (bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
        {
            return null;
        }
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(30));
        if (shift is not (9 or 12))
        {
            return null;
        }
        var file = new CompoundFile(bytes, 1 << shift);
        return file.ReadTable(head) && file.Chain(Number(head, 48), int.MaxValue) is { } folder ? file.Named(folder, Number(head, 56), most, names) : null;
    }

    private byte[]? Named(byte[] folder, uint smallest, int most, string[] names)
    {
        for (var at = 0; at + Entry <= folder.Length; at += Entry)
        {
            var length = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(folder.AsSpan(at + 64)) - 2, 0, 62);
            var (isStream, size) = (folder[at + 66] == 2, Number(folder, at + 120));
            if (isStream && size >= smallest && size <= most && names.Contains(Encoding.Unicode.GetString(folder, at, length), StringComparer.Ordinal))
            {
                var found = Chain(Number(folder, at + 116), (int)size);
                return found is null || found.Length < size ? null : found[..(int)size];
            }
        }
        return null;
    }

    /// <summary>Reads the table that says which sector follows which; its own sectors are listed in the header and, for large files, in a chain of lists.</summary>
    private bool ReadTable(byte[] head)
    {
        var lists = new List<uint>();
        for (var i = 76; i < 512; i += 4)
        {
            lists.Add(Number(head, i));
        }
        var more = Number(head, 68);
        for (var n = 0L; more < LastSector; n++)
        {
            if (n > _bytes.Length / _sector || Sector(more) is not { } list)
            {
                return false;
            }
            for (var i = 0; i < _sector - 4; i += 4)
            {
                lists.Add(Number(list, i));
            }
            more = Number(list, _sector - 4);
        }
        foreach (var id in lists.Where(l => l < LastSector).Take((int)(_bytes.Length / _sector) + 1))
        {
            if (Sector(id) is not { } table)
            {
                return false;
            }
            for (var i = 0; i < _sector; i += 4)
            {
                _next.Add(Number(table, i));
            }
        }
        return true;
    }

    private byte[]? Chain(uint first, int enough)
    {
        using var all = new MemoryStream();
        for (var id = first; id < LastSector && all.Length < enough; id = _next[(int)id])
        {
            if (id >= _next.Count || all.Length > _bytes.Length || Sector(id) is not { } sector)
            {
                return null;
            }
            all.Write(sector);
        }
        return all.ToArray();
    }

    private byte[]? Sector(uint id)
    {
        var at = (id + 1L) * _sector;
        if (at >= _bytes.Length)
        {
            return null;
        }
        var sector = new byte[_sector];
        _bytes.Position = at;
        // The last sector of a file may be short.
        _bytes.ReadAtLeast(sector, _sector, throwOnEndOfStream: false);
        return sector;
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
}
