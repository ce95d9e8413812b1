using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Asks for a system as it was at a moment; null for now.</summary>
/// <param name="System">Its id, or its number as people write it (<c>AI-12</c>).</param>
/// <param name="At">The moment, or null for now.</param>
public sealed record SystemAt(string System, Moment? At = null);

/// <summary>A system at a moment.</summary>
/// <param name="System">Its identity.</param>
/// <param name="Version">The version that answers.</param>
/// <param name="Facts">Its facts.</param>
/// <param name="Newest">The newest version's number.</param>
public sealed record SeenSystem(AiSystem System, SystemVersion Version, SystemFacts Facts, int Newest);

/// <summary>Carries out <see cref="SystemAt"/>.</summary>
internal sealed class SystemAtHandler(TowerStore store) : IHandle<SystemAt, SeenSystem>
{
    public async Task<Result<SeenSystem>> Handle(Actor actor, SystemAt command, CancellationToken stop)
    {
        await using var context = store.Open();
        var number = command.System.StartsWith("AI-", StringComparison.OrdinalIgnoreCase) && int.TryParse(command.System.AsSpan(3), out var n) ? n : -1;
        if (await context.Set<AiSystem>().FirstOrDefaultAsync(s => s.Id == command.System || s.Number == number, stop) is not { } system)
        {
            return Refusal.NotFound("시스템", "system", command.System);
        }
        var moment = command.At ?? Moment.Now(store.Clock);
        if (await Versions.At(context, system.Id, moment) is not { } version)
        {
            return Refusal.Because("not-yet", "그 시점에는 아직 등록되지 않은 시스템입니다. 더 늦은 날짜를 고르십시오.", "the system was not in the register at that moment; choose a later day", command.System);
        }
        var newest = await context.Set<SystemVersion>().Where(v => v.System == system.Id).MaxAsync(v => v.Number, stop);
        return new SeenSystem(system, version, FactsJson.Read(version.Facts), newest);
    }
}
