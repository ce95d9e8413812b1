using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Explaining;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>One system under the installed books, worked out now and not read from what was kept.</summary>
/// <param name="InForce">Books and counting.</param>
/// <param name="Version">The version whose facts were used.</param>
/// <param name="Facts">The facts, with their sources.</param>
/// <param name="Determination">What the rules say.</param>
public sealed record LiveSystem(InForce InForce, SystemVersion Version, SystemFacts Facts, Determination Determination);

/// <summary>A question that is worth asking next, with what its answer may settle.</summary>
public sealed record NextAsked(Question Question, IReadOnlyList<string> Classes);

/// <summary>Answers for one system at one moment: why, what would change it, what to ask.</summary>
public sealed class SystemReader(TowerStore store, BookRegistry registry, Calendars calendars)
{
    /// <summary>Determines a system live.</summary>
    public async Task<Result<LiveSystem>> Live(string system, Moment? moment = null)
    {
        await using var context = store.Open();
        var at = moment ?? Moment.Now(store.Clock);
        var inForce = await InForce.Read(context, registry, calendars);
        if (!inForce.Done)
        {
            return Refused.Because<LiveSystem>(inForce.Refusals);
        }
        if (await Versions.At(context, system, at) is not { } version)
        {
            return await context.Set<AiSystem>().AnyAsync(s => s.Id == system)
                ? Refusal.Because("not-then", "그때에는 등록되어 있지 않았습니다. 다른 기준일을 고르십시오.", "the system was not on record then; choose another day", system)
                : Refusal.NotFound("시스템", "system", system);
        }
        var facts = FactsJson.Read(version.Facts);
        return new LiveSystem(inForce.Value, version, facts, inForce.Value.Determine(at.On, facts.ToRecord(system)));
    }

    /// <summary>Why a class has its outcome: each rule that gives it, with provisions, facts used, what is missing and what would change it. A class that is not known has no rules.</summary>
    public static Explanation Explain(LiveSystem live, string id, bool flips = true) =>
        Explanation.Of(live.Determination, [.. live.Determination.Rules.Rules.Where(r => r.Rule.Class == id).Select(r => r.Rule.Id)], flips);

    /// <summary>The classes to show first: those that a book gives a title, the positive and the undecided ones ahead of the plain no, those that say how great the risk is first.</summary>
    public static IReadOnlyList<(ClassWords Words, Outcome Outcome)> Shown(LiveSystem live) =>
        [.. live.Determination.Classes.Where(c => !c.Words.Title.IsEmpty || c.Outcome != Outcome.No)
            .OrderBy(c => c.Outcome switch { Outcome.Yes => 0, Outcome.Review => 1, Outcome.Unknown => 2, _ => 3 }).ThenByDescending(c => TellsRisk(c.Words))];

    /// <summary>True for a class that says how great the risk is, by which boards count systems.</summary>
    public static bool TellsRisk(ClassWords words) => ClassRows.IsRisk(words);

    /// <summary>What to ask next, best first.</summary>
    public static IReadOnlyList<NextAsked> NextQuestions(LiveSystem live, int most = 5)
    {
        var set = live.InForce.Books.Set;
        var byClass = live.Determination.Classes.Where(c => c.Outcome == Outcome.Unknown).Select(c => (c.Words.Id, Asks: NextQuestion.ForClass(live.Determination, c.Words.Id).ToHashSet(StringComparer.Ordinal))).ToList();
        return [.. live.Determination.Ask.Take(most).Select(id => new NextAsked(set.Questions[set.IndexOfQuestion(id)], [.. byClass.Where(c => c.Asks.Contains(id)).Select(c => c.Id)]))];
    }
}
