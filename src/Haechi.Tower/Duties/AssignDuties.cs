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
        var query = command.Duties is { } ids ? scope.Context.Set<DutyRow>().Where(d => ids.Contains(d.Id)) : filter is null ? null : (await DutyQuery.Where(scope.Context, filter, scope.Today)).AsTracking();
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
        foreach (var duty in rows)
        {
            var before = DutyMark.Of(duty).Write();
            (duty.Owner, duty.ChangedAt) = (command.Owner, scope.Now);
            scope.Context.Add(new DutyEvent { Duty = duty.Id, At = scope.Now, Account = actor.Account, Kind = "assigned", Before = before, After = DutyMark.Of(duty).Write() });
        }
        scope.Record("duties.assign", command.Owner is null ? "account:none" : "account:" + command.Owner, new { duties = rows.Count, first = rows[0].Id });
        return new Assigned(rows.Count);
    }, stop);
}
