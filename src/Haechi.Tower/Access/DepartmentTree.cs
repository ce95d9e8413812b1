using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>What the handlers of the tree have in common.</summary>
internal static class DepartmentTree
{
    /// <summary>The department when the actor may change the tree there, else why not.</summary>
    public static async Task<Result<Department>> Take(WriteScope scope, string id, CancellationToken stop)
    {
        if (Permissions.Need(scope.Actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Department>().FindAsync([id], stop) is not { } department)
        {
            return Refusal.NotFound("부서", "department", id);
        }
        return await Permissions.NeedScope(scope.Context, scope.Actor, id) is { } outside ? outside : department;
    }

    /// <summary>Null when the name can stand among its neighbours.</summary>
    public static async Task<Refusal?> WrongName(TowerContext context, string name, string? parent, string? self, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 120)
        {
            return Refusal.Because("missing", "부서 이름을 120자 안으로 적어 주십시오.", "give the department a name of at most 120 characters", "name");
        }
        var neighbours = await context.Set<Department>().AsNoTracking().Where(d => d.Parent == parent && d.Id != self && !d.Closed).Select(d => d.Name).ToListAsync(stop);
        return neighbours.Any(n => DepartmentMatcher.Fold(n) == DepartmentMatcher.Fold(name))
            ? new Refusal("duplicate", LocalText.Of($"같은 자리에 '{name}' 부서가 이미 있습니다.", $"there is a department '{name}' here already"), "name",
                LocalText.Of("다른 이름을 쓰거나 그 부서를 쓰십시오.", "use another name, or that department."))
            : null;
    }

    /// <summary>Sets the path of a department and of all below it; the ids of those.</summary>
    public static async Task<IReadOnlyList<string>> SetPath(TowerContext context, Department department, string path, CancellationToken stop)
    {
        var old = department.Path;
        var below = await context.Set<Department>().Where(d => d.Path.StartsWith(old)).ToListAsync(stop);
        foreach (var each in below)
        {
            each.Path = path + each.Path[old.Length..];
        }
        return [.. below.Select(d => d.Id)];
    }
}
