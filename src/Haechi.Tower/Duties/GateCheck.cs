using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>
/// Works out whether a system may be deployed. It reckons live, from the facts and the books as they are now, and not from what was determined last; it writes nothing. What is unknown refuses in
/// production. Elsewhere only four things refuse: a practice that is prohibited, a system that is suspended, one that is not in the register, an order that stops its use; the rest is said as warnings.
/// </summary>
public sealed class GateCheck(TowerStore store, SystemReader reader, IEnumerable<IStateGuard> guards)
{
    internal const string Prohibited = "prohibited";
    internal const string Suspended = "suspended";
    internal const string Unregistered = "unregistered";
    internal const string Left = "left-register";
    /// <summary>What guards call an order that ends or stops a use: it holds in every environment.</summary>
    internal const string Ordered = "ordered";

    /// <summary>What guards call an order that narrows a use: it holds in production.</summary>
    internal const string Restricted = "restricted";
    private static readonly string[] Everywhere = [Prohibited, Suspended, Unregistered, Left, Ordered];

    /// <summary>Looks without asking: nothing is recorded.</summary>
    /// <param name="system">The system's number (<c>AI-12</c>), its id, or an id that a source gives it, as <c>scheme:value</c>.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<Result<GateAnswer>> Look(string system, string environment, CancellationToken stop = default)
    {
        if (GateChoice.Check(environment) is { } wrong)
        {
            return wrong;
        }
        await using var context = store.Open();
        var production = (await GateChoice.Read(context)).IsProduction(environment);
        var answer = new GateAnswer(system, environment, production, false, null, [], [], store.Clock.Today, store.Clock.Micros);
        if (await Find(context, system, stop) is not { } found)
        {
            return answer with { Reasons = [GateReasons.NotRegistered(system)] };
        }
        var live = await reader.Live(found.Id, new Moment(answer.Day));
        var seen = live.Done ? live.Value.Version : await Versions.Newest(context, found.Id);
        answer = answer with { System = new GateSystem(found.Id, found.Number, seen.Name, seen.Number, live.Done ? seen.State : null, seen.Department), Books = live.Done ? live.Value.InForce.Books.Pins : [] };
        var reasons = new List<GateReason>();
        if (found.LeftAt is not null)
        {
            reasons.Add(GateReasons.HasLeft(found));
        }
        reasons.AddRange(live.Done ? await Live(context, live.Value, answer, stop) : live.Refusals.Select(r => GateReasons.Undetermined(r, found.Id)));
        reasons = [.. reasons.Select(r => r with { Blocks = r.Blocks && (production || Everywhere.Contains(r.Code)) }).OrderByDescending(r => r.Blocks)];
        return answer with { Reasons = reasons, Allowed = !reasons.Any(r => r.Blocks) };
    }

    /// <summary>True when nobody can let it through: what the law prohibits, what a body ordered, and what there is nobody to account for.</summary>
    internal static bool IsFinal(GateAnswer answer) => answer.System is null || answer.Reasons.Any(r => r.Code is Prohibited or Left or Ordered or Restricted);

    private static async Task<AiSystem?> Find(TowerContext context, string asked, CancellationToken stop)
    {
        var number = asked.StartsWith("AI-", StringComparison.OrdinalIgnoreCase) && int.TryParse(asked.AsSpan(3), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : -1;
        if (await context.Set<AiSystem>().FirstOrDefaultAsync(s => s.Id == asked || s.Number == number, stop) is { } named)
        {
            return named;
        }
        // A scheme holds no colon, a source's id may.
        var colon = asked.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return null;
        }
        var (scheme, value) = (asked[..colon], asked[(colon + 1)..]);
        var ids = context.Set<SystemSourceId>().Where(i => i.Scheme == scheme && i.Value == value).Select(i => i.System);
        return await context.Set<AiSystem>().FirstOrDefaultAsync(s => ids.Contains(s.Id), stop);
    }

    private async Task<IEnumerable<GateReason>> Live(TowerContext context, LiveSystem live, GateAnswer answer, CancellationToken stop)
    {
        var (id, state) = (answer.System!.Id, live.Version.State);
        var rows = await context.Set<DutyRow>().AsNoTracking().Where(d => d.System == id).ToDictionaryAsync(d => d.Rule, StringComparer.Ordinal, stop);
        var glasses = await context.Set<BrokenGlass>().AsNoTracking().Where(g => g.System == id).ToListAsync(stop);
        var entry = new StateEntry(id, live.Facts, state, Lifecycle.InUse, answer.Day);
        return
        [
            .. GateReasons.OfState(state, id),
            .. GateReasons.OfClasses(live, id),
            .. (await StateBreaches.Of(guards, context, [entry]))[0].Select(r => GateReasons.OfGuard(r, id)),
            .. new GateDuties(live, rows, answer.Day).Reasons(),
            .. GateReasons.OfGlasses(glasses, rows, answer.At),
        ];
    }
}
