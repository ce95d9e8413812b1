using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Reads a table from a file of unknown origin: CSV, TSV, XLSX, XLS, JSON, JSON lines or a dump of SQL inserts. What the file is follows from its content. Nothing in it is ever executed
/// or fetched: formulas give the value that was last saved, macros and links are ignored. The answer is always a table or a refusal.
/// </summary>
public static class TableReader
{
    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    public static Result<SourceTable> ReadFile(string path, TableOptions? options = null, CancellationToken stop = default)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            return Directory.Exists(path)
                ? TableRefusals.Make("no-file", path, "파일이 아니라 폴더입니다.", "this is a folder", "목록 파일(.csv, .xlsx 등)을 지정하십시오.", "Give the file of a list (.csv, .xlsx ...).")
                : TableRefusals.Make("no-file", path, "이 파일이 없습니다.", "there is no such file", "경로를 확인하십시오.", "Check the path.");
        }
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
            return Read(stream, name, options, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TableRefusals.Make("unreadable", path, $"파일을 열 수 없습니다: {e.Message}", $"the file cannot be opened: {e.Message}", "읽기 권한과 다른 프로그램의 사용 여부를 확인하십시오.", "Check the right to read it, and whether another program holds it.");
        }
    }

    /// <summary>Reads a stream to its end. A stream that cannot be rewound is first copied, up to the limit, and left where the limit was passed.</summary>
    /// <param name="stream">The bytes; read from the start when it can be rewound, and not closed.</param>
    /// <param name="fileName">The name for messages; folders in it are dropped.</param>
    /// <param name="options">What a person decided; null to find everything out.</param>
    /// <param name="stop">Stops the reading with an <see cref="OperationCanceledException"/>.</param>
    public static Result<SourceTable> Read(Stream stream, string fileName, TableOptions? options = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new TableOptions();
        var file = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var spooled = Spool.Of(stream, file, options.Limits ?? TableLimits.Usual, stop);
        if (!spooled.Done)
        {
            return Refused.Because<SourceTable>(spooled.Refusals);
        }
        using var bytes = spooled.Value;
        var problems = new ProblemList();
        var (kind, ko, en) = ContentKind.Of(bytes.Bytes);
        var read = kind switch
        {
            _ when bytes.Length == 0 => TableRefusals.Empty(file),
            ContentKind.Kind.Other => NoTable(file, ko, en),
            ContentKind.Kind.Zip => WorkbookTables.ReadXlsx(bytes, file, options, problems, stop),
            ContentKind.Kind.Compound or ContentKind.Kind.OldWorkbook => WorkbookTables.ReadXls(bytes, file, options, problems, stop),
            _ => Text(bytes, file, options, problems, stop),
        };
        if (!read.Done)
        {
            return read;
        }
        NameMayMislead(file, read.Value.Format, problems);
        return read.Value with { Problems = problems.All() };
    }

    private static Result<SourceTable> Text(Spool bytes, string file, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        var found = EncodingFinder.Find(bytes.Bytes, file, options, problems, stop);
        if (!found.Done)
        {
            return Refused.Because<SourceTable>(found.Refusals);
        }
        var text = new TextFile(bytes, file, found.Value.Encoding, found.Value.Mark);
        var sample = text.Sample();
        var extension = Path.GetExtension(file).ToLowerInvariant();
        return true switch
        {
            _ when ContentKind.IsMarkup(sample) => NoTable(file, "웹 문서(HTML 또는 XML)", "a web page (HTML or XML)"),
            _ when extension is ".json" or ".jsonl" or ".ndjson" || ContentKind.IsJson(sample) => JsonTables.Read(text, extension is ".jsonl" or ".ndjson", options, problems, stop),
            _ when extension is ".sql" || ContentKind.IsSql(sample) => SqlTables.Read(text, options, problems, stop),
            _ => DelimitedTables.Read(text, options, problems, stop),
        };
    }

    private static Refusal NoTable(string file, string ko, string en) => TableRefusals.Make("not-a-table", file,
        $"표가 아니라 {ko}입니다.", $"this is {en}, not a table", "표를 엑셀에서 열어 .xlsx 또는 'CSV UTF-8'로 저장하여 올려 주십시오.", "Open the table in a spreadsheet program and save it as .xlsx or 'CSV UTF-8'.");

    private static void NameMayMislead(string file, TableFormat format, ProblemList problems)
    {
        var extension = Path.GetExtension(file).ToLowerInvariant();
        var named = extension switch
        {
            ".csv" or ".txt" or ".tsv" or ".tab" => format is TableFormat.Csv or TableFormat.Tsv,
            ".xlsx" or ".xlsm" => format is TableFormat.Xlsx,
            ".xls" => format is TableFormat.Xls,
            _ => true,
        };
        if (!named)
        {
            problems.Add("name", null, $"이름은 '{extension}'이지만 내용은 {format.Word()} 형식이어서 내용대로 읽었습니다.", $"the name ends in '{extension}' but the content is {format.Word()}, and was read as such");
        }
    }
}

/// <summary>Words for formats.</summary>
public static class TableFormats
{
    /// <summary>The usual short name: <c>csv</c>, <c>tsv</c>, <c>json</c>, <c>jsonl</c>, <c>sql</c>, <c>xlsx</c>, <c>xls</c>.</summary>
    public static string Word(this TableFormat format) => format switch
    {
        TableFormat.Csv => "csv",
        TableFormat.Tsv => "tsv",
        TableFormat.Json => "json",
        TableFormat.JsonLines => "jsonl",
        TableFormat.Sql => "sql",
        TableFormat.Xlsx => "xlsx",
        _ => "xls",
    };

    /// <summary>The media type under which files of the format are kept and sent.</summary>
    public static string MediaType(this TableFormat format) => format switch
    {
        TableFormat.Csv => "text/csv",
        TableFormat.Tsv => "text/tab-separated-values",
        TableFormat.Json => "application/json",
        TableFormat.JsonLines => "application/jsonl",
        TableFormat.Sql => "application/sql",
        TableFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/vnd.ms-excel",
    };
}
