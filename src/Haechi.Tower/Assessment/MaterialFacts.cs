using System.Text.Json;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;

namespace Haechi.Tower.Assessment;

/// <summary>A fact (or a rule's outcome, <c>rule:id</c>) that is no longer what it was when the assessment was written. Null is unknown.</summary>
public sealed record ChangedFact(string Fact, HeldFact? Before, HeldFact? Now);

/// <summary>
/// What an assessment rests on, as it was: the form's material facts and the outcomes of the rules that filled it. Unknown facts are not in it, so that one learned later counts as a change.
/// Outcomes are always those of the day on which the version was saved: that a law comes into force changes nothing about the system, but a fact or a corrected rule does.
/// </summary>
internal static class MaterialFacts
{
    public const string RulePrefix = "rule:";

    /// <summary>All of it as text.</summary>
    public static string Take(AssessmentForm form, SystemFacts facts, BooksHere books, DateOnly day)
    {
        var taken = form.MaterialFacts.Where(facts.ById.ContainsKey).ToDictionary(f => f, f => facts.ById[f], StringComparer.Ordinal);
        List<string> rules = [.. form.Items.SelectMany(i => i.Prefill).Where(p => p.Kind == PrefillKind.Rule).SelectMany(p => p.Ids).Distinct(StringComparer.Ordinal)];
        if (rules.Count > 0 && books.Determine(facts, day) is { } determination)
        {
            foreach (var rule in rules.Select(r => determination.Rules.Find(r)).OfType<Haechi.Rules.Evaluation.DatedRule>())
            {
                taken[RulePrefix + rule.Rule.Id] = new HeldFact(new TextFact(Haechi.Rules.Logic.Word(determination.OutcomeOf(rule.Index))), $"{rule.Book.Id}@{rule.Book.Version}", day, "");
            }
        }
        return FactsJson.Write(new SystemFacts(taken));
    }

    /// <summary>What is different, in the order of the ids. Only values count: the same value from another source is no change.</summary>
    public static IReadOnlyList<ChangedFact> Changed(string before, string now)
    {
        var (then, today) = (FactsJson.Read(before), FactsJson.Read(now));
        return [.. then.ById.Keys.Union(today.ById.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(f => new ChangedFact(f, then.ById.GetValueOrDefault(f), today.ById.GetValueOrDefault(f))).Where(c => Text(c.Before) != Text(c.Now))];
    }

    /// <summary>The value alone, in one form.</summary>
    private static string? Text(HeldFact? fact)
    {
        if (fact is null)
        {
            return null;
        }
        var value = fact.Value is SetFact set ? new SetFact([.. set.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]) : fact.Value;
        using var json = JsonDocument.Parse(FactsJson.Write(new SystemFacts(new Dictionary<string, HeldFact> { ["f"] = new(value, "", null, "") })));
        return json.RootElement.GetProperty("f").GetProperty("v").GetRawText();
    }
}
