using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>Reads workbooks. XLSX files are looked over (<see cref="ZipGuard"/>, <see cref="SheetScan"/>) before the workbook reader sees them.</summary>
internal static class WorkbookTables
{
    public static Result<SourceTable> ReadXlsx(Spool bytes, string file, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        try
        {
            var parts = ZipGuard.Check(bytes.Bytes, file, options.Limits ?? TableLimits.Usual, stop);
            if (!parts.Done)
            {
                return Refused.Because<SourceTable>(parts.Refusals);
            }
            if (NoWorkbook(parts.Value, file) is { } refusal)
            {
                return refusal;
            }
            if (parts.Value.Contains("xl/vbaProject.bin"))
            {
                problems.Add("macros", null, "매크로가 들어 있는 통합 문서입니다. 매크로는 실행하지 않고 값만 읽었습니다.", "the workbook holds macros; they were not run, only values were read");
            }
            bytes.Bytes.Position = 0;
            using var zip = new ZipArchive(bytes.Bytes, ZipArchiveMode.Read, leaveOpen: true);
            var scans = SheetScan.Sheets(zip).GroupBy(s => s.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => SheetScan.Of(zip, g.First().Part, stop), StringComparer.Ordinal);
            return TooWide(scans, file, options.Limits ?? TableLimits.Usual) is { } wide ? wide : Sheets(bytes, file, TableFormat.Xlsx, scans, options, problems, stop);
        }
        catch (Exception e) when (IsDamage(e))
        {
            return TableRefusals.Unreadable(file, "엑셀 통합 문서", "a workbook", e.Message);
        }
    }

    public static Result<SourceTable> ReadXls(Spool bytes, string file, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        try
        {
            return Sheets(bytes, file, TableFormat.Xls, null, options, problems, stop);
        }
        catch (InvalidPasswordException)
        {
            return Encrypted(file);
        }
        catch (Exception e) when (IsDamage(e))
        {
            return CompoundKind.Of(bytes.Bytes, file) ?? TableRefusals.Unreadable(file, "엑셀 97-2003 통합 문서", "an Excel 97-2003 workbook", e.Message);
        }
    }

    /// <summary>The readers below throw many kinds of exception for a damaged file; none of them is a fault of ours, except when memory ran out or someone stopped us.</summary>
    private static bool IsDamage(Exception e) => e is not (OutOfMemoryException or OperationCanceledException);

    private static Refusal? NoWorkbook(IReadOnlySet<string> parts, string file) => true switch
    {
        _ when parts.Contains("xl/workbook.xml") => null,
        _ when parts.Contains("xl/workbook.bin") => NotRead(file, "이진 통합 문서(.xlsb)", "a binary workbook (.xlsb)"),
        _ when parts.Contains("Contents/content.hpf") => NotRead(file, "한글 문서(.hwpx)", "a Hangul document (.hwpx)"),
        _ when parts.Contains("word/document.xml") => NotRead(file, "워드 문서(.docx)", "a Word document (.docx)"),
        _ when parts.Contains("content.xml") && parts.Contains("META-INF/manifest.xml") => NotRead(file, "오픈도큐먼트 파일(.ods 등)", "an OpenDocument file (.ods or the like)"),
        _ => NotRead(file, "엑셀 통합 문서가 아닌 압축 파일", "an archive that is no workbook"),
    };

    internal static Refusal NotRead(string file, string ko, string en) => TableRefusals.Make("not-a-table", file, $"{ko}이며 읽을 수 없는 형식입니다.", $"this is {en}, which is not read",
        "엑셀에서 .xlsx 또는 'CSV UTF-8'로 저장하여 올려 주십시오.", "Save the table as .xlsx or 'CSV UTF-8'.");

    internal static Refusal Encrypted(string file) => TableRefusals.Make("encrypted", file, "암호가 걸린 통합 문서입니다.", "the workbook is protected by a password",
        "암호를 풀어 저장한 뒤 올려 주십시오.", "Remove the password, save it and import that file.");

    private static Refusal? TooWide(Dictionary<string, SheetScan> scans, string file, TableLimits limits)
    {
        foreach (var (name, scan) in scans)
        {
            if (scan.LastColumn > limits.Columns)
            {
                return TableRefusals.TooManyColumns($"{name}!{SheetScan.Address(1, scan.LastColumn)}", limits.Columns);
            }
            // The workbook reader makes a row of that width for every row down to the last, empty or not.
            if (scan.LastRow > limits.Rows * 1.05 || (long)scan.LastRow * scan.LastCell > 500_000_000)
            {
                return TableRefusals.Make("sheet-too-large", $"{name}!{SheetScan.Address(scan.LastRow, scan.LastCell)}", "시트의 마지막 칸이 너무 멀리 있습니다.", "the last cell of the sheet lies too far out",
                    "자료 아래와 오른쪽의 빈 행·열을 지우고 저장하십시오.", "Delete the empty rows and columns below and beside the data, and save.");
            }
        }
        return null;
    }

