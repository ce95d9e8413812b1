using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>
/// Keeps systems out of use that a body ordered out of it, and those whose approval hangs on a condition that was to be shown before. It is asked live by the register and by the gate. Where it is unknown whether a
/// system is of an ordered kind of use, it is treated as if it were.
/// </summary>
internal sealed class CouncilGuard(TowerClock clock) : IStateGuard
{
    public async Task<IReadOnlyList<IReadOnlyList<Refusal>>> MayEnter(TowerContext context, IReadOnlyList<StateEntry> entries)
    {
        var asked = entries.Where(e => OrderMaker.InUse.Contains(e.To)).ToList();
        if (asked.Count == 0)
        {
            return [.. entries.Select(_ => Array.Empty<Refusal>())];
        }
        var today = clock.Today;
        string[] systems = [.. asked.Select(e => e.System).OfType<string>().Distinct()];
        var orders = await context.Set<CouncilOrder>().AsNoTracking().Where(o => o.EndedOn == null && o.Kind != CouncilWords.Resume && (o.Use != null || systems.Contains(o.System!))).OrderBy(o => o.Number).ToListAsync();
        var uses = orders.Where(o => o.Use is not null).ToDictionary(o => o.Id, o => KindOfUse.Read(o.Use!), StringComparer.Ordinal);
        var conditions = await Open(context, systems, today);
        return
        [
            .. entries.Select(e => OrderMaker.InUse.Contains(e.To)
                // The day of a change may be stated as one before the order; so today counts as well.
                ? (IReadOnlyList<Refusal>)[.. orders.Where(o => (o.HoldsOn(e.On) || o.HoldsOn(today)) && Binds(o, uses, e) is not null).Select(o => Refuse(o, Binds(o, uses, e)!.Value, e)), .. conditions[e.System ?? ""].Where(_ => e.To == Register.Lifecycle.InUse).Select(Refuse)]
                : []),
        ];
    }

    /// <summary>Null when the order says nothing about the entry; else whether it is sure to.</summary>
    private static Outcome? Binds(CouncilOrder order, Dictionary<string, KindOfUse> uses, StateEntry entry)
    {
        if (order.Kind == CouncilWords.Restrict && order.Open.Split(' ').Contains(entry.To))
        {
            return null;
        }
        if (order.System is { } system)
        {
            return system == entry.System ? Outcome.Yes : null;
        }
        return uses[order.Id].Of(entry.Facts) is var outcome and not Outcome.No ? outcome : null;
    }

    private static async Task<ILookup<string, CouncilCondition>> Open(TowerContext context, string[] systems, DateOnly today)
    {
        var rows = await (from c in context.Set<CouncilCondition>().AsNoTracking() join d in context.Set<DutyRow>() on c.Duty equals d.Id where c.BeforeUse && c.ReplacedAt == null && systems.Contains(c.System!) select new { Condition = c, Duty = d }).ToListAsync();
        return rows.Where(r => r.Duty.StandingOn(today) is not (DutyStanding.Evidenced or DutyStanding.Verified)).Select(r => r.Condition).OrderBy(c => c.Number).ToLookup(c => c.System!, StringComparer.Ordinal);
    }

    private static Refusal Refuse(CouncilOrder order, Outcome outcome, StateEntry entry)
    {
        var (kind, until) = (CouncilWords.OrderKinds.Say(order.Kind), order.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var what = order.UseTitle ?? order.Use;
        var (ko, en) = outcome == Outcome.Unknown
            ? ($"이 시스템이 ‘{what}’에 해당하는지 사실이 모자라 알 수 없으므로 해당하는 것으로 봅니다. ", $"facts are missing to tell whether this system is '{what}', so it counts as such. ") : what is null ? ("", "") : ($"이 시스템은 ‘{what}’에 해당합니다. ", $"this system is '{what}'. ");
        return new Refusal(order.Kind == CouncilWords.Restrict ? GateCheck.Restricted : GateCheck.Ordered,
            LocalText.Of($"명령 O-{order.Number}({kind.In("ko")}{(until is null ? "" : $", {until}까지")})이 있습니다. {ko}까닭: {order.Reason}", $"order O-{order.Number} stands ({kind.In("en")}{(until is null ? "" : $", until {until}")}). {en}Reason: {order.Reason}"),
            entry.System, LocalText.Of($"불복하려면: {order.Remedy}", $"to object: {order.Remedy}"), order.Provision);
    }

    private static Refusal Refuse(CouncilCondition condition) => new("condition-open",
        LocalText.Of($"의결 조건을 사용하기 전에 보여야 합니다: {condition.Measure} (목적: {condition.Purpose})", $"a condition of the decision has to be shown before use: {condition.Measure} (purpose: {condition.Purpose})"), condition.Duty,
        LocalText.Of("의무 화면에서 증빙을 내십시오.", "give evidence on the page of the duty."));
}
