using Haechi.Rules;
using Haechi.Tower.Access.Contracts;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Puts a department, with all below it, under another one or at the top.</summary>
public sealed record MoveDepartment(string Department, string? Parent);

/// <summary>Carries out <see cref="MoveDepartment"/>. A department cannot come to stand below itself.</summary>
internal sealed class MoveDepartmentHandler(TowerStore store, IEnumerable<IDepartmentWatch> watches) : IHandle<MoveDepartment, Done>
{
    public Task<Result<Done>> Handle(Actor actor, MoveDepartment command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var taken = await DepartmentTree.Take(scope, command.Department, stop);
        if (!taken.Done)
        {
            return Refused.Because<Done>(taken.Refusals);
        }
        if (await Permissions.NeedScope(scope.Context, actor, command.Parent) is { } outside)
        {
            return outside;
        }
        var department = taken.Value;
        var above = command.Parent is null ? null : await scope.Context.Set<Department>().FindAsync([command.Parent], stop);
        if (command.Parent is not null && above is null or { Closed: true })
        {
            return Refusal.NotFound("상위 부서", "department above", command.Parent!);
        }
        if (above is not null && above.Path.StartsWith(department.Path, StringComparison.Ordinal))
        {
            return new Refusal("circle", LocalText.Of($"'{department.Name}'을(를) 자기 아래인 '{above.Name}' 밑으로 옮길 수 없습니다.", $"'{department.Name}' cannot move below '{above.Name}', which lies below it"), "parent",
                LocalText.Of("다른 상위 부서를 고르십시오.", "choose another department."));
        }
        if (await DepartmentTree.WrongName(scope.Context, department.Name, command.Parent, department.Id, stop) is { } wrong)
        {
            return wrong;
        }
        var before = department.Parent;
        department.Parent = command.Parent;
        var moved = await DepartmentTree.SetPath(scope.Context, department, $"{above?.Path ?? "/"}{department.Id}/", stop);
        await scope.Context.SaveChangesAsync(stop);
        foreach (var watch in watches)
        {
            await watch.Changed(scope, moved);
        }
        scope.Record("department.move", "department:" + department.Id, new { before, command.Parent, below = moved.Count - 1 });
        return default(Done);
    }, stop);
}

/// <summary>Closes a department: it stays in the history and takes nothing new.</summary>
public sealed record CloseDepartment(string Department);

/// <summary>Carries out <see cref="CloseDepartment"/>.</summary>
internal sealed class CloseDepartmentHandler(TowerStore store, IEnumerable<IDepartmentWatch> watches) : IHandle<CloseDepartment, Done>
{
    public Task<Result<Done>> Handle(Actor actor, CloseDepartment command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var taken = await DepartmentTree.Take(scope, command.Department, stop);
        if (!taken.Done)
        {
            return Refused.Because<Done>(taken.Refusals);
        }
        if (await scope.Context.Set<Department>().CountAsync(d => d.Parent == command.Department && !d.Closed, stop) is > 0 and var below)
        {
            return new Refusal("not-empty", LocalText.Of($"아래에 부서 {below}개가 있습니다.", $"{below} departments stand below it"), command.Department,
                LocalText.Of("먼저 그 부서를 옮기거나 닫으십시오.", "move or close them first."));
        }
        foreach (var watch in watches)
        {
            if (await watch.MayClose(scope.Context, command.Department) is { Count: > 0 } refusals)
            {
                return Refused.Because<Done>(refusals);
            }
        }
        taken.Value.Closed = true;
        scope.Record("department.close", "department:" + command.Department, new { taken.Value.Name });
        return default(Done);
    }, stop);
}
