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
        var gain = Enumerable.Range(0, target.Fields.Count).Select(f => scores.Columns.Select(c => Gain(c, f)).ToArray()).ToArray();
        var given = Assignment.Best(gain, columns.Count);
        return [.. columns.Select((column, i) => MatchWriter.Write(target, scores, given, columns, i, settings))];
    }

    /// <summary>Sure pairs count more than many half-sure ones; nothing below a third is worth a pair.</summary>
    private static double Gain(ColumnScores column, int field) => column.SaidToBeNone || column.Total[field] < 0.34 ? 0 : column.Total[field] * column.Total[field];
}
