using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>
/// Makes an order and lets the register obey at once: systems that it stops are suspended in the same transaction, those that it withdraws are retired, and what it lets go on comes back to the state that it
/// had. The gate and every later change of a state are asked live (<see cref="CouncilGuard"/>).
/// </summary>
internal sealed class OrderMaker(WriteScope scope, IEnumerable<IStateGuard> guards)
{
    /// <summary>The states in which a system is used on people.</summary>
    public static readonly string[] InUse = ["pilot", Lifecycle.InUse];

    public async Task Make(CouncilCase @case, CouncilMotion motion, ProposedOrder proposed, CancellationToken stop)
    {
        await scope.Context.SaveChangesAsync(stop);
        var order = new CouncilOrder
        {
            Id = NewId.Next(), Number = (await scope.Context.Set<CouncilOrder>().MaxAsync(o => (int?)o.Number, stop) ?? 0) + 1, Case = @case.Id, Motion = motion.Id, Kind = proposed.Kind, System = proposed.System,
            Use = proposed.Use is { } use ? KindOfUse.Read(use).Write() : null, UseTitle = proposed.UseTitle?.Trim() is { Length: > 0 } t ? t : null, Open = string.Join(' ', (proposed.Open ?? []).Distinct()), Provision = proposed.Provision.Trim(),
            Reason = proposed.Reason.Trim(), Remedy = proposed.Remedy.Trim(), From = scope.Today, Until = proposed.Until, At = scope.Now,
        };
        scope.Context.Add(order);
        var ended = await Ended(order, stop);
        await scope.Context.SaveChangesAsync(stop);
        var done = order.Kind == CouncilWords.Resume ? await Back(order, ended, stop) : await Obey(order, stop);
        order.Done = string.Join('\n', done);
        scope.Record("council.order", "council-order:" + order.Id, new { order.Number, order.Kind, order.System, order.Use, order.From, order.Until, ended = ended.Select(e => e.Number), systems = done.Count });
    }

    /// <summary>The orders that this one takes the place of: another on the same system or kind of use.</summary>
    private async Task<IReadOnlyList<CouncilOrder>> Ended(CouncilOrder order, CancellationToken stop)
    {
        var standing = await scope.Context.Set<CouncilOrder>().Where(o => o.EndedOn == null && o.Kind != CouncilWords.Resume && o.System == order.System && o.Use == order.Use).ToListAsync(stop);
        foreach (var old in standing)
        {
            (old.EndedOn, old.EndedBy) = (scope.Today, order.Id);
        }
        return standing;
    }

    private async Task<IReadOnlyList<string>> Obey(CouncilOrder order, CancellationToken stop)
    {
        string[] targets = order.System is { } one ? [one] : [.. (await KindOfUse.Read(order.Use!).Systems(scope.Context, stop)).Where(s => s.Outcome == Outcome.Yes).Select(s => s.System)];
        var moves = (await ManyChanges.Load(scope.Context, targets)).Select(s => (s.System, s.Newest, To: Target(order, s.Newest.State))).Where(m => m.To is not null).ToList();
        await Move(order, [.. moves.Select(m => (m.System, m.Newest, m.To!))]);
        return [.. moves.Select(m => $"{m.System.Id} {m.Newest.State} {m.To}")];
    }

    /// <summary>The state to which the order brings a system, or null when it stays.</summary>
    private static string? Target(CouncilOrder order, string? state)
    {
        if (order.Kind == CouncilWords.Withdraw)
        {
            return Lifecycle.Next(state) is var next && state is not (null or "retired" or "withdrawn") ? next.Contains("retired") ? "retired" : next.Contains("withdrawn") ? "withdrawn" : null : null;
        }
        return state is not null && InUse.Contains(state) && !(order.Kind == CouncilWords.Restrict && order.Open.Split(' ').Contains(state)) ? "suspended" : null;
    }

    /// <summary>What the ended orders stopped goes on, where the guards of all modules let it; else it stays suspended and its owner brings it back.</summary>
    private async Task<IReadOnlyList<string>> Back(CouncilOrder order, IReadOnlyList<CouncilOrder> ended, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var stopped = ended.SelectMany(e => (e.Done ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => l.Split(' ')).Where(l => l is [_, _, "suspended"]).GroupBy(l => l[0], l => l[1]).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var (back, done) = (new List<(AiSystem, SystemVersion, string)>(), new List<string>());
        foreach (var (system, newest) in (await ManyChanges.Load(scope.Context, stopped.Keys)).Where(s => s.Newest.State == "suspended"))
        {
            var facts = FactsJson.Read(newest.Facts);
            var refused = await StateRules.Refusals(guards, scope.Context, system.Id, facts, After(facts, stopped[system.Id]), scope.Today);
            if (refused.Count == 0)
            {
                back.Add((system, newest, stopped[system.Id]));
            }
            done.Add($"{system.Id} suspended {(refused.Count == 0 ? stopped[system.Id] : "suspended")}");
        }
        await Move(order, back);
        return done;
    }

    private async Task Move(CouncilOrder order, List<(AiSystem System, SystemVersion Newest, string To)> moves)
    {
        if (moves.Count == 0)
        {
            return;
        }
        var note = $"명령 O-{order.Number} / order O-{order.Number}: {CouncilWords.OrderKinds.Say(order.Kind).In("ko")} ({order.Provision})";
        await Versions.AppendMany(scope, [.. moves.Select(m => new BulkVersion(m.System, false, m.Newest, new NextVersion(After(FactsJson.Read(m.Newest.Facts), m.To), m.Newest.Department, m.Newest.Product, "state", scope.Today, note)))]);
        foreach (var (system, _, to) in moves)
        {
            scope.Record("register.change", "system:" + system.Id, new { order = order.Number, state = to });
        }
    }

    private SystemFacts After(SystemFacts facts, string state) => facts.With([KeyValuePair.Create(Lifecycle.Question, (HeldFact?)new HeldFact(new TextFact(state), "council", scope.Today, scope.Actor.Account))]);
}
