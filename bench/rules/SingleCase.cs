using Haechi.Rules;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Explaining;
using Haechi.Rules.Output;

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

    /// <summary>The same, with the reasons of every rule that has a consequence and is not a plain no.</summary>
    public static Timing Reasons(DatedRules rules, IReadOnlyList<Cell[]> rows, int runs)
    {
        var records = rows.Select((r, i) => SyntheticFacts.Record(rules.Set.Questions, r, $"{i}")).ToList();
        return Mean("determination and reasons", records.Count, runs, () => records.ForEach(r => Explanation.Of(Determination.Of(rules, r), flips: false)));
    }

    /// <summary>Both; then also with what would change it; then also as text.</summary>
    public static IEnumerable<Timing> Explain(DatedRules rules, IReadOnlyList<Cell[]> rows, int runs)
    {
        var records = rows.Select((r, i) => SyntheticFacts.Record(rules.Set.Questions, r, $"{i}")).ToList();
        yield return Determine(rules, rows, runs);
        yield return Reasons(rules, rows, runs);
        yield return Mean("determination, reasons and what would change the outcomes", records.Count, runs, () => records.ForEach(r => Explanation.Of(Determination.Of(rules, r))));
        yield return Mean("determination and reasons, as text in Korean", records.Count, runs, () => records.ForEach(r => ExplanationText.Of(Explanation.Of(Determination.Of(rules, r), flips: false), "ko")));
    }

    private static Timing Mean(string name, int count, int runs, Action work)
    {
        var all = Timing.Of(name, work, runs);
        return new Timing(name, [.. all.Milliseconds.Select(m => m / count)]);
    }
}
