using System.Buffers.Binary;

namespace Haechi.Tower.Register.Tables;

/// <summary>The same as <see cref="SheetScan"/> for binary workbooks: reads the records of [MS-XLS] that tell formulas, errors and merged cells.</summary>
internal static class OldSheetScan
{
    private const int Most = 128 * 1024 * 1024;

    /// <summary>One scan for each worksheet, in order; null when the workbook is too old or too damaged to tell.</summary>
    public static List<SheetScan>? Of(Stream bytes)
    {
        if (CompoundFile.Find(bytes, Most, "Workbook", "Book") is not { } book)
        {
            return null;
        }
        var starts = new List<int>();
        foreach (var (id, at, length) in Records(book, 0))
        {
            // BoundSheet8 (2.4.28): where the sheet begins, whether it is hidden, and its kind, 0 for a worksheet.
            if (id == 0x0085 && length >= 6 && (book[at + 5] & 0x0F) == 0)
            {
                starts.Add((int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(book.AsSpan(at)), int.MaxValue));
            }
        }
        return starts.Count == 0 || starts.Exists(s => s >= book.Length) ? null : [.. starts.Select(s => Sheet(book, s))];
    }

    private static SheetScan Sheet(byte[] book, int start)
    {
        var (formulas, errors, merges) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        foreach (var (id, at, length) in Records(book, start))
        {
            switch (id)
            {
                case 0x0006 or 0x0206 or 0x0406 when length >= 16:
                    formulas.Add(Address(book, at));
                    // FormulaValue (2.5.133): an error is marked by FF FF at the end and a 2 at the start.
                    if (book[at + 6] == 2 && book[at + 12] == 0xFF && book[at + 13] == 0xFF)
                    {
                        errors[Address(book, at)] = ErrorText(book[at + 8]);
                    }
                    break;
                case 0x0205 when length >= 8 && book[at + 7] == 1:
                    errors[Address(book, at)] = ErrorText(book[at + 6]);
                    break;
                case 0x00E5:
                    merges.AddRange(Enumerable.Range(0, (length - 2) / 8).Select(i => Range(book, at + 2 + (8 * i))));
                    break;
            }
        }
        return new SheetScan(formulas, errors, merges, 0, 0, 0);
    }

    /// <summary>The records of one substream, those of charts within it left out: kind, where the content begins, its length.</summary>
    private static IEnumerable<(int Id, int At, int Length)> Records(byte[] book, int start)
    {
        var depth = 0;
        for (var at = start; at + 4 <= book.Length;)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at));
            int length = BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at + 2));
            if (at + 4 + length > book.Length)
            {
                yield break;
            }
            depth += id is 0x0809 or 0x0409 or 0x0209 ? 1 : id == 0x000A ? -1 : 0;
            if (depth == 1)
            {
                yield return (id, at + 4, length);
            }
            if (depth <= 0)
            {
                yield break;
            }
            at += 4 + length;
        }
    }

    private static string Address(byte[] book, int at) => SheetScan.Address(Short(book, at) + 1, Short(book, at + 2) + 1);

    private static string Range(byte[] book, int at) =>
        $"{SheetScan.Address(Short(book, at) + 1, Short(book, at + 4) + 1)}:{SheetScan.Address(Short(book, at + 2) + 1, Short(book, at + 6) + 1)}";

    private static int Short(byte[] book, int at) => BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at));

    private static string ErrorText(byte code) => code switch
    {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR",
    };
}
