using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Columns;
using Haechi.Rules.Evaluation;

namespace Haechi.Tower.Rulebooks;

/// <summary>
/// The forms in which one rule's duty can be owed on a day, by code: 0 not at all, 1 as written, 2 undecided or in conflict, 3 and more what an exception puts in its place. Equal texts are the same duty. The
/// codes follow the rules engine's own order (one exception that holds replaces; two, or one that is open, leave the duty undecided); a test holds them against it.
/// </summary>
internal sealed record DutyForms(DatedRule? Rule, IReadOnlyList<string> Texts)
{
    /// <summary>The forms; none when the book only announces the duty on that day.</summary>
    public static DutyForms Of(DatedRules rules, string id)
    {
        if (rules.Find(id) is not { Stage: >= BookStage.Guideline, Rule.Duty: { } duty } rule)
        {
            return new DutyForms(null, [""]);
        }
        return new DutyForms(rule, ["", Text(rule, duty, ""), Text(rule, duty, "?"), .. rule.Exceptions.Select(e => e.Clause.Duty is { } other ? Text(rule, other, e.Clause.Id) : "")]);
    }

    /// <summary>The strength on the day: a guideline weakens what must be done.</summary>
    public static Modality StrengthOf(DatedRule rule, Duty duty) => rule.Stage == BookStage.Guideline && duty.Modality is Modality.Must or Modality.MustNot ? Modality.Should : duty.Modality;

    /// <summary>The code for one record.</summary>
    public int CodeOf(ColumnProgram program, IReadOnlyDictionary<int, OutcomeColumn> outcomes, int record)
    {
        if (Rule is null || outcomes[Rule.Index][record] != Outcome.Yes)
        {
            return 0;
        }
        var (holds, open) = (-1, false);
        for (var e = 0; e < Rule.Exceptions.Count; e++)
        {
            var outcome = outcomes[program.IndexOfException(Rule.Index, e)][record];
            open |= outcome is Outcome.Unknown or Outcome.Review || (outcome == Outcome.Yes && holds >= 0);
            holds = outcome == Outcome.Yes ? e : holds;
        }
        return open ? 2 : holds < 0 ? 1 : Rule.Exceptions[holds].Clause.Duty is null ? 0 : 3 + holds;
    }

    private static string Text(DatedRule rule, Duty duty, string exception) =>
        $"{duty.Id}|{StrengthOf(rule, duty)}|{DueText(duty.Due)}|{exception}";

    /// <summary>The same due day is the same text, wherever its book was read from.</summary>
    private static string DueText(Due? due) => due switch
    {
        DueFrom counted => $"{counted.Count} {counted.Unit} {counted.Question}",
        DueOn on => $"{on.Day:O}",
        DueYearly yearly => $"{yearly.Month}-{yearly.Day}",
        _ => "",
    };
}

/// <summary>How many systems owe one rule's duty in which form before and after.</summary>
internal sealed class DutySide(Rule rule, DutyForms before, DutyForms after)
{
    private readonly int[,] _counts = new int[before.Texts.Count, after.Texts.Count];

    /// <summary>Counts one block of systems, and marks those for which the duty begins, ends or changes.</summary>
    public void Count(ColumnProgram first, IReadOnlyDictionary<int, OutcomeColumn> was, ColumnProgram second, IReadOnlyDictionary<int, OutcomeColumn> will, bool[] touched)
    {
        for (var i = 0; i < touched.Length; i++)
        {
            var (b, a) = (before.CodeOf(first, was, i), after.CodeOf(second, will, i));
            _counts[b, a]++;
            touched[i] |= before.Texts[b] != after.Texts[a];
        }
    }

    /// <summary>The sums.</summary>
    public DutyShift Shift(DatedRules earlier, DatedRules later)
    {
        var strong = (later.Find(rule.Id) is { Version: not null } still ? still : earlier.Find(rule.Id) ?? later.Find(rule.Id))!;
        return new DutyShift(rule, Sum((b, _) => b != 0), Sum((_, a) => a != 0), Sum((b, a) => b == 0 && a != 0), Sum((b, a) => b != 0 && a == 0),
            Sum((b, a) => b != 0 && a != 0 && before.Texts[b] != after.Texts[a]), DutyForms.StrengthOf(strong, rule.Duty!));
    }

    private int Sum(Func<int, int, bool> which)
    {
        var sum = 0;
        for (var b = 0; b < before.Texts.Count; b++)
        {
            for (var a = 0; a < after.Texts.Count; a++)
            {
                sum += which(b, a) ? _counts[b, a] : 0;
            }
        }
        return sum;
    }
}
