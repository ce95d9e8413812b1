using Haechi.Rules;

namespace Haechi.Tower.Register.Tables;

/// <summary>What a file turned out to be. The content decides, never the name.</summary>
public enum TableFormat
{
    /// <summary>Text with a separator other than the tab.</summary>
    Csv,

    /// <summary>Text separated by tabs.</summary>
    Tsv,

    /// <summary>A JSON array of objects.</summary>
    Json,

    /// <summary>One JSON object on each line.</summary>
    JsonLines,

    /// <summary>A dump of <c>INSERT</c> statements.</summary>
    Sql,

    /// <summary>An Office Open XML workbook.</summary>
    Xlsx,

    /// <summary>A binary workbook (Excel 97-2003 and older).</summary>
    Xls,
}

/// <summary>
/// A table as it stands in a file: nothing is trimmed, converted or left out, except rows without any text, which are counted. It knows enough of the file to be written
/// back by <see cref="TableWriter"/>.
/// </summary>
public sealed record SourceTable
{
    /// <summary>The name under which the file came, without folders.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The number of bytes.</summary>
    public required long Length { get; init; }

    /// <summary>What the content is.</summary>
    public required TableFormat Format { get; init; }

    /// <summary>How the text is written; null for a workbook.</summary>
    public TextDialect? Dialect { get; init; }

    /// <summary>The sheet (or SQL table) that was read; null for files that hold one table.</summary>
    public string? Sheet { get; init; }

    /// <summary>Sheets or SQL tables of the file that were not read.</summary>
    public IReadOnlyList<SheetSummary> OtherSheets { get; init; } = [];

    /// <summary>The line (of a workbook: the row) that names the columns; 0 when each record names its own (JSON, SQL).</summary>
    public required int HeaderLine { get; init; }

    /// <summary>The columns in order.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The rows that hold any text, in order.</summary>
    public required IReadOnlyList<TableLine> Rows { get; init; }

    /// <summary>How many rows without any text stand among or after the rows.</summary>
    public int BlankRows { get; init; }

    /// <summary>What a person should know before trusting the table. None of it made the table unusable.</summary>
    public IReadOnlyList<TableProblem> Problems { get; init; } = [];

    internal TableFrame Frame { get; init; } = TableFrame.None;

    /// <summary>The index of the column with this key, or -1.</summary>
    public int IndexOf(string key)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (string.Equals(Columns[i].Key, key, StringComparison.Ordinal))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Every cell of a column, row by row; blank where a row is shorter.</summary>
    public IEnumerable<string> CellsOf(int column) => Rows.Select(r => r[column]);
}

/// <summary>A column.</summary>
/// <param name="Index">Its position, from 0.</param>
/// <param name="Header">The header as written.</param>
/// <param name="Key">A name that no other column has: the header without outer space, <c>Header#2</c> for its second use, <c>#5</c> for a fifth column without a header.</param>
public sealed record TableColumn(int Index, string Header, string Key);

/// <summary>A sheet or SQL table beside the one that was read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hidden">True when the workbook hides it.</param>
/// <param name="Rows">Its number of rows.</param>
public sealed record SheetSummary(string Name, bool Hidden, int Rows);

/// <summary>Something odd that did not stop the reading.</summary>
/// <param name="Code">A stable word for programs, such as <c>ragged-row</c>.</param>
/// <param name="Message">For people, in Korean and English.</param>
/// <param name="Where"><c>file:line</c> or <c>Sheet!B7</c>; null when the whole file is meant.</param>
public sealed record TableProblem(string Code, LocalText Message, string? Where = null);

/// <summary>How a text file is written.</summary>
/// <param name="Encoding"><c>utf-8</c>, <c>utf-16le</c>, <c>utf-16be</c>, <c>cp949</c> or <c>cp1252</c>.</param>
/// <param name="HasMark">True when the file begins with a byte order mark.</param>
/// <param name="Delimiter">What separates cells; null for JSON and SQL.</param>
/// <param name="NewLine">What most lines end with: CR LF, LF or CR.</param>
/// <param name="Quotes">When cells stand in quotes.</param>
public sealed record TextDialect(string Encoding, bool HasMark, char? Delimiter, string NewLine, QuoteHabit Quotes);

/// <summary>When a file puts its cells in quotes.</summary>
public enum QuoteHabit
{
    /// <summary>Only where the text demands it.</summary>
    AsNeeded,

    /// <summary>Every cell.</summary>
    Always,

    /// <summary>Some that need none.</summary>
    Mixed,
}
