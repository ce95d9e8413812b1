using System.Globalization;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Which row names the columns. Government spreadsheets often begin with a title, a date and a note. The header is the first row that is nearly as wide as the widest, whose cells differ
/// from one another, and which holds words rather than numbers.
/// </summary>
internal static class HeaderFinder
{
    private const int Looked = 40;
    private const double Wide = 0.7;

    /// <summary>The index of the header among the rows, blank ones included; -1 when there is no row with text.</summary>
    public static int Find(IReadOnlyList<TableLine> rows)
    {
        var first = Enumerable.Range(0, rows.Count).Where(i => !rows[i].IsBlank).Take(Looked).ToList();
        if (first.Count == 0)
        {
            return -1;
        }
        var widest = first.Max(i => Filled(rows[i]));
        foreach (var i in first)
        {
            if (IsWide(Filled(rows[i]), widest) && LooksLikeNames(rows[i]))
            {
                return i;
            }
        }
        return first[0];
    }

    /// <summary>A title fills a cell or two. Three or more that reach half as far as the widest row are a header with unnamed columns.</summary>
    private static bool IsWide(int filled, int widest) => filled >= Wide * widest || (filled >= 3 && 2 * filled >= widest);

    private static int Filled(TableLine row) => row.Cells.Count(c => !string.IsNullOrWhiteSpace(c));

    private static bool LooksLikeNames(TableLine row)
    {
        var cells = row.Cells.Where(c => !string.IsNullOrWhiteSpace(c)).Select(c => c.Trim()).ToList();
        var numbers = cells.Count(c => double.TryParse(c, NumberStyles.Any, CultureInfo.InvariantCulture, out _));
        return 2 * numbers <= cells.Count && 2 * cells.Distinct(StringComparer.Ordinal).Count() > cells.Count;
    }

    /// <summary>The columns that a header row makes, each with a key that no other has.</summary>
    public static IReadOnlyList<TableColumn> Columns(IReadOnlyList<string> headers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        var columns = new List<TableColumn>(headers.Count);
        for (var i = 0; i < headers.Count; i++)
        {
            var name = headers[i].Trim().Trim('\uFEFF').Trim();
            var n = used[name] = used.GetValueOrDefault(name) + 1;
            var key = name.Length == 0 ? Numbered("", i + 1) : n == 1 ? name : Numbered(name, n);
            while (!taken.Add(key))
            {
                // A header that is itself written "Name#2".
                n = used[name] = n + 1;
                key = Numbered(name, name.Length == 0 ? headers.Count + n : n);
            }
            columns.Add(new TableColumn(i, headers[i], key));
        }
        return columns;
    }

    private static string Numbered(string name, int n) => name + "#" + n.ToString(CultureInfo.InvariantCulture);
}
