using System.Text;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Every CSV file that the program makes by itself (boards, lists): UTF-8 with a byte order mark, because Excel reads Korean wrongly without one; RFC 4180; safe against formulas.
/// A table that came from a file goes back through <see cref="TableWriter"/>.
/// </summary>
public static class CsvOut
{
    /// <summary>Writes to a stream, which stays open.</summary>
    public static void Write(Stream output, IEnumerable<string> headers, IEnumerable<IEnumerable<string>> rows)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024, leaveOpen: true);
        Write(writer, headers, rows);
    }

    /// <summary>Writes to a text writer, which must not add a byte order mark of its own.</summary>
    /// <param name="output">The writer.</param>
    /// <param name="headers">The names of the columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="mark">False for a terminal or a pipe.</param>
    public static void Write(TextWriter output, IEnumerable<string> headers, IEnumerable<IEnumerable<string>> rows, bool mark = true)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(rows);
        output.Write(mark ? "\uFEFF" : "");
        foreach (var row in rows.Prepend(headers))
        {
            output.Write(string.Join(',', row.Select(Cell)));
            output.Write("\r\n");
        }
    }

    private static string Cell(string cell)
    {
        var safe = FormulaGuard.Guard(cell);
        return Quoting.IsNeeded(safe, ',') ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
