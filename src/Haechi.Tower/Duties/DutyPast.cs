using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>
/// Duties as they had been recorded by an instant. The state and the due day then are what stood before the first later event; a duty without later events is as it is now. The
/// department is that of the system's version of then, below the departments as they stood then. Words and strength of a duty, its risk and the classes by which one may filter are today's.
/// </summary>
internal static class DutyPast
{
    public static async Task<IReadOnlyList<DutyRow>> Rows(TowerContext context, DutyFilter filter, Moment at, CancellationToken stop)
    {
        var by = at.AsOf ?? long.MaxValue;
        var all = await context.Set<DutyRow>().AsNoTracking().Where(d => d.OpenedAt <= by).ToListAsync(stop);
        var later = await context.Set<DutyEvent>().AsNoTracking().Where(e => e.At > by && e.Before != null).OrderBy(e => e.Id).Select(e => new { e.Duty, e.Before }).ToListAsync(stop);
        var first = later.DistinctBy(e => e.Duty).ToDictionary(e => e.Duty, e => DutyMark.Read(e.Before)!, StringComparer.Ordinal);
        var places = await SystemRows.At(context, at).Select(r => new { r.System, r.Department }).ToDictionaryAsync(r => r.System, r => r.Department, StringComparer.Ordinal, stop);
        foreach (var duty in all)
        {
            duty.Department = places.GetValueOrDefault(duty.System, duty.Department);
            if (first.TryGetValue(duty.Id, out var then))
            {
                (duty.Progress, duty.Standing, duty.Owner, duty.WaivedUntil, duty.EvidenceUntil, duty.IsOpen, duty.Due) = ((DutyProgress)then.Progress, (DutyStanding)then.Standing, then.Owner, then.WaivedUntil, then.EvidenceUntil, then.Open, then.Due);
            }
        }
        var found = await Found(context, filter, by, stop);
        return [.. all.Where(d => d.IsOpen && found(d) && Matches(d, filter, at.On))];
    }

    private static async Task<Func<DutyRow, bool>> Found(TowerContext context, DutyFilter filter, long by, CancellationToken stop)
    {
        var departments = filter.Department is { } department ? await DepartmentPast.Below(context, department, by, stop) : null;
        var terms = filter.Book is { } book ? (await context.Set<DutyTerms>().AsNoTracking().Where(t => t.Book == book).Select(t => t.Id).ToListAsync(stop)).ToHashSet() : null;
        var systems = filter.Class is { } id
            ? (await context.Set<Rulebooks.SystemClass>().AsNoTracking().Where(c => c.Class == id && c.Outcome == (int)Haechi.Rules.Outcome.Yes).Select(c => c.System).ToListAsync(stop)).ToHashSet() : null;
        return d => (departments is null || (d.Department is { } own && departments.Contains(own))) && (terms is null || terms.Contains(d.Terms)) && (systems is null || systems.Contains(d.System));
    }

    private static bool Matches(DutyRow d, DutyFilter f, DateOnly day)
    {
        var standing = d.StandingOn(day);
        return (f.Rule is null || d.Rule == f.Rule) && (f.System is null || d.System == f.System) && (f.Owner is null || (f.Owner == DutyFilter.Nobody ? d.Owner is null : d.Owner == f.Owner))
            && (f.Strength is null || d.Strength == Standings.Number(f.Strength)) && (f.Risk is null || d.Risk == DutyFilter.Risks.ToList().IndexOf(f.Risk))
            && (f.Standing is null || standing == f.Standing) && (!(f.Gaps || f.Overdue) || !Standings.IsSettled(standing)) && (!f.Overdue || d.Due < day);
    }
}
