using Haechi.Tower.Access.Contracts;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Adds a department below another, or at the top.</summary>
/// <param name="Name">The Korean or only name.</param>
/// <param name="Parent">The department above, or null.</param>
/// <param name="NameEn">The English name, or null.</param>
public sealed record AddDepartment(string Name, string? Parent = null, string? NameEn = null);

/// <summary>Carries out <see cref="AddDepartment"/>; gives the id.</summary>
internal sealed class AddDepartmentHandler(TowerStore store) : IHandle<AddDepartment, string>
{
    public Task<Result<string>> Handle(Actor actor, AddDepartment command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, command.Parent) is { } outside)
        {
            return outside;
        }
        var above = command.Parent is null ? null : await scope.Context.Set<Department>().FindAsync([command.Parent], stop);
        if (command.Parent is not null && above is null or { Closed: true })
        {
            return Refusal.NotFound("상위 부서", "department above", command.Parent!);
        }
        if (await DepartmentTree.WrongName(scope.Context, command.Name, command.Parent, null, stop) is { } wrong)
        {
            return wrong;
        }
        var id = NewId.Next();
        var last = await scope.Context.Set<Department>().Where(d => d.Parent == command.Parent).MaxAsync(d => (int?)d.Position, stop) ?? 0;
        scope.Context.Add(new Department
        {
            Id = id, Parent = command.Parent, Name = command.Name.Trim(), NameEn = string.IsNullOrWhiteSpace(command.NameEn) ? null : command.NameEn.Trim(), Path = $"{above?.Path ?? "/"}{id}/", Position = last + 1,
        });
        scope.Record("department.add", "department:" + id, new { command.Name, command.Parent });
        return id;
    }, stop);
}

/// <summary>Gives a department other names.</summary>
public sealed record RenameDepartment(string Department, string Name, string? NameEn = null);

/// <summary>Carries out <see cref="RenameDepartment"/>.</summary>
internal sealed class RenameDepartmentHandler(TowerStore store, IEnumerable<IDepartmentWatch> watches) : IHandle<RenameDepartment, Done>
{
    public Task<Result<Done>> Handle(Actor actor, RenameDepartment command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var taken = await DepartmentTree.Take(scope, command.Department, stop);
        if (!taken.Done)
        {
            return Refused.Because<Done>(taken.Refusals);
        }
        var department = taken.Value;
        if (await DepartmentTree.WrongName(scope.Context, command.Name, department.Parent, department.Id, stop) is { } wrong)
        {
            return wrong;
        }
        var before = department.Name;
        (department.Name, department.NameEn) = (command.Name.Trim(), string.IsNullOrWhiteSpace(command.NameEn) ? null : command.NameEn.Trim());
        await scope.Context.SaveChangesAsync(stop);
        var below = await scope.Context.Set<Department>().Where(d => d.Path.StartsWith(department.Path)).Select(d => d.Id).ToListAsync(stop);
        foreach (var watch in watches)
        {
            await watch.Changed(scope, below);
        }
        scope.Record("department.rename", "department:" + department.Id, new { before, department.Name });
        return default(Done);
    }, stop);
}
