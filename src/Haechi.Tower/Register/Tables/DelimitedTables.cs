using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>Reads CSV and TSV.</summary>
internal static class DelimitedTables
{
    public static Result<SourceTable> Read(TextFile text, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        var (delimiter, rival) = options.Delimiter is { } given ? (given, null) : DelimiterFinder.Find(text.Sample());
        if (delimiter is '"' or '\r' or '\n' or '\0')
        {
            return TableRefusals.Make("delimiter", text.File, "구분 문자로 쓸 수 없는 문자입니다.", "this character cannot separate cells", "쉼표, 쌍반점, 탭, |를 쓰십시오.", "Use a comma, semicolon, tab or |.");
        }
        if (rival is { } other)
        {
            problems.Add("delimiter", null, $"'{Shown(delimiter)}'을(를) 구분 문자로 보았으나 '{Shown(other)}'일 수도 있습니다.", $"'{Shown(delimiter)}' was taken as the separator; '{Shown(other)}' would fit nearly as well");
        }
        var limits = options.Limits ?? TableLimits.Usual;
        var gathered = new GatheredRows(text.File, limits, stop);
        using var stream = text.Open();
        var reader = new DelimitedReader(stream, delimiter, limits, text.File);
        while (reader.Next() is { } row)
        {
            if (gathered.Add(row) is { } refusal)
            {
                return refusal;
            }
        }
        return reader.Refusal is { } broken ? broken : Shape(text, delimiter, gathered.Rows, options, problems);
    }

    private static Result<SourceTable> Shape(TextFile text, char delimiter, List<TableLine> rows, TableOptions options, ProblemList problems)
    {
        var shape = TableShaper.Make(rows, text.File, options.HeaderLine, sheet: false, problems, (row, _) => TableRefusals.At(text.File, row.Line));
        if (!shape.Done)
        {
            return Refused.Because<SourceTable>(shape.Refusals);
        }
        var made = shape.Value;
        return text.Table(delimiter == '\t' ? TableFormat.Tsv : TableFormat.Csv) with
        {
            Dialect = new TextDialect(text.Encoding, text.Mark, delimiter, NewLine(rows), Habit(rows, delimiter)),
            HeaderLine = made.HeaderLine, Columns = made.Columns, Rows = made.Rows, BlankRows = made.BlankRows, Frame = made.Frame,
        };
    }

    private static string NewLine(List<TableLine> rows)
    {
        var most = rows.Where(r => r.End != LineEnd.None).GroupBy(r => r.End).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key;
        return most switch { LineEnd.Lf => "\n", LineEnd.Cr => "\r", _ => "\r\n" };
    }

    private static QuoteHabit Habit(List<TableLine> rows, char delimiter)
    {
        bool Every(TableLine row) =>
            Enumerable.Range(0, row.Cells.Count).All(i => row.MarkOf(i) == CellMark.Quoted || (row.MarkOf(i) == CellMark.Plain && Quoting.IsNeeded(row[i], delimiter)));
        return rows.TrueForAll(r => r.Marks is null) ? QuoteHabit.AsNeeded : rows.TrueForAll(r => r.IsBlank || Every(r)) ? QuoteHabit.Always : QuoteHabit.Mixed;
    }

    private static string Shown(char c) => c == '\t' ? "TAB" : c.ToString();
}

/// <summary>A text file whose encoding is known.</summary>
internal sealed record TextFile(Spool Bytes, string File, string Encoding, bool Mark)
{
    private const int SampleCharacters = 64 * 1024;

    /// <summary>The text from its start, without the mark.</summary>
    public StreamReader Open()
    {
        Bytes.Bytes.Position = Mark ? TextEncodings.Mark(Encoding).Length : 0;
        return new StreamReader(Bytes.Bytes, TextEncodings.Strict(Encoding), detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
    }

    public string Sample()
    {
        using var reader = Open();
        var buffer = new char[SampleCharacters];
        return new string(buffer, 0, reader.ReadBlock(buffer, 0, buffer.Length));
    }

    public SourceTable Table(TableFormat format) => new()
    {
        FileName = File, Sha256 = Bytes.Sha256, Length = Bytes.Length, Format = format, HeaderLine = 0, Columns = [], Rows = [],
        Dialect = new TextDialect(Encoding, Mark, null, "\n", QuoteHabit.AsNeeded),
    };
}