    private static Result<SourceTable> Sheets(Spool bytes, string file, TableFormat format, Dictionary<string, SheetScan>? scans, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var settings = new ExcelReaderConfiguration { LeaveOpen = true, FallbackEncoding = Encoding.GetEncoding(949) };
        bytes.Bytes.Position = 0;
        using var reader = format == TableFormat.Xlsx ? ExcelReaderFactory.CreateOpenXmlReader(bytes.Bytes, settings) : ExcelReaderFactory.CreateReader(bytes.Bytes, settings);
        var sheets = new List<SheetSummary>();
        do
        {
            sheets.Add(new SheetSummary(reader.Name, reader.VisibleState != "visible", reader.RowCount));
        }
        while (reader.NextResult());
        var chosen = Chosen(sheets, options.Sheet);
        if (chosen is null)
        {
            return options.Sheet is { } asked ? TableRefusals.NoSuchSheet(file, asked, sheets.Select(s => s.Name)) : TableRefusals.Empty(file);
        }
        scans ??= Old(bytes, sheets, problems);
        reader.Reset();
        while (reader.Name != chosen.Name && reader.NextResult())
        {
        }
        var rest = sheets.Where(s => s != chosen).ToList();
        if (options.Sheet is null && rest.Exists(s => !s.Hidden && s.Rows > 1))
        {
            problems.Add("other-sheets", null, $"시트가 여럿이어서 '{chosen.Name}' 시트만 읽었습니다. 나머지: {string.Join(", ", rest.Select(s => s.Name))}",
                $"of several sheets only '{chosen.Name}' was read; the others are: {string.Join(", ", rest.Select(s => s.Name))}");
        }
        var table = new SheetRows(reader, chosen.Name, scans.GetValueOrDefault(chosen.Name), options.Limits ?? TableLimits.Usual, problems).Read(stop);
        return table.Done ? Shape(bytes, file, format, chosen, rest, table.Value, options, problems) : Refused.Because<SourceTable>(table.Refusals);
    }

    private static Dictionary<string, SheetScan> Old(Spool bytes, List<SheetSummary> sheets, ProblemList problems)
    {
        if (OldSheetScan.Of(bytes.Bytes) is { } found && found.Count == sheets.Count)
        {
            return sheets.Zip(found).GroupBy(s => s.First.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Second, StringComparer.Ordinal);
        }
        problems.Add("old-workbook", null, "아주 오래된 형식의 통합 문서라 수식 칸을 구분할 수 없습니다. 마지막으로 저장된 값을 읽었습니다.",
            "in a workbook this old formula cells cannot be told apart; the values last saved were read");
        return [];
    }

    /// <summary>The sheet asked for; else the first one that people see and that holds more than a row.</summary>
    private static SheetSummary? Chosen(List<SheetSummary> sheets, string? asked) => asked is not null
        ? sheets.Find(s => s.Name == asked) ?? sheets.Find(s => string.Equals(s.Name, asked, StringComparison.OrdinalIgnoreCase))
        : sheets.Find(s => s is { Hidden: false, Rows: > 1 }) ?? sheets.Find(s => s.Rows > 0);

    private static Result<SourceTable> Shape(Spool bytes, string file, TableFormat format, SheetSummary sheet, List<SheetSummary> rest, List<TableLine> rows, TableOptions options, ProblemList problems)
    {
        var shape = TableShaper.Make(rows, file, options.HeaderLine, sheet: true, problems, (row, column) => $"{sheet.Name}!{SheetScan.Address(row.Line, Math.Max(column, 0) + 1)}");
        return !shape.Done ? Refused.Because<SourceTable>(shape.Refusals) : new SourceTable
        {
            FileName = file, Sha256 = bytes.Sha256, Length = bytes.Length, Format = format, Sheet = sheet.Name, OtherSheets = rest,
            HeaderLine = shape.Value.HeaderLine, Columns = shape.Value.Columns, Rows = shape.Value.Rows, BlankRows = shape.Value.BlankRows, Frame = shape.Value.Frame,
        };
    }
}
