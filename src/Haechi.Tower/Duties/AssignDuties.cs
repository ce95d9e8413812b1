using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Gives duties to an account, or to nobody: those named, or all open ones that a filter finds. All or none.</summary>
/// <param name="Owner">The account; null takes them from whoever has them.</param>
/// <param name="Duties">The duties, or null.</param>
/// <param name="Filter">The filter when no duties are named.</param>
public sealed record AssignDuties(string? Owner, IReadOnlyList<string>? Duties = null, DutyFilter? Filter = null);

/// <summary>How many were given.</summary>
public sealed record Assigned(int Duties);

internal sealed class AssignDutiesHandler(TowerStore store) : IHandle<AssignDuties, Assigned>
{
    private const int Most = 20_000;
    private const int Portion = 500;

    public Task<Result<Assigned>> Handle(Actor actor, AssignDuties command, CancellationToken stop) => store.Write<Assigned>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer | Roles.Owner) is { } role)
        {
            return role;
        }
        if (command.Owner is { } owner && !await scope.Context.Set<Account>().AnyAsync(a => a.Id == owner && !a.Closed, stop))
        {
            return Refusal.NotFound("계정", "account", owner);
        }
        var filter = command.Filter;
        var query = command.Duties is { } ids ? scope.Context.Set<DutyRow>().AsNoTracking().Where(d => ids.Contains(d.Id)) : filter is null ? null : await DutyQuery.Where(scope.Context, filter, scope.Today);
        if (query is null || await query.Take(Most + 1).ToListAsync(stop) is not { Count: > 0 } rows)
        {
            return Refusal.Because("nothing", "맡길 의무를 하나 이상 고르십시오.", "choose at least one duty to assign", "duties");
        }
        if (rows.Count > Most)
        {
            return Refusal.Because("too-many", $"한 번에 {Most}건까지 맡길 수 있습니다. 조건을 좁히십시오.", $"at most {Most} duties can be assigned at once; narrow the filter", "filter");
        }
        foreach (var department in rows.Select(r => r.Department).Distinct())
        {
            if (await Permissions.NeedScope(scope.Context, actor, department) is { } outside)
            {
                return outside;
            }
        }
        await Give(scope, command.Owner, rows, stop);
        scope.Record("duties.assign", command.Owner is null ? "account:none" : "account:" + command.Owner, new { duties = rows.Count, first = rows[0].Id });
        return new Assigned(rows.Count);
    }, stop);

    /// <summary>By statements over many rows: tens of thousands of tracked rows would hold up every other writer for minutes.</summary>
    private static async Task Give(WriteScope scope, string? owner, List<DutyRow> rows, CancellationToken stop)
    {
        var change = await scope.Context.Change(DutyRow.Kind);
        foreach (var some in rows.Select(r => r.Id).Chunk(Portion))
        {
            await scope.Context.Set<DutyRow>().Where(d => some.Contains(d.Id)).ExecuteUpdateAsync(u => u.SetProperty(d => d.Owner, owner).SetProperty(d => d.ChangedAt, scope.Now).SetProperty(d => d.Change, change), stop);
        }
        await BulkInsert.Run(scope.Context, "duty_event", ["duty", "at", "account", "kind", "before", "after", "change"], rows.Select(d =>
        {
            var before = DutyMark.Of(d);
            return new object?[] { d.Id, scope.Now, scope.Actor.Account, "assigned", before.Write(), (before with { Owner = owner }).Write(), change };
        }));
    }
}
