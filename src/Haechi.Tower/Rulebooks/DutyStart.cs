using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Evaluation;

namespace Haechi.Tower.Rulebooks;

/// <summary>
/// From which day a duty can be owed at all. A due day is counted from a fact of the system, such as the day on which its use began; where the system is older than the rule, the count ends on a day on which
/// nobody owed anything yet. Nobody can be late before the law came into force, so such a duty is due on the day on which the rule began to bind. That reading is an inference; the texts say nothing on it.
/// </summary>
public static class DutyStart
{
    /// <summary>The first day on which the rule binds: the book's first stage that makes duties, or the rule's own first version when that is later. Null when the book never gets that far.</summary>
    public static DateOnly? Of(Rulebook book, Rule rule)
    {
        DateOnly? stage = book.Stages.Where(s => s.Kind >= BookStage.Guideline).Select(s => (DateOnly?)s.From).FirstOrDefault();
        // A version without a first day is as old as its book.
        DateOnly? version = rule.Versions.Any(v => v.From is null) ? null : rule.Versions.Min(v => v.From);
        return stage is { } s && version is { } v ? (v > s ? v : s) : stage;
    }

    /// <summary>The law's own day for a duty, not before the rule began to bind; null when none is known.</summary>
    public static DateOnly? Due(OwedDuty duty, DatedRules rules) =>
        duty.Due.Day is { } day ? rules.Find(duty.BaseRule) is { } rule && Of(duty.Book, rule.Rule) is { } start && day < start ? start : day : null;
}
