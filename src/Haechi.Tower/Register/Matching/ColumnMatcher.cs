namespace Haechi.Tower.Register.Matching;

/// <summary>
/// Says which field each column of a spreadsheet is. Evidence is the header (equal, alike, a synonym), what an installation has learned, the cells, and the order of the
/// columns. Each field is given to one column at most; what is too uncertain stays unmatched and is asked. Takes no more than <see cref="MatchOptions.Sample"/> cells of a
/// column, so that the time does not grow with the rows. Pure; safe from many threads.
/// </summary>
public static class ColumnMatcher
{
    /// <summary>A match for every column, in the order of the columns.</summary>
    public static IReadOnlyList<ColumnMatch> Match(Target target, IReadOnlyList<SourceColumn> columns, LearnedExamples? learned = null, MatchOptions? options = null)
    {
        var settings = options ?? MatchOptions.Usual;
        var scores = ScoreTable.Of(target.Index, (learned ?? LearnedExamples.None).Index, columns, settings);
        var weights = Weights(columns);
        var given = Assignment.Best(Gains(scores, target.Fields.Count, weights, null), columns.Count);
        // Who got a field that fits as well no longer keeps its others from the rest.
        given = Assignment.Best(Gains(scores, target.Fields.Count, weights, given), columns.Count);
        return [.. columns.Select((column, i) => MatchWriter.Write(target, scores, given, columns, i, settings))];
    }

    /// <summary>
    /// Sure pairs count more than many half-sure ones, and nothing below a third is worth a pair. A column does not lose the field that it fits best to one that fits it
    /// clearly worse, even where both would find a seat: the sum of scores is not what an officer would call right.
    /// </summary>
    private static double[][] Gains(ScoreTable scores, int fields, double[] weights, int[]? given)
    {
        var least = new double[fields];
        for (var c = 0; fields > 0 && c < scores.Columns.Count; c++)
        {
            var column = scores.Columns[c];
            if (column.SaidToBeNone)
            {
                continue;
            }
            var best = column.Total.Max() - 0.02;
            var has = given is not null && given[c] >= 0 && column.Total[given[c]] >= best ? given[c] : -1;
            for (var f = 0; f < fields; f++)
            {
                least[f] = column.Total[f] >= best && (has < 0 || has == f) ? Math.Max(least[f], column.Total[f] - 0.15) : least[f];
            }
        }
        return [.. Enumerable.Range(0, fields).Select(f => scores.Columns.Select((c, i) => c.SaidToBeNone || c.Total[f] < Math.Max(0.34, least[f]) ? 0 : c.Total[f] * c.Total[f] * weights[i]).ToArray())];
    }

    /// <summary>Of columns with one header the first means the field, unless the cells of another fit clearly better: it counts a tenth less.</summary>
    private static double[] Weights(IReadOnlyList<SourceColumn> columns)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. columns.Select(c => seen.Add(c.Header.Trim()) ? 1 : 0.9)];
    }
}
