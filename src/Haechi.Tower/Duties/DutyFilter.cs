using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Which duties are meant. Every part narrows; null leaves it open. Only duties that are open are found.</summary>
public sealed record DutyFilter
{
    /// <summary>A department and all below it.</summary>
    public string? Department { get; init; }

    /// <summary>One obligation.</summary>
    public string? Rule { get; init; }

    /// <summary>Obligations of a book.</summary>
    public string? Book { get; init; }

    /// <summary>Systems for which a class is yes.</summary>
    public string? Class { get; init; }

    /// <summary>Where the duty stands.</summary>
    public DutyStanding? Standing { get; init; }

    /// <summary>True: late only.</summary>
    public bool Overdue { get; init; }

    /// <summary>True: what somebody still has to do; not done, not applicable, not waived.</summary>
    public bool Gaps { get; init; }

    /// <summary>An account, or <see cref="Nobody"/>.</summary>
    public string? Owner { get; init; }

    /// <summary>must, must_not, should or may.</summary>
    public string? Strength { get; init; }

    /// <summary>high, review, unknown or none.</summary>
    public string? Risk { get; init; }

    /// <summary>One system.</summary>
    public string? System { get; init; }

    /// <summary>The owner that stands for none.</summary>
    public const string Nobody = "none";

    /// <summary>The words for risk.</summary>
    public static IReadOnlyList<string> Risks { get; } = ["none", "unknown", "review", "high"];
}

/// <summary>Turns filters into queries.</summary>
internal static class DutyQuery
{
    private static readonly DutyStanding[] Settled = [.. Standings.All.Where(s => Standings.IsSettled(s) && s != DutyStanding.Waived)];

    public static async Task<IQueryable<DutyRow>> Where(TowerContext context, DutyFilter filter, DateOnly today)
    {
        var query = context.Set<DutyRow>().AsNoTracking().Where(d => d.IsOpen);
        query = filter.Rule is { } rule ? query.Where(d => d.Rule == rule) : query;
        query = filter.System is { } system ? query.Where(d => d.System == system) : query;
        query = filter.Owner is null ? query : filter.Owner == DutyFilter.Nobody ? query.Where(d => d.Owner == null) : query.Where(d => d.Owner == filter.Owner);
        if (filter.Strength is { } strength)
        {
            var number = Standings.Number(strength);
            query = query.Where(d => d.Strength == number);
        }
        if (filter.Risk is { } word)
        {
            var risk = Math.Max(0, DutyFilter.Risks.ToList().IndexOf(word));
            query = query.Where(d => d.Risk == risk);
        }
        if (filter.Department is { } department)
        {
            var ids = await Below(context, department);
            query = query.Where(d => d.Department != null && ids.Contains(d.Department));
        }
        if (filter.Book is { } book)
        {
            var terms = await context.Set<DutyTerms>().AsNoTracking().Where(t => t.Book == book).Select(t => t.Id).ToArrayAsync();
            query = query.Where(d => terms.Contains(d.Terms));
        }
        if (filter.Class is { } id)
        {
            query = query.Where(d => context.Set<SystemClass>().Any(c => c.System == d.System && c.Class == id && c.Outcome == (int)Outcome.Yes));
        }
        query = filter.Standing is { } standing ? On(query, standing, today) : query;
        query = filter.Gaps || filter.Overdue ? Gaps(query, today) : query;
        return filter.Overdue ? query.Where(d => d.Due != null && d.Due < today) : query;
    }

    /// <summary>The ids of a department and all below it.</summary>
    public static async Task<string[]> Below(TowerContext context, string department)
    {
        var path = await context.Set<Department>().AsNoTracking().Where(d => d.Id == department).Select(d => d.Path).FirstOrDefaultAsync();
        return path is null ? [department] : await context.Set<Department>().AsNoTracking().Where(d => d.Path.StartsWith(path)).Select(d => d.Id).ToArrayAsync();
    }

    private static IQueryable<DutyRow> Gaps(IQueryable<DutyRow> query, DateOnly today) => query.Where(d => !(d.WaivedUntil != null && d.WaivedUntil >= today))
        .Where(d => !Settled.Contains(d.Standing) || ((d.Standing == DutyStanding.Evidenced || d.Standing == DutyStanding.Verified) && d.EvidenceUntil != null && d.EvidenceUntil < today));

    private static IQueryable<DutyRow> On(IQueryable<DutyRow> query, DutyStanding standing, DateOnly today)
    {
        var evidenced = query.Where(d => d.Standing == DutyStanding.Evidenced || d.Standing == DutyStanding.Verified);
        return standing switch
        {
            DutyStanding.Expired => evidenced.Where(d => d.EvidenceUntil != null && d.EvidenceUntil < today),
            DutyStanding.Waived => query.Where(d => d.WaivedUntil != null && d.WaivedUntil >= today && d.Standing != DutyStanding.Evidenced && d.Standing != DutyStanding.Verified),
            DutyStanding.Evidenced or DutyStanding.Verified => query.Where(d => d.Standing == standing && !(d.EvidenceUntil != null && d.EvidenceUntil < today)),
            _ => query.Where(d => d.Standing == standing && !(d.WaivedUntil != null && d.WaivedUntil >= today)),
        };
    }
}
