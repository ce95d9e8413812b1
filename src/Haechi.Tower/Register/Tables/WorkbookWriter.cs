using System.Globalization;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>Writes a sheet whose cells are all inline strings, so that none is a formula.</summary>
internal static class WorkbookWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

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

    /// <summary>The sheet is written as plain XML: an object for each cell takes ten times as long.</summary>
    private static void Sheet(WorksheetPart part, List<IReadOnlyList<string>> rows)
    {
        using var xml = XmlWriter.Create(part.GetStream(FileMode.Create), new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.None, CloseOutput = true });
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetData", Main);
        for (var r = 0; r < rows.Count; r++)
        {
            xml.WriteStartElement("row", Main);
            xml.WriteAttributeString("r", (r + 1).ToString(CultureInfo.InvariantCulture));
            for (var c = 0; c < rows[r].Count; c++)
            {
                if (rows[r][c].Length > 0)
                {
                    Cell(xml, SheetScan.Address(r + 1, c + 1), rows[r][c]);
                }
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Cell(XmlWriter xml, string address, string text)
    {
        xml.WriteStartElement("c", Main);
        xml.WriteAttributeString("r", address);
        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is", Main);
        xml.WriteStartElement("t", Main);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(Escaped(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
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
