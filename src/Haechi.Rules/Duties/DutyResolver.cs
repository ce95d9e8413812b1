using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Duties;

/// <summary>Turns the outcomes of one record into duties: exceptions, stages, lower books that strengthen, waivers.</summary>
internal sealed class DutyResolver(DatedRules rules, FactRecord record, TreeWalk walk, IReadOnlyList<Waiver> waivers, Installation installation)
{
    public (IReadOnlyList<OwedDuty> Owed, IReadOnlyList<OwedDuty> Announced, IReadOnlyList<OpenDuty> Open) Resolve()
    {
        var (owed, announced, open) = (new List<OwedDuty>(), new List<OwedDuty>(), new List<OpenDuty>());
        foreach (var rule in rules.Rules)
        {
            if (rule.Rule.Duty is not { } duty)
            {
                continue;
            }
            var outcome = walk.Outcomes[rule.Index];
            if (outcome is (Outcome.Unknown or Outcome.Review) && rule.Stage >= BookStage.Guideline)
            {
                open.Add(new OpenDuty(duty.Id, rule.Rule.Id, StrengthIn(rule.Stage, duty.Modality), outcome));
            }
            else if (outcome == Outcome.Yes && Follow(rule, duty) is { } follows)
            {
                (rule.Stage == BookStage.Framework ? announced : owed).Add(follows);
            }
        }
        return (Sort(Join(owed)), Sort(announced), open);
    }

    private OwedDuty? Follow(DatedRule rule, Duty duty)
    {
        var outcomes = rule.Exceptions.Select(e => (e.Clause, Outcome: walk.Evaluate(e.When))).ToList();
        var holding = outcomes.Where(e => e.Outcome == Outcome.Yes).Select(e => e.Clause).ToList();
        var open = outcomes.Where(e => e.Outcome is Outcome.Unknown or Outcome.Review).Select(e => e.Clause).ToList();
        if (holding.Count > 1 || open.Count > 0)
        {
            var state = holding.Count > 1 ? DutyState.Conflict : DutyState.Undecided;
            return Make(rule, duty, rule.Rule.Id, rule.Cite, rule.Rule.Title, state, [.. holding.Concat(open).Select(e => (e.Id, DueOf(e.Duty), e.Duty is null))]);
        }
        if (holding is [var only])
        {
            return only.Duty is null ? null : Make(rule, only.Duty, $"{rule.Rule.Id}/{only.Id}", only.Cite, only.Title.IsEmpty ? rule.Rule.Title : only.Title, DutyState.Owed, []);
        }
        return Make(rule, duty, rule.Rule.Id, rule.Cite, rule.Rule.Title, DutyState.Owed, []);
    }

    private OwedDuty Make(
        DatedRule rule, Duty duty, string id, string cite, LocalText title, DutyState state, IReadOnlyList<(string Exception, DueDate Due, bool NoDuty)> otherwise) =>
        new(duty, rule.Rule.Id, duty.Title.IsEmpty ? title : duty.Title, StrengthIn(rule.Stage, duty.Modality), DueOf(duty), id, cite, rule.Book, rule.Stage,
            rule.Book.StageEntryOn(rules.Day)?.PenaltiesFrom, state, otherwise, null, duty.Status is { } status ? record[status]?.Shown : null,
            waivers.FirstOrDefault(w => w.Covers(rule.Rule.Id, record.Id, rules.Day)),
            duty.Penalty is null ? null : installation.Graces.FirstOrDefault(g => g.Book == rule.Book.Id && rules.Day <= g.Until));

    private DueDate DueOf(Duty? duty) => duty is null ? default : DueDates.Of(duty.Due, record, rules.Day, installation.Counting);

    private static Modality StrengthIn(BookStage stage, Modality modality) =>
        stage == BookStage.Guideline && modality is (Modality.Must or Modality.MustNot) ? Modality.Should : modality;

    /// <summary>Puts an upper duty behind the lower book's duty that strengthens it. One that is lifted alone hides nothing: what the upper book asks stands for itself, for whoever lifted the stricter duty did not lift this one.</summary>
    private List<OwedDuty> Join(List<OwedDuty> owed)
    {
        var joined = new List<OwedDuty>(owed);
        foreach (var duty in owed)
        {
            var upper = rules.Find(duty.BaseRule)?.Rule.Strengthens is { } upperId ? joined.Find(d => d.BaseRule == upperId) : null;
            if (upper is not null && (duty.Waiver is null || upper.Waiver is not null))
            {
                joined.Remove(upper);
                joined[joined.IndexOf(duty)] = duty with { Strengthens = upper };
            }
        }
        return joined;
    }

    private static List<OwedDuty> Sort(List<OwedDuty> duties) =>
        [.. duties.OrderByDescending(d => d.Strength == Modality.MustNot ? Modality.Must : d.Strength).ThenBy(d => d.Due.Day ?? DateOnly.MaxValue).ThenBy(d => d.Rule, StringComparer.Ordinal)];
}
