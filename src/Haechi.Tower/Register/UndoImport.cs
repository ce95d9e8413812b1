using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>
/// Takes an import back: what it changed gets a new version that says what was said before; what it made leaves the lists. Systems that people changed since are left alone and named. Raw cells
/// and all versions stay.
/// </summary>
public sealed record UndoImport(string Import, string? Note = null);

/// <summary>What came of it.</summary>
/// <param name="Restored">Systems that say again what they said before.</param>
/// <param name="Removed">Systems that the import had made and that left the lists.</param>
/// <param name="Kept">Systems left alone because something came after, or because a guard refuses their earlier state.</param>
public sealed record UndoneImport(int Restored, int Removed, IReadOnlyList<string> Kept);

/// <summary>Carries out <see cref="UndoImport"/>.</summary>
internal sealed class UndoImportHandler(TowerStore store, IEnumerable<IStateGuard> guards) : IHandle<UndoImport, UndoneImport>
{
    public Task<Result<UndoneImport>> Handle(Actor actor, UndoImport command, CancellationToken stop) => store.Write<UndoneImport>(actor, async scope =>
    {
        var made = await scope.Context.Set<SystemVersion>().AsNoTracking().Where(v => v.Import == command.Import).Select(v => new { v.System, v.Number }).ToListAsync(stop);
        if (made.Count == 0)
        {
            return Refusal.NotFound("가져오기", "import", command.Import);
        }
        var first = made.GroupBy(m => m.System).ToDictionary(g => g.Key, g => g.Min(m => m.Number));
        var present = await ManyChanges.Load(scope.Context, first.Keys);
        if (present.Count == 0)
        {
            return Refusal.Because("already-undone", "이 가져오기는 이미 취소되었습니다.", "this import has been undone already", command.Import);
        }
        var taken = await ManyChanges.Take(scope, [.. present.Select(p => p.System.Id)], Roles.Officer);
        if (!taken.Done)
        {
            return Refused.Because<UndoneImport>(taken.Refusals);
        }
        var untouched = taken.Value.Where(t => t.Newest.Import == command.Import).ToList();
        var (next, kept) = await Before(scope, untouched, first, command.Note);
        await Versions.AppendMany(scope, next);
        var removed = untouched.Where(u => first[u.System.Id] == 1).Select(u => u.System).ToList();
        await Leaving.Leave(scope, removed, null);
        kept.AddRange(taken.Value.Where(t => t.Newest.Import != command.Import).Select(t => t.System.Id));
        await scope.Context.Set<ImportRun>().Where(r => r.Id == command.Import).ExecuteUpdateAsync(u => u.SetProperty(r => r.UndoneAt, scope.Now), stop);
        scope.Record("register.undo-import", "import:" + command.Import, new { restored = next.Count, removed = removed.Count, kept = kept.Count });
        return new UndoneImport(next.Count, removed.Count, kept);
    }, stop);

    private async Task<(List<BulkVersion> Next, List<string> Kept)> Before(WriteScope scope, List<(AiSystem System, SystemVersion Newest)> untouched, Dictionary<string, int> first, string? note)
    {
        var (next, kept) = (new List<BulkVersion>(), new List<string>());
        foreach (var some in untouched.Where(u => first[u.System.Id] > 1).Chunk(500))
        {
            var ids = some.Select(s => s.System.Id).ToList();
            var earlier = (await scope.Context.Set<SystemVersion>().AsNoTracking().Where(v => ids.Contains(v.System)).ToListAsync())
                .Where(v => v.Number == first[v.System] - 1).ToDictionary(v => v.System);
            foreach (var (system, newest) in some)
            {
                var again = ManyChanges.Again(earlier[system.Id], "undo", scope.Today, note);
                var refused = await StateRules.Refusals(guards, scope.Context, system.Id, FactsJson.Read(newest.Facts), again.Facts, scope.Today, back: true);
                if (refused.Count > 0)
                {
                    kept.Add(system.Id);
                }
                else
                {
                    next.Add(new BulkVersion(system, false, newest, again));
                }
            }
        }
        return (next, kept);
    }
}

/// <summary>Takes systems out of the lists.</summary>
internal static class Leaving
{
    /// <summary>Out of the newest state, by which lists and searches of today go, and, unless they moved to <paramref name="into"/>, the ids by which an import finds them.</summary>
    public static async Task Leave(WriteScope scope, IReadOnlyList<AiSystem> systems, string? into)
    {
        var context = scope.Context;
        foreach (var some in systems.Chunk(500))
        {
            var ids = some.Select(s => s.Id).ToList();
            await context.Set<AiSystem>().Where(s => ids.Contains(s.Id)).ExecuteUpdateAsync(u => u.SetProperty(s => s.LeftAt, scope.Now).SetProperty(s => s.MergedInto, into));
            await context.Set<SystemNow>().Where(n => ids.Contains(n.System)).ExecuteDeleteAsync();
            await context.Set<SystemSpan>().Where(n => ids.Contains(n.System)).ExecuteUpdateAsync(u => u.SetProperty(s => s.LeftAt, scope.Now));
            if (into is null)
            {
                await context.Set<SystemSourceId>().Where(i => ids.Contains(i.System)).ExecuteDeleteAsync();
            }
            else
            {
                await context.Set<SystemSourceId>().Where(i => ids.Contains(i.System)).ExecuteUpdateAsync(u => u.SetProperty(i => i.System, into));
            }
        }
        await context.Change(Versions.Kind);
    }
}
