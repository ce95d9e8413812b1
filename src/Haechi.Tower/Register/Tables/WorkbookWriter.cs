using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>Writes a sheet whose cells are all inline strings, so that none is a formula.</summary>
internal static class WorkbookWriter
{
    // The largest sheet and the longest cell that Excel opens ("Excel specifications and limits").
    private const int LastRow = 1_048_576;
    private const int LastColumn = 16_384;
    private const int LongestCell = 32_767;

    public static Result<Done> Write(string sheet, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, Stream output)
    {
        var all = rows.Prepend(headers).ToList();
        if (TooLarge(sheet, all) is { } refusal)
        {
            return refusal;
        }
        // The package needs a stream that it can read back; what comes in may be the body of an answer.
        using var package = new MemoryStream();
        using (var book = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var part = book.AddWorkbookPart();
            var data = part.AddNewPart<WorksheetPart>();
            Sheet(data, all);
            part.Workbook = new Workbook(new Sheets(new Sheet { Id = part.GetIdOfPart(data), SheetId = 1, Name = SheetName(sheet) }));
        }
        package.Position = 0;
        package.CopyTo(output);
        return Done.Well;
    }

    private static Refusal? TooLarge(string sheet, List<IReadOnlyList<string>> rows)
    {
        if (rows.Count > LastRow || rows.Exists(r => r.Count > LastColumn))
        {
            return TableRefusals.Make("sheet-too-large", sheet, "엑셀 시트에 담을 수 있는 행 또는 열의 수를 넘습니다.", "there are more rows or columns than a sheet holds", "CSV로 내보내거나 나누어 내보내십시오.", "Export as CSV, or in parts.");
        }
        var (row, column) = (0, 0);
        if (rows.Exists(r => { row++; return (column = r.ToList().FindIndex(c => c.Length > LongestCell) + 1) > 0; }))
        {
            return TableRefusals.CellTooLong($"{sheet}!{SheetScan.Address(row, column)}", LongestCell);
        }
        return null;
    }

    private static void Sheet(WorksheetPart part, List<IReadOnlyList<string>> rows)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteStartElement(new SheetData());
        for (var r = 0; r < rows.Count; r++)
        {
            writer.WriteStartElement(new Row { RowIndex = (uint)(r + 1) });
            for (var c = 0; c < rows[r].Count; c++)
            {
                if (rows[r][c].Length > 0)
                {
                    var text = new Text(Escaped(rows[r][c])) { Space = SpaceProcessingModeValues.Preserve };
                    writer.WriteElement(new Cell(new InlineString(text)) { DataType = CellValues.InlineString, CellReference = SheetScan.Address(r + 1, c + 1) });
                }
            }
            writer.WriteEndElement();
        }
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    /// <summary>Characters that XML cannot hold, and CR, which XML readers turn into LF, are written as _xHHHH_ (ECMA-376, 22.9.2.19); so is an underscore that would begin such an escape.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            var begins = c == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_';
            if (pair)
            {
                escaped.Append(c).Append(text[++i]);
            }
            else if (c is '\r' or '\uFFFE' or '\uFFFF' || (c < ' ' && c is not ('\t' or '\n')) || char.IsSurrogate(c) || begins)
            {
                escaped.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_");
            }
            else
            {
                escaped.Append(c);
            }
        }
        return escaped.ToString();
    }

    private static string SheetName(string name)
    {
        var clean = new string([.. name.Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' || char.IsControl(c) ? ' ' : c)]).Trim().Trim('\'');
        return clean.Length == 0 ? "Sheet1" : clean.Length <= 31 ? clean : clean[..31];
    }
}
