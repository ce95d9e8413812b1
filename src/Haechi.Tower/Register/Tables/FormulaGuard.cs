using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Keeps a spreadsheet from running a cell of a CSV file. A cell that begins like a formula gets an apostrophe in front, which a spreadsheet takes as "this is text" (OWASP, "CSV Injection").
/// Guarding loses nothing: <see cref="Unguard"/> gives the cell back.
/// </summary>
public static partial class FormulaGuard
{
    /// <summary>True when a spreadsheet would take the cell as a formula: it begins with = + - @ (also in full width), a tab, CR or LF, and is not simply a number.</summary>
    public static bool IsFormulaLike(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' && !PlainNumber().IsMatch(cell);
    }

    /// <summary>The cell, with an apostrophe in front when it needs one.</summary>
    public static string Guard(string cell) => IsFormulaLike(cell.AsSpan().TrimStart('\'').ToString()) ? "'" + cell : cell;

    /// <summary>The cell as it was before <see cref="Guard"/>.</summary>
    public static string Unguard(string cell) => cell.StartsWith('\'') && IsFormulaLike(cell.AsSpan().TrimStart('\'').ToString()) ? cell[1..] : cell;

    [GeneratedRegex(@"\A[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d+)?%?\z", RegexOptions.ECMAScript, 10_000)]
    private static partial Regex PlainNumber();
}
