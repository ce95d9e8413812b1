namespace Haechi.Tower.Register.Tables;

/// <summary>Which character separates the cells: the one by which most rows have the same number of them.</summary>
internal static class DelimiterFinder
{
    private const int MostRows = 60;

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The delimiter, and the runner-up when it fits nearly as well.</summary>
    public static (char Delimiter, char? Rival) Find(string sample)
    {
        // Excel's own way of naming the separator: a first line "sep=;".
        if (sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && sample.Length > 5 && sample[5] is '\r' or '\n')
        {
            return (sample[4], null);
        }
        var scored = Candidates.Select(c => (Delimiter: c, Score: Score(sample, c))).OrderByDescending(s => s.Score).ToList();
        return scored[0].Score <= 0 ? (',', null) : (scored[0].Delimiter, scored[1].Score > 0.9 * scored[0].Score ? scored[1].Delimiter : null);
    }

    private static double Score(string sample, char delimiter)
    {
        var widths = Widths(sample, delimiter);
        if (widths.Count == 0)
        {
            return 0;
        }
        var usual = widths.GroupBy(w => w).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First();
        return (double)usual.Count() / widths.Count * (1 - (1.0 / usual.Key));
    }

    /// <summary>The number of cells of each row that is not blank, reading quotes without complaint.</summary>
    private static List<int> Widths(string sample, char delimiter)
    {
        var widths = new List<int>();
        var (width, quoted, start, text) = (1, false, true, false);
        foreach (var c in sample)
        {
            if (c == '"' && (quoted || start))
            {
                // A doubled quote closes and opens again, which comes to the same.
                quoted = !quoted;
            }
            else if (!quoted && c is '\n' or '\r')
            {
                if (text && widths.Count < MostRows)
                {
                    widths.Add(width);
                }
                (width, start, text) = (1, true, false);
                continue;
            }
            else if (!quoted && c == delimiter)
            {
                (width, start) = (width + 1, true);
                continue;
            }
            start = c == '"' && !quoted;
            text |= !char.IsWhiteSpace(c);
        }
        if (widths.Count == 0 && text)
        {
            widths.Add(width);
        }
        return widths;
    }
}
