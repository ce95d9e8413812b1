using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Tables;

/// <summary>Writes a joined table as the inserts that it came from: for each record one into each table.</summary>
internal static partial class SqlWriting
{
    public static void Write(SourceTable table, TextWriter output)
    {
        foreach (var row in table.Rows)
        {
            foreach (var part in table.Frame.Parts)
            {
                Insert(row, part, output);
            }
        }
    }

    private static void Insert(TableLine row, SqlPart part, TextWriter output)
    {
        bool IsThere(int i) => row[part.First + i].Length > 0 || (part.First + i < row.Cells.Count && row.MarkOf(part.First + i) != CellMark.Absent);
        var there = Enumerable.Range(0, part.Columns.Count).Where(IsThere).ToList();
        if (there.Count > 0)
        {
            var columns = string.Join(", ", there.Select(i => part.Columns[i]));
            var values = string.Join(", ", there.Select(i => Value(row[part.First + i], row.MarkOf(part.First + i))));
            output.Write($"INSERT INTO {part.Table} ({columns}) VALUES ({values});\n");
        }
    }

    /// <summary>An edited cell is written without quotes only when it is a number or a truth value: a text can never become a statement.</summary>
    private static string Value(string cell, CellMark mark) => mark switch
    {
        CellMark.Null or CellMark.Absent when cell.Length == 0 => "NULL",
        CellMark.Literal when Literal().IsMatch(cell) => cell,
        _ => "'" + cell.Replace("'", "''", StringComparison.Ordinal) + "'",
    };

    [GeneratedRegex(@"\A(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|TRUE|FALSE|CURRENT_TIMESTAMP|CURRENT_DATE)\z", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Literal();
}
