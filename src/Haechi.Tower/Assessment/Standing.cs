using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>How a system stands to Art. 32 of the Public AI Act on a day.</summary>
public enum StandingKind
{
    /// <summary>The book is not installed, or its article not in force yet.</summary>
    NotInForce,

    /// <summary>The body is not bound.</summary>
    NotBound,

    /// <summary>A result is published and nothing material changed since.</summary>
    Published,

    /// <summary>An exemption holds.</summary>
    Exempt,

    /// <summary>It was in use before the article and has time until <see cref="Standing.Until"/>.</summary>
    Legacy,

    /// <summary>It was in use before the article, and its time has run out.</summary>
    LegacyOver,

    /// <summary>It may not be introduced yet.</summary>
    Missing,
}

/// <summary>How a system stands to Art. 32 on a day, and why.</summary>
/// <param name="Kind">The answer.</param>
/// <param name="Days">The days of the article; null when the book is not installed.</param>
/// <param name="Since">First day of the present use, as far as known.</param>
/// <param name="Until">For legacy: the last day.</param>
/// <param name="Review">True when the law is silent on this case and a person should ask the ministry: in use since a day between the Act and its Art. 32.</param>
/// <param name="Stale">The published result rests on facts that changed: which.</param>
/// <param name="BoundUnknown">True when nobody has said what kind of body it is; it counts as bound, because a blank is no "no".</param>
/// <param name="Assessment">The published or open assessment, or null.</param>
/// <param name="Exemption">The exemption that holds, or that waits, or null.</param>
public sealed record Standing(
    StandingKind Kind, Article32? Days = null, DateOnly? Since = null, DateOnly? Until = null, bool Review = false, IReadOnlyList<LocalText>? Stale = null, bool BoundUnknown = false,
    ImpactAssessment? Assessment = null, Exemption? Exemption = null)
{
    /// <summary>True when the system may be in use.</summary>
    public bool MayBeUsed => Kind is not (StandingKind.Missing or StandingKind.LegacyOver);
}

/// <summary>Works out standings. Guard and pages ask the same question here.</summary>
public sealed class Standings(Workshop workshop)
{
    /// <summary>The standing of a system on a day, when it comes from a state and its facts are these.</summary>
    public async Task<Standing> Of(TowerContext context, string system, SystemFacts facts, string? from, DateOnly on) => await Of(context, await Books(context), system, facts, from, on);

    internal Task<BooksHere> Books(TowerContext context) => workshop.Books.Read(context);

    /// <summary>The same with books at hand; a system that is null is not in the register yet.</summary>
    internal async Task<Standing> Of(TowerContext context, BooksHere books, string? system, SystemFacts facts, string? from, DateOnly on)
    {
        if (Article32.In(books) is not { } days || on < days.From)
        {
            return new Standing(StandingKind.NotInForce, Article32.In(books));
        }
        var bound = Bound(books, facts, on);
        if (bound == Outcome.No)
        {
            return new Standing(StandingKind.NotBound, days);
        }
        if (system is null)
        {
            return Since(new Standing(StandingKind.Missing, days, null, null, false, [], bound != Outcome.Yes), days, Introduction.Stated(facts) is { } stated && stated < on ? stated : null, on);
        }
        var (result, stale) = await Published(context, system, facts, books, on);
        if (result is not null && stale.Count == 0)
        {
            return new Standing(StandingKind.Published, days, Assessment: result);
        }
        var exemptions = await context.Set<Exemption>().AsNoTracking().Where(x => x.System == system && x.EndedOn == null).OrderBy(x => x.RecordedAt).ToListAsync();
        if (exemptions.FirstOrDefault(x => x.Ground != ExemptionGround.Pilot && x.HoldsOn(on)) is { } holds)
        {
            return new Standing(StandingKind.Exempt, days, Exemption: holds);
        }
        var since = await Introduction.Since(context, system, facts, from, on);
        return Since(new Standing(StandingKind.Missing, days, null, null, false, stale, bound != Outcome.Yes, result, exemptions.LastOrDefault()), days, since, on);
    }

    /// <summary>What was in use before the article has the time of the addenda.</summary>
    private static Standing Since(Standing missing, Article32 days, DateOnly? since, DateOnly on) => since is { } first && first < days.From
        ? missing with { Since = since, Review = first >= days.ActFrom, Kind = on <= days.LegacyUntil ? StandingKind.Legacy : StandingKind.LegacyOver, Until = days.LegacyUntil }
        : missing with { Since = since };

    private static Outcome Bound(BooksHere books, SystemFacts facts, DateOnly on) =>
        books.Determine(facts, on) is { } determination && determination.Rules.Find(Article32.BoundRule) is { } rule ? determination.OutcomeOf(rule.Index) : Outcome.Unknown;

    private async Task<(ImpactAssessment? Result, IReadOnlyList<LocalText> Stale)> Published(TowerContext context, string system, SystemFacts facts, BooksHere books, DateOnly on)
    {
        var result = await context.Set<ImpactAssessment>().AsNoTracking()
            .Where(a => a.System == system && a.Form == Article32.Form && a.PublishedOn != null && a.PublishedOn <= on && (a.EndedOn == null || a.EndedOn > on)).OrderByDescending(a => a.PublishedOn).FirstOrDefaultAsync();
        if (result is null)
        {
            return (null, []);
        }
        var version = await context.Set<ImpactAssessmentVersion>().AsNoTracking().SingleAsync(v => v.Assessment == result.Id && v.Number == result.Version);
        var form = await workshop.Forms.Pinned(context, version.FormHash);
        var now = MaterialFacts.Take(form, facts, books, TowerClock.DayOf(version.RecordedAt));
        return (result, [.. MaterialFacts.Changed(version.Facts, now).Select(c => Staleness.Name(c, books))]);
    }
}
