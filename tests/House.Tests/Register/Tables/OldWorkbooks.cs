using System.Buffers.Binary;
using System.Text;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Makes a binary workbook of one sheet, record by record ([MS-XLS], [MS-CFB]).</summary>
internal static class OldWorkbooks
{
    public static byte[] Of(string sheet, params object[][] rows)
    {
        var cells = rows.SelectMany((r, i) => r.Select((c, j) => Cell(i, j, c))).SelectMany(c => c).ToArray();
        byte[] data = [.. Bof(0x10), .. Record(0x0200, [.. Int(0), .. Int(rows.Length), .. Short(0), .. Short(rows.Max(r => r.Length)), .. Short(0)]), .. cells, .. Record(0x00E5, [.. Short(1), .. Short(0), .. Short(0), .. Short(0), .. Short(1)]), .. Record(0x000A, [])];
        byte[] Globals(int offset) => [.. Bof(0x05), .. Record(0x0042, Short(1200)), .. Record(0x0085, [.. Int(offset), 0, 0, (byte)sheet.Length, 1, .. Encoding.Unicode.GetBytes(sheet)]), .. Record(0x000A, [])];
        byte[] book = [.. Globals(Globals(0).Length), .. data];
        return Compound(book);
    }

    /// <summary>A cell of a formula whose saved value is a number.</summary>
    public sealed record Formula(double Value);

    /// <summary>A cell of an error.</summary>
    public sealed record Error(byte Code);

    private static byte[] Cell(int row, int column, object value)
    {
        byte[] at = [.. Short(row), .. Short(column), .. Short(0)];
        return value switch
        {
            string text => Record(0x0204, [.. at, .. Short(text.Length), 1, .. Encoding.Unicode.GetBytes(text)]),
            Formula formula => Record(0x0006, [.. at, .. BitConverter.GetBytes(formula.Value), .. Short(0), .. Int(0), .. Short(3), 0x1E, 2, 0]),
            Error error => Record(0x0205, [.. at, error.Code, 1]),
            _ => Record(0x0203, [.. at, .. BitConverter.GetBytes(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture))]),
        };
    }

    private static byte[] Bof(int kind) => Record(0x0809, [.. Short(0x0600), .. Short(kind), .. Short(0), .. Short(1997), .. Int(0), .. Int(6)]);

    private static byte[] Record(int id, byte[] content) => [.. Short(id), .. Short(content.Length), .. content];

    private static byte[] Compound(byte[] book)
    {
        // At least 4096 bytes, so that the stream stands in ordinary sectors.
        var size = Math.Max(4096, (book.Length + 511) / 512 * 512);
        var sectors = size / 512;
        var file = new byte[512 * (3 + sectors)];
        byte[] head = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[16], .. Short(0x3E), .. Short(3), .. Short(0xFFFE), .. Short(9), .. Short(6), .. new byte[10], .. Int(1), .. Int(1), .. Int(0), .. Int(4096), .. Int(-2), .. Int(0), .. Int(-2), .. Int(0), .. Int(0)];
        file.AsSpan(0, 512).Fill(0xFF);
        head.CopyTo(file, 0);
        var table = file.AsSpan(512, 512);
        table.Fill(0xFF);
        BinaryPrimitives.WriteInt32LittleEndian(table, -3);
        BinaryPrimitives.WriteInt32LittleEndian(table[4..], -2);
        for (var i = 0; i < sectors; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(table[(8 + (4 * i))..], i == sectors - 1 ? -2 : i + 3);
        }
        Entry("Root Entry", 5, 1, -2, 0).CopyTo(file, 1024);
        Entry("Workbook", 2, -1, 2, size).CopyTo(file, 1024 + 128);
        book.CopyTo(file, 1536);
        return file;
    }

    private static byte[] Entry(string name, byte kind, int child, int start, int size)
    {
        var entry = new byte[128];
        Encoding.Unicode.GetBytes(name).CopyTo(entry, 0);
        Short((name.Length + 1) * 2).CopyTo(entry, 64);
        (entry[66], entry[67]) = (kind, 1);
        byte[] links = [.. Int(-1), .. Int(-1), .. Int(child)];
        links.CopyTo(entry, 68);
        Int(start).CopyTo(entry, 116);
        Int(size).CopyTo(entry, 120);
        return entry;
    }

    private static byte[] Short(int number) => BitConverter.GetBytes((ushort)number);

    private static byte[] Int(int number) => BitConverter.GetBytes(number);
}
