namespace Haechi.Tower.Register.Tables;

/// <summary>Writes CSV and TSV as the file had it: title rows, blank rows, quotes and line ends included.</summary>
internal static class DelimitedWriting
{
    public static void Write(SourceTable table, TextWriter output, bool guard)
    {
        var dialect = table.Dialect!;
        var frame = table.Frame;
        var delimiter = dialect.Delimiter ?? ',';
        var header = frame.Header ?? new TableLine([.. table.Columns.Select(c => c.Header)]);
        var ended = true;
        foreach (var row in InOrder(header, frame.Around, table.Rows))
        {
            if (!ended)
            {
                // The last row of the file had no line end, and now another follows.
                output.Write(dialect.NewLine);
            }
            Row(row, delimiter, guard && row != header, output);
            output.Write(row.End switch { LineEnd.Lf => "\n", LineEnd.CrLf => "\r\n", LineEnd.Cr => "\r", LineEnd.None => "", _ => dialect.NewLine });
            ended = row.End != LineEnd.None;
        }
    }

    /// <summary>Rows go where their lines say; those without a line, which are new, to the end.</summary>
    private static IEnumerable<TableLine> InOrder(TableLine header, IReadOnlyList<TableLine> around, IReadOnlyList<TableLine> rows)
    {
        var next = 0;
        foreach (var row in rows.Prepend(header))
        {
            for (; next < around.Count && (row.Line == 0 || around[next].Line < row.Line); next++)
            {
                yield return around[next];
            }
            yield return row;
        }
        for (; next < around.Count; next++)
        {
            yield return around[next];
        }
    }

    private static void Row(TableLine row, char delimiter, bool guard, TextWriter output)
    {
        for (var i = 0; i < row.Cells.Count; i++)
        {
            if (i > 0)
            {
                output.Write(delimiter);
            }
            Cell(guard ? FormulaGuard.Guard(row[i]) : row[i], row.MarkOf(i), delimiter, output);
        }
    }

    private static void Cell(string cell, CellMark mark, char delimiter, TextWriter output)
    {
        var quoted = mark switch
        {
            CellMark.Quoted => true,
            CellMark.Bare => Quoting.IsUnavoidable(cell, delimiter),
            _ => Quoting.IsNeeded(cell, delimiter),
        };
        output.Write(quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
    }
}
