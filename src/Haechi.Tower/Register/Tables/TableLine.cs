namespace Haechi.Tower.Register.Tables;

/// <summary>One row as it stands in the file.</summary>
public sealed class TableLine
{
    private readonly string[] _cells;

    internal TableLine(int line, string[] cells, byte[]? marks = null, LineEnd end = LineEnd.Usual) => (Line, _cells, Marks, End) = (line, cells, marks, end);

    /// <summary>A row that came from no file. The writer puts it after the others.</summary>
    public TableLine(IReadOnlyList<string> cells) : this(0, [.. cells])
    {
    }

    /// <summary>The line on which the row begins, from 1; the row of a workbook; the number of a JSON object; 0 when it came from no file.</summary>
    public int Line { get; }

    /// <summary>The cells, unaltered. A row may have fewer or more than there are columns.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>A cell, blank where the row is shorter.</summary>
    public string this[int column] => column < _cells.Length ? _cells[column] : "";

    /// <summary>How each cell was written (see <see cref="CellMark"/>); null when nothing about them is special.</summary>
    internal byte[]? Marks { get; }

    internal LineEnd End { get; }

    /// <summary>The same row with one other cell.</summary>
    public TableLine With(int column, string value)
    {
        if (string.Equals(this[column], value, StringComparison.Ordinal))
        {
            return this;
        }
        var cells = _cells;
        Array.Resize(ref cells, Math.Max(cells.Length, column + 1));
        for (var i = _cells.Length; i < cells.Length; i++)
        {
            cells[i] = "";
        }
        cells = cells == _cells ? [.. _cells] : cells;
        cells[column] = value;
        return new TableLine(Line, cells, Marks, End);
    }

    internal CellMark MarkOf(int column) => Marks is null || column >= Marks.Length ? CellMark.Plain : (CellMark)Marks[column];

    internal bool IsBlank => Array.TrueForAll(_cells, string.IsNullOrWhiteSpace);
}

/// <summary>How a cell was written. The meaning of plain and otherwise depends on the format.</summary>
internal enum CellMark : byte
{
    /// <summary>Delimited text: quoted only when needed. JSON and SQL: a text.</summary>
    Plain = 0,

    /// <summary>Delimited text: in quotes that it did not need.</summary>
    Quoted = 1,

    /// <summary>Delimited text: without the quotes that a writer would use (a quote in the middle of a cell).</summary>
    Bare = 2,

    /// <summary>JSON and SQL: a number, a truth value or an expression, kept as written.</summary>
    Literal = 3,

    /// <summary>JSON and SQL: null.</summary>
    Null = 4,

    /// <summary>JSON: the object has no such key. SQL: the record has no row in that table.</summary>
    Absent = 5,
}

/// <summary>How a row of text ends.</summary>
internal enum LineEnd : byte
{
    /// <summary>As most rows of the file do.</summary>
    Usual = 0,

    /// <summary>LF.</summary>
    Lf = 1,

    /// <summary>CR LF.</summary>
    CrLf = 2,

    /// <summary>CR.</summary>
    Cr = 3,

    /// <summary>With the file.</summary>
    None = 4,
}
