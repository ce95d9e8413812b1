using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Says which department uses these systems; null when that is unknown.</summary>
public sealed record AssignDepartment(IReadOnlyList<string> Systems, string? Department, string? Note = null);

/// <summary>Carries out <see cref="AssignDepartment"/>; gives how many changed.</summary>
internal sealed class AssignDepartmentHandler(TowerStore store) : IHandle<AssignDepartment, int>
{
    public Task<Result<int>> Handle(Actor actor, AssignDepartment command, CancellationToken stop) => store.Write<int>(actor, async scope =>
    {
        var taken = await ManyChanges.Take(scope, command.Systems, Roles.Officer);
        if (!taken.Done)
        {
            return Refused.Because<int>(taken.Refusals);
        }
        if (command.Department is { } id && !await scope.Context.Set<Department>().AnyAsync(d => d.Id == id && !d.Closed, stop))
        {
            return Refusal.NotFound("부서", "department", id);
        }
        if (await Permissions.NeedScope(scope.Context, actor, command.Department) is { } outside)
        {
            return outside;
        }
        var changed = taken.Value.Where(s => s.Newest.Department != command.Department).ToList();
        await Versions.AppendMany(scope, [.. changed.Select(s =>
            new BulkVersion(s.System, false, s.Newest, ManyChanges.Again(s.Newest, "assign", scope.Today, command.Note) with { Department = command.Department }))]);
        scope.Record("register.assign", "department:" + (command.Department ?? SystemFilter.Unknown), new { systems = changed.Count });
        return changed.Count;
    }, stop);
}
