using Haechi.Rules;
using Haechi.Rules.Evaluation;

namespace Haechi.Bench.Rules;

/// <summary>The time of one case, as the mean over many different ones.</summary>
internal static class SingleCase
{
    /// <summary>Facts by name to classes, duties and the next question.</summary>
    public static Timing Determine(DatedRules rules, IReadOnlyList<Cell[]> rows, int runs)
    {
        var records = rows.Select((r, i) => SyntheticFacts.Record(rules.Set.Questions, r, $"{i}")).ToList();
        return Mean("determination", records.Count, runs, () => records.ForEach(r => Determination.Of(rules, r)));
    }

    private static Timing Mean(string name, int count, int runs, Action work)
    {
        var all = Timing.Of(name, work, runs);
        return new Timing(name, [.. all.Milliseconds.Select(m => m / count)]);
    }
}
