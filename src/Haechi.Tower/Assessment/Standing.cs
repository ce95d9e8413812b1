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
    public async Task<Standing> Of(TowerContext context, string system, SystemFacts facts, string? from, DateOnly on)
    {
        var books = await workshop.Books.Read(context);
        if (Article32.In(books) is not { } days || on < days.From)
        {
            return new Standing(StandingKind.NotInForce, Article32.In(books));
        }
        var bound = Bound(books, facts, on);
        if (bound == Outcome.No)
        {
            return new Standing(StandingKind.NotBound, days);
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
        var standing = new Standing(StandingKind.Missing, days, since, null, since >= days.ActFrom && since < days.From, stale, bound != Outcome.Yes, result, exemptions.LastOrDefault());
        return since is { } first && first < days.From ? standing with { Kind = on <= days.LegacyUntil ? StandingKind.Legacy : StandingKind.LegacyOver, Until = days.LegacyUntil } : standing;
    }

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
