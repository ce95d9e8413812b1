using Haechi.Rules.Facts;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>
/// The law book asks for the ground (<c>ia_situation</c>) and the ministry's answer (<c>ministry_answer</c>). A confirmed record states both, so it enters them as facts with itself as the
/// source, and takes back what it entered when it ends; nobody has to type them again, and rules and records cannot drift apart.
/// </summary>
internal static class ExemptionFacts
{
    private const string Ground = "ia_situation";
    private const string Answer = "ministry_answer";
    private const string Months = "pilot_months";

    public static Task Set(WriteScope scope, Exemption exemption) => Change(scope, exemption, facts =>
    {
        HeldFact Fact(FactValue value) => new(value, Source(exemption), exemption.AnsweredOn, scope.Actor.Account);
        var grounds = facts[Ground] is SetFact set ? set.Values : [];
        var changes = new Dictionary<string, HeldFact?> { [Answer] = Fact(new TextFact(exemption.Answer)) };
        if (!grounds.Contains(exemption.Ground, StringComparer.Ordinal))
        {
            changes[Ground] = Fact(new SetFact([.. grounds, exemption.Ground]));
        }
        if (exemption is { PilotFrom: { } from, PilotUntil: { } until })
        {
            changes[Months] = Fact(new NumberFact(MonthsOf(from, until)));
        }
        return changes;
    });

    public static Task Forget(WriteScope scope, Exemption exemption) => Change(scope, exemption, facts =>
    {
        var changes = new Dictionary<string, HeldFact?>();
        foreach (var (id, fact) in facts.ById.Where(f => f.Value.Source == Source(exemption)))
        {
            changes[id] = fact.Value is SetFact set && set.Values.Any(v => v != exemption.Ground)
                ? fact with { Value = new SetFact([.. set.Values.Where(v => v != exemption.Ground)]), Source = "form", Who = scope.Actor.Account }
                : null;
        }
        return changes;
    });

    private static async Task Change(WriteScope scope, Exemption exemption, Func<SystemFacts, Dictionary<string, HeldFact?>> changes)
    {
        var system = (await scope.Context.Set<AiSystem>().FindAsync(exemption.System))!;
        var newest = await scope.Context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == exemption.System).OrderByDescending(v => v.Number).FirstAsync();
        var facts = FactsJson.Read(newest.Facts);
        if (changes(facts) is { Count: > 0 } changed)
        {
            await Versions.Append(scope, system, newest, new NextVersion(facts.With(changed), newest.Department, newest.Product, "change", scope.Today));
        }
    }

    /// <summary>Full months, a begun one counting whole: a pilot of a year and a day has 13.</summary>
    private static int MonthsOf(DateOnly from, DateOnly until)
    {
        var months = ((until.AddDays(1).Year - from.Year) * 12) + until.AddDays(1).Month - from.Month;
        return from.AddMonths(months) < until.AddDays(1) ? months + 1 : months;
    }

    private static string Source(Exemption exemption) => "exemption:" + exemption.Id;
}
