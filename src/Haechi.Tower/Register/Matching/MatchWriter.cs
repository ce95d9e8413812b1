using Haechi.Rules;

namespace Haechi.Tower.Register.Matching;

/// <summary>Makes the answer for one column out of its scores and the assignment.</summary>
internal static class MatchWriter
{
    private const double Mentioned = 0.12;
    private const double Named = 0.85;
    private const double Behind = 0.08;

    public static ColumnMatch Write(Target target, ScoreTable scores, int[] given, IReadOnlyList<SourceColumn> columns, int index, MatchOptions options)
    {
        var column = scores.Columns[index];
        var ranked = Enumerable.Range(0, column.Total.Length).Where(f => column.Total[f] >= Mentioned).OrderByDescending(f => column.Total[f]).ThenBy(f => f).ToList();
        var field = given[index];
        var confidence = field < 0 ? 0 : Confidence(column, field, ranked, given, index);
        var header = columns[index].Header;
        if (field >= 0 && confidence >= options.Threshold && !IsSecondBest(column, field, ranked))
        {
            return new ColumnMatch(index, header, target.Fields[field].Id, confidence, Others(target, column, ranked, field), column.Evidence[field],
                MatchReasons.Of(column.Evidence[field], column.Names[field].By ?? target.Fields[field].Id));
        }
        var likeliest = ranked.Count == 0 ? 0 : Math.Min(field >= 0 ? confidence : column.Total[ranked[0]], options.Threshold);
        return new ColumnMatch(index, header, null, Math.Round(likeliest, 3), Others(target, column, ranked, -1), Evidence.Nothing, WhyNot(target, column, ranked, given, columns, index));
    }

    /// <summary>
    /// True when the column plainly says another field, which a column that fits it better has got: the next field that happens to be free is not what the column means. What is its field by name
    /// stays so.
    /// </summary>
    private static bool IsSecondBest(ColumnScores column, int field, List<int> ranked) =>
        column.Total[field] < Named && column.Total[ranked[0]] - column.Total[field] > Behind;

    /// <summary>The score, less when another free field is nearly as good.</summary>
    private static double Confidence(ColumnScores column, int field, List<int> ranked, int[] given, int index)
    {
        var taken = given.Where((f, i) => f >= 0 && i != index).ToHashSet();
        var rival = ranked.Where(f => f != field && !taken.Contains(f)).Select(f => column.Total[f]).DefaultIfEmpty(0).Max();
        var margin = Math.Clamp((column.Total[field] - rival) / 0.12, 0, 1);
        return column.Names[field].Score >= 0.98 && column.Total[field] >= 0.98 ? Math.Round(column.Total[field], 3) : Math.Round(column.Total[field] * (0.85 + (0.15 * margin)), 3);
    }

    private static List<Alternative> Others(Target target, ColumnScores column, List<int> ranked, int chosen) =>
        [.. ranked.Where(f => f != chosen).Take(3).Select(f => new Alternative(target.Fields[f].Id, Math.Round(column.Total[f], 3)))];

    private static LocalText WhyNot(Target target, ColumnScores column, List<int> ranked, int[] given, IReadOnlyList<SourceColumn> columns, int index)
    {
        if (column.SaidToBeNone)
        {
            return MatchReasons.LearnedAsNone;
        }
        if (ranked.Count == 0 || column.Total[ranked[0]] < 0.3)
        {
            return column.Header.Folded.Length == 0 ? MatchReasons.NoHeader : MatchReasons.NotLike;
        }
        var nearest = target.Fields[ranked[0]].Id;
        var holder = Array.IndexOf(given, ranked[0]);
        return holder >= 0 && holder != index ? MatchReasons.Taken(nearest, columns[holder].Header) : MatchReasons.NotSure(nearest);
    }
}
