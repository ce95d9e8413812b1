using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Explaining;

/// <summary>Why a rule has its outcome.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">Its outcome.</param>
/// <param name="Reason">The steps that lead to it.</param>
/// <param name="Missing">Missing facts that it hangs on, the most useful first.</param>
/// <param name="Flips">The smallest sets of facts that would change it.</param>
/// <param name="AllFlips">False when there are more sets, or not all were tried.</param>
public sealed record RuleExplanation(DatedRule Rule, Outcome Outcome, Reason Reason, IReadOnlyList<string> Missing, IReadOnlyList<Flip> Flips, bool AllFlips);

/// <summary>Why a determination says what it says.</summary>
public sealed class Explanation
{
    private Explanation(Determination determination, IReadOnlyList<RuleExplanation> rules, bool isWhole) => (Determination, Rules, IsWhole) = (determination, rules, isWhole);

    /// <summary>True when nothing was left out: every rule with a result, and so every duty.</summary>
    public bool IsWhole { get; }

    /// <summary>What is explained.</summary>
    public Determination Determination { get; }

    /// <summary>The rules explained, in the order of the books.</summary>
    public IReadOnlyList<RuleExplanation> Rules { get; }

    /// <summary>Explains the rules named, or every rule that gives a class or a duty and is not a plain no.</summary>
    public static Explanation Of(Determination determination, IReadOnlyCollection<string>? rules = null, bool flips = true)
    {
        var finder = new ReasonFinder(determination);
        var missing = new MissingFacts(determination);
        var wanted = determination.Rules.Rules.Where(r => rules is null
            ? r.HasConsequence && determination.OutcomeOf(r.Index) != Outcome.No
            : rules.Contains(r.Rule.Id));
        return new Explanation(determination, [.. wanted.Select(r => Explain(determination, r, finder, missing, flips))], rules is null);
    }

    private static RuleExplanation Explain(Determination determination, DatedRule rule, ReasonFinder finder, MissingFacts missing, bool flips)
    {
        var reason = finder.OfRule(rule.Index);
        var asks = missing.OfRule(rule.Index).Select(q => determination.Rules.Set.Questions[q].Id).ToHashSet(StringComparer.Ordinal);
        var (found, complete) = !flips || rule.Version is null ? ([], true)
            : Explaining.Flips.Of(determination, rule.Index, reason.Repeated ? new ReasonFinder(determination).OfRule(rule.Index) : reason);
        return new RuleExplanation(rule, determination.OutcomeOf(rule.Index), reason,
            [.. determination.Ask.Where(asks.Contains).Concat(asks.Except(determination.Ask).Order(StringComparer.Ordinal))], found, complete);
    }
}
