using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Makes workbooks for tests.</summary>
internal static class Workbooks
{
    /// <summary>A workbook of sheets; each cell is a string, number, bool, or a ready <see cref="Cell"/>; null leaves it out.</summary>
    public static byte[] Of(params (string Name, object?[][] Rows)[] sheets) => Of([], sheets);

    public static byte[] Of(string[] merges, params (string Name, object?[][] Rows)[] sheets)
    {
        using var stream = new MemoryStream();
        using (var book = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var part = book.AddWorkbookPart();
            part.Workbook = new Workbook(new Sheets());
            part.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            foreach (var (name, rows) in sheets)
            {
                var sheet = part.AddNewPart<WorksheetPart>();
                var data = new SheetData(rows.Select((r, i) => new Row(r.Select((c, j) => Cell(c, i, j)).OfType<Cell>()) { RowIndex = (uint)(i + 1) }));
                sheet.Worksheet = new Worksheet(data);
                if (merges.Length > 0)
                {
                    sheet.Worksheet.Append(new MergeCells(merges.Select(m => new MergeCell { Reference = m })));
                }
                part.Workbook.Sheets!.Append(new Sheet { Id = part.GetIdOfPart(sheet), SheetId = (uint)(part.Workbook.Sheets!.Count() + 1), Name = name.TrimStart('!'), State = name[0] == '!' ? SheetStateValues.Hidden : SheetStateValues.Visible });
            }
        }
        return stream.ToArray();
    }

    /// <summary>A date cell; the style is its index in <see cref="Formats"/>.</summary>
    public static Cell Date(double serial, int style) => new() { CellValue = new CellValue(serial), StyleIndex = (uint)style };

    public static Cell Formula(string formula, string value, CellValues? type = null) =>
        new() { CellFormula = new CellFormula(formula), CellValue = new CellValue(value), DataType = type ?? CellValues.Number };

    public static readonly string[] Formats = ["General", "yyyy-mm-dd", "mmm-yy", "yyyy", "yyyy-mm-dd hh:mm:ss", "yyyy\"년\" m\"월\" d\"일\"", "yyyy\"년\" m\"월\"", "0.0%"];

    /// <summary>A workbook with other parts than its own: each is made of its name and content.</summary>
    public static byte[] Packed(params (string Name, Action<Stream> Write)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in parts)
            {
                using var part = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                write(part);
            }
        }
        return stream.ToArray();
    }

    /// <summary>The same workbook with one part replaced.</summary>
    public static byte[] Replaced(byte[] workbook, string part, string content)
    {
        using var stream = new MemoryStream();
        stream.Write(workbook);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(part)?.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part).Open(), new UTF8Encoding(false));
            writer.Write(content);
        }
        return stream.ToArray();
    }

    /// <summary>The same workbook with one part changed.</summary>
    public static byte[] Edited(byte[] workbook, string part, Func<string, string> edit)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read);
        using var reader = new StreamReader(zip.GetEntry(part)!.Open());
        return Replaced(workbook, part, edit(reader.ReadToEnd()));
    }

    private static Cell? Cell(object? value, int row, int column)
    {
        var cell = value switch
        {
            null => null,
            Cell made => made,
            string text => new Cell(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString },
            bool truth => new Cell { CellValue = new CellValue(truth ? "1" : "0"), DataType = CellValues.Boolean },
            double number => new Cell { CellValue = new CellValue(number) },
            int number => new Cell { CellValue = new CellValue(number) },
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        };
        if (cell is not null)
        {
            cell.CellReference = $"{(char)('A' + column)}{row + 1}";
        }
        return cell;
    }

    private static Stylesheet Styles()
    {
        var formats = Formats.Skip(1).Select((f, i) => new NumberingFormat { NumberFormatId = (uint)(164 + i), FormatCode = f });
        var cells = Formats.Select((_, i) => new CellFormat { NumberFormatId = i == 0 ? 0 : (uint)(163 + i), ApplyNumberFormat = true, FontId = 0, FillId = 0, BorderId = 0 });
        return new Stylesheet(new NumberingFormats(formats), new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()), new CellFormats(cells));
    }
}
