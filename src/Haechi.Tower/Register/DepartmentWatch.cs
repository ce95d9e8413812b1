using Haechi.Rules;
using Haechi.Tower.Access.Contracts;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Keeps the search in step with the names of departments, and keeps a department open while systems belong to it.</summary>
internal sealed class DepartmentWatch : IDepartmentWatch
{
    public async Task Changed(WriteScope scope, IReadOnlyList<string> departments)
    {
        foreach (var some in departments.Chunk(200))
        {
            await Reindex.Systems(scope.Context, scope.Context.Set<SystemNow>().Where(n => n.Department != null && some.Contains(n.Department)));
        }
    }

    public async Task<IReadOnlyList<Refusal>> MayClose(TowerContext context, string department)
    {
        var held = await context.Set<SystemNow>().CountAsync(n => n.Department == department);
        return held == 0 ? [] : [new Refusal("not-empty", LocalText.Of($"이 부서의 시스템이 {held}개 있습니다.", $"{held} systems belong to it"), department,
            LocalText.Of("먼저 시스템을 다른 부서로 옮기십시오.", "assign them to another department first."))];
    }
}

/// <summary>Writes the search words of systems anew when something beside their facts changed.</summary>
internal static class Reindex
{
    public static async Task Systems(TowerContext context, IQueryable<SystemNow> which)
    {
        var systems = await (from now in which.AsNoTracking() join version in context.Set<SystemVersion>() on now.Version equals version.Id
                             select new { now.System, now.Number, now.Name, version.Facts, now.Department, now.Product, now.Words }).ToListAsync();
        var ids = new List<SystemSourceId>();
        foreach (var some in systems.Select(s => s.System).Chunk(500))
        {
            ids.AddRange(await context.Set<SystemSourceId>().AsNoTracking().Where(i => some.Contains(i.System)).ToListAsync());
        }
        var bySystem = ids.ToLookup(i => i.System, i => i.Value, StringComparer.Ordinal);
        var written = await SearchIndex.Write(context, [.. systems.Select(s => new Findable(s.Number, s.Name, FactsJson.Read(s.Facts), s.Department, s.Product, [.. bySystem[s.System]]))], [.. systems.Select(s => s.Words)], replace: true);
        // Else words would be taken for those that stand there, when a later version has them again.
        using var keep = new Prepared(context, "UPDATE system_now SET words_hash = @p0 WHERE system = @p1");
        for (var i = 0; i < written.Count; i++)
        {
            keep.Run(written[i].Hash, systems[i].System);
        }
    }
}
