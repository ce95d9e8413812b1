using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Erasure;

/// <summary>Erases again, in a restored database, what was erased after its backup was made.</summary>
/// <param name="Lines">The list of erasures; null for the one beside the ledger.</param>
public sealed record ReplayErasures(IReadOnlyList<ErasedLine>? Lines = null);

/// <summary>What came of it.</summary>
/// <param name="Erased">Things that were still there.</param>
/// <param name="Known">Things that this database has erased already.</param>
/// <param name="Absent">Things that this database never had.</param>
public sealed record ReplayedErasures(int Erased, int Known, int Absent);

/// <summary>Carries out <see cref="ReplayErasures"/>.</summary>
internal sealed class ReplayErasuresHandler(TowerStore store, Erasers erasers, ErasureList kept) : IHandle<ReplayErasures, ReplayedErasures>
{
    public async Task<Result<ReplayedErasures>> Handle(Actor actor, ReplayErasures command, CancellationToken stop)
    {
        var lines = (command.Lines ?? ErasureList.Read(ErasureList.PathOf(store.Options))).DistinctBy(l => l.Thing).ToList();
        var known = (await store.Read(c => c.Set<Tombstone>().Select(t => t.Thing).ToListAsync(stop))).ToHashSet(StringComparer.Ordinal);
        var again = lines.Where(l => !known.Contains(l.Thing)).ToList();
        if (Permissions.Need(actor, Roles.Administrator) is { } role)
        {
            return role;
        }
        if (again.Count == 0)
        {
            return new ReplayedErasures(0, lines.Count, 0);
        }
        var done = await store.Write<ReplayedErasures>(actor, async scope =>
        {
            var erased = 0;
            foreach (var line in again)
            {
                // It was lawful when it was done, so neither a time nor a hold of this older database keeps it now; only what is not there stays out.
                if (await erasers.Find(scope.Context, line.Thing, scope.Today, stop))
                {
                    await erasers.Erase(scope, line.Thing, line.Provision, stop);
                    erased++;
                }
                scope.Context.Add(new Tombstone { Thing = line.Thing, Case = line.Case, At = line.At, Role = "replay", Provision = line.Provision });
            }
            scope.Record("erasure.replay", "erasures", new { erased, absent = again.Count - erased });
            return new ReplayedErasures(erased, lines.Count - again.Count, again.Count - erased);
        }, stop);
        if (done.Done)
        {
            await kept.Write(stop);
            await Purge.Run(store, stop);
        }
        return done;
    }
}
