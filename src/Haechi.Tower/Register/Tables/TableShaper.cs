using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>Makes a table of rows: finds the header, sets blank rows aside, and says what is odd.</summary>
internal static class TableShaper
{
    /// <summary>The parts of a table that come from its rows.</summary>
    public sealed record Shape(IReadOnlyList<TableColumn> Columns, IReadOnlyList<TableLine> Rows, TableFrame Frame, int BlankRows, int HeaderLine);

    /// <param name="rows">All rows of the file or sheet, blank ones included.</param>
    /// <param name="sheet">True for a sheet, whose rows have no width of their own: the columns reach as far as any row.</param>
    /// <param name="place">Writes the place of a row and column (or -1) for a message.</param>
    public static Result<Shape> Make(List<TableLine> rows, string file, int? headerLine, bool sheet, ProblemList problems, Func<TableLine, int, string> place)
    {
        var header = headerLine is { } line ? rows.FindIndex(r => r.Line == line && !r.IsBlank) : HeaderFinder.Find(rows);
        if (header < 0)
        {
            return headerLine is { } asked ? TableRefusals.NoSuchHeader(file, asked) : TableRefusals.Empty(file);
        }
        var around = rows[..header];
        if (around.Exists(r => !r.IsBlank))
        {
            var n = TableRefusals.N(rows[header].Line);
            problems.Add("rows-above-header", place(rows[header], -1), $"{n}번째 줄을 열 이름으로 보고, 그 위의 제목 줄은 자료에서 뺐습니다. 다르면 열 이름이 있는 줄을 지정하십시오.",
                $"line {n} was taken as the names of the columns and what stands above it as a title; if that is wrong, give the line of the header");
        }
        var data = new List<TableLine>(rows.Count - header);
        var blanks = 0;
        foreach (var row in rows.Skip(header + 1))
        {
            if (row.IsBlank)
            {
                around.Add(row);
                blanks++;
            }
            else
            {
                data.Add(row);
            }
        }
        var width = sheet ? data.Select(r => r.Cells.Count).Append(rows[header].Cells.Count).Max() : rows[header].Cells.Count;
        var columns = HeaderFinder.Columns([.. Enumerable.Range(0, width).Select(i => rows[header][i])]);
        Report(columns, data, rows[header], problems, place);
        if (!sheet)
        {
            Ragged(data, columns.Count, problems, place);
        }
        return new Shape(columns, data, new TableFrame(rows[header], around, []), blanks, rows[header].Line);
    }

    private static void Report(IReadOnlyList<TableColumn> columns, List<TableLine> data, TableLine header, ProblemList problems, Func<TableLine, int, string> place)
    {
        foreach (var column in columns)
        {
            var trimmed = column.Header.Trim().Trim('\uFEFF');
            if (trimmed.Length == 0)
            {
                var empty = data.TrueForAll(r => string.IsNullOrWhiteSpace(r[column.Index]));
                problems.Add(empty ? "empty-column" : "unnamed-column", place(header, column.Index),
                    empty ? $"이름도 내용도 없는 열입니다({column.Key})." : $"이름이 없는 열에 내용이 있습니다. '{column.Key}'(으)로 부릅니다.",
                    empty ? $"a column without name and content ({column.Key})" : $"a column has content but no name; it is called '{column.Key}'");
            }
            else if (column.Key != trimmed)
            {
                problems.Add("repeated-header", place(header, column.Index), $"같은 열 이름이 앞에 있어 '{column.Key}'(으)로 구분합니다.", $"an earlier column has the same name; this one is called '{column.Key}'");
            }
        }
        foreach (var row in data)
        {
            Odd(row, problems, place);
        }
    }

    private static void Ragged(List<TableLine> data, int width, ProblemList problems, Func<TableLine, int, string> place)
    {
        foreach (var row in data.Where(r => r.Cells.Count != width))
        {
            var (has, need) = (TableRefusals.N(row.Cells.Count), TableRefusals.N(width));
            problems.Add("ragged-row", place(row, -1), $"칸이 {has}개입니다. 열 이름은 {need}개입니다. 빠진 칸은 빈칸으로, 남는 칸은 열 없이 둡니다.",
                $"the row has {has} cells where the header has {need}; missing ones are blank, extra ones belong to no column");
        }
    }

    private static void Odd(TableLine row, ProblemList problems, Func<TableLine, int, string> place)
    {
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var cell = row.Cells[i];
            if (cell.Contains('\uFEFF', StringComparison.Ordinal))
            {
                problems.Add("mark-inside", place(row, i), "칸 안에 보이지 않는 바이트 순서 표식(BOM)이 있습니다. 여러 파일을 이어 붙인 것일 수 있습니다.",
                    "a byte order mark, which cannot be seen, stands inside a cell; perhaps several files were joined");
            }
            if (cell.Contains('\uFFFD', StringComparison.Ordinal))
            {
                problems.Add("damaged-text", place(row, i), "원본에서 이미 깨진 글자(U+FFFD)가 있습니다.", "letters (U+FFFD) were already damaged before this file was saved");
            }
        }
    }
}
