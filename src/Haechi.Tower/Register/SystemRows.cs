using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>The rows of a list as a query that the database answers: from the newest state, or from the versions that held at a moment.</summary>
internal static class SystemRows
{
    public static IQueryable<ListedSystem> Now(TowerContext context) => context.Set<SystemNow>().Select(n => new ListedSystem
    {
        System = n.System, Number = n.Number, Version = n.Version, VersionNumber = n.VersionNumber, Name = n.Name, NameKey = n.NameKey, Department = n.Department, Product = n.Product,
        State = n.State, Organisation = n.Organisation, ChangedAt = n.ChangedAt, Words = n.Words,
    });

    /// <summary>The versions whose span holds the moment (<see cref="SystemSpan"/>): one for each system that was known then.</summary>
    public static IQueryable<ListedSystem> At(TowerContext context, Moment moment)
    {
        var (known, day) = (moment.AsOf ?? long.MaxValue, moment.On);
        return from s in context.Set<SystemSpan>()
               where s.RecordedAt <= known && s.ValidFrom <= day && (s.NextAt == null || s.NextAt > known || s.NextFrom > day) && (s.LeftAt == null || s.LeftAt > known)
               select new ListedSystem
               {
                   System = s.System, Number = s.Number, Version = s.Version, VersionNumber = s.VersionNumber, Name = s.Name, NameKey = s.NameKey, Department = s.Department, Product = s.Product,
                   State = s.State, Organisation = s.Organisation, ChangedAt = s.RecordedAt, Words = s.Words,
               };
    }

    /// <summary>Applies everything but the search words.</summary>
    public static async Task<IQueryable<ListedSystem>> Narrow(TowerContext context, IQueryable<ListedSystem> rows, SystemFilter filter, Moment moment, IEnumerable<ISystemFilter> others)
    {
        if (filter.Department is { } department)
        {
            rows = await InDepartment(context, rows, department);
        }
        if (filter.States.Count > 0)
        {
            var (states, unknown) = (filter.States.Where(s => s != SystemFilter.Unknown).ToList(), filter.States.Contains(SystemFilter.Unknown));
            rows = rows.Where(r => (unknown && r.State == null) || (r.State != null && states.Contains(r.State)));
        }
        if (filter.Product is { } product)
        {
            rows = rows.Where(r => r.Product == product);
        }
        if (filter.ChangedSince is { } since)
        {
            var from = TowerClock.EndOf(since.AddDays(-1));
            rows = rows.Where(r => r.ChangedAt > from);
        }
        if (filter.Has is { } has)
        {
            var stating = SearchHits.Stating(context, has);
            rows = rows.Where(r => stating.Contains(r.Words));
        }
        if (filter.Lacks is { } lacks)
        {
            var stating = SearchHits.Stating(context, lacks);
            rows = rows.Where(r => !stating.Contains(r.Words));
        }
        foreach (var other in others.Where(o => filter.More.ContainsKey(o.Key)))
        {
            var kept = other.Systems(context, filter.More[other.Key], moment);
            rows = rows.Where(r => kept.Contains(r.System));
        }
        return rows;
    }

    /// <summary>The list's order. The number settles what is equal, so that pages neither repeat nor skip.</summary>
    public static IQueryable<ListedSystem> InOrder(this IQueryable<ListedSystem> rows, SystemOrder order, bool descending) => (order, descending) switch
    {
        (SystemOrder.Number, false) => rows.OrderBy(r => r.Number),
        (SystemOrder.Number, true) => rows.OrderByDescending(r => r.Number),
        (SystemOrder.Changed, false) => rows.OrderByDescending(r => r.ChangedAt).ThenBy(r => r.Number),
        (SystemOrder.Changed, true) => rows.OrderBy(r => r.ChangedAt).ThenBy(r => r.Number),
        (_, false) => rows.OrderBy(r => r.NameKey).ThenBy(r => r.Number),
        (_, true) => rows.OrderByDescending(r => r.NameKey).ThenByDescending(r => r.Number),
    };

    private static async Task<IQueryable<ListedSystem>> InDepartment(TowerContext context, IQueryable<ListedSystem> rows, string department)
    {
        if (department == SystemFilter.Unknown)
        {
            return rows.Where(r => r.Department == null);
        }
        var path = await context.Set<Department>().Where(d => d.Id == department).Select(d => d.Path).FirstOrDefaultAsync() ?? $"/{department}/";
        var below = await context.Set<Department>().Where(d => d.Path.StartsWith(path)).Select(d => d.Id).ToListAsync();
        return rows.Where(r => r.Department != null && below.Contains(r.Department));
    }
}
