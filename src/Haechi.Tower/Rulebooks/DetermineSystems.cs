using System.Text.Json;
using Haechi.Rules.Books;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>Determines every pending system under the installed books, in portions; whatever was cut short is found again.</summary>
public sealed record DetermineSystems;

/// <summary>What a run came to.</summary>
/// <param name="Run">The id, or null when nothing was pending.</param>
/// <param name="Systems">Systems looked at.</param>
/// <param name="Changed">Those whose result is not the same as before.</param>
/// <param name="Hash">SHA-256 over systems and results.</param>
public sealed record RunResult(string? Run, int Systems, int Changed, string? Hash);

/// <summary>One system determined and not yet kept.</summary>
internal sealed record Determined(FactsOfDay Of, string Hash, string Json, IReadOnlyList<SystemClass> Classes, int Risk, DateOnly Until);

internal sealed class DetermineSystemsHandler(TowerStore store, BookRegistry registry, Calendars calendars, IEnumerable<IAfterDetermination> followers, Claims claims) : IHandle<DetermineSystems, RunResult>, IDisposable
{
    private const string ClaimName = "determination";
    private const int Read = 1000;
    private const int Portion = 200;
    private readonly SemaphoreSlim _one = new(1, 1);
    private (long Changes, string Key, DateOnly Day) _settled;
    private (long Versions, long Determinations, string Key, DateOnly Day) _determined;

    public async Task<Result<RunResult>> Handle(Actor actor, DetermineSystems command, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            await using var context = store.Open();
            var inForce = await InForce.Read(context, registry, calendars);
            if (!inForce.Done)
            {
                return Refused.Because<RunResult>(inForce.Refusals);
            }
            var now = (await ChangeNumber.All(context, stop), inForce.Value.Key, store.Clock.Today);
            if (_settled == now)
            {
                return new RunResult(null, 0, 0, null);
            }
            var facts = (await ChangeNumber.Last(context, Versions.Kind, stop), await ChangeNumber.Last(context, DeterminationChanges.Kind, stop), inForce.Value.Key, store.Clock.Today);
            // Nodes and verbs take turns; whoever comes second finds done what the first has done.
            var result = await claims.Run(ClaimName, async going =>
            {
                // An act on a duty changes no fact: it is not worth a look at every system.
                var ran = _determined == facts ? new RunResult(null, 0, 0, null) : await Run(actor, context, inForce.Value, going);
                foreach (var follower in followers.OrderBy(f => f.Floor))
                {
                    await follower.Follow(inForce.Value, going);
                }
                return ran;
            }, stop);
            // What this changed itself is looked at once more.
            (_settled, _determined) = result.Done ? (now, facts) : default;
            return result;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Result<RunResult>> Run(Actor actor, TowerContext context, InForce inForce, CancellationToken stop)
    {
        var day = store.Clock.Today;
        var pending = await Pending.Query(context, inForce.Key, day).ToListAsync(stop);
        if (pending.Count == 0)
        {
            return new RunResult(null, 0, 0, null);
        }
        var run = new DeterminationRun
        {
            Id = NewId.Next(), StartedAt = store.Clock.Micros, Day = day, Key = inForce.Key, Books = JsonSerializer.Serialize(inForce.Books.Pins), Systems = pending.Count,
        };
        var keeper = new DeterminationKeeper(run, inForce.Key);
        var edge = inForce.NextEdge(day);
        var lines = new List<string>(pending.Count);
        Determined[] held = [];
        foreach (var chunk in pending.Chunk(Read))
        {
            var facts = await Pending.Facts(context, chunk, day, stop);
            var determined = new Determined[facts.Count];
            Parallel.For(0, facts.Count, i => determined[i] = Determine(inForce, facts[i], day, edge));
            lines.AddRange(determined.Select(Line));
            foreach (var portion in determined.Chunk(Portion))
            {
                if (held.Length > 0)
                {
                    await Keep(actor, keeper, run, inForce, held, null, stop);
                }
                held = portion;
            }
        }
        var hash = Digest.Of(string.Join('\n', lines));
        await Keep(actor, keeper, run, inForce, held, hash, stop);
        return new RunResult(run.Id, run.Systems, run.Changed, hash);
    }

    /// <summary>Keeps a portion with its own entry, so that of a run that is cut short nothing is without one. The last portion gives the run its end and the hash of all.</summary>
    private async Task Keep(Actor actor, DeterminationKeeper keeper, DeterminationRun run, InForce inForce, Determined[] portion, string? end, CancellationToken stop)
    {
        var changed = 0;
        await store.Write<Done>(actor, async scope =>
        {
            await scope.Context.Change(DeterminationChanges.Kind);
            changed = keeper.Keep(scope, portion);
            if (end is not null)
            {
                await scope.Context.Set<DeterminationRun>().Where(r => r.Id == run.Id).ExecuteUpdateAsync(u => u
                    .SetProperty(r => r.EndedAt, scope.Now).SetProperty(r => r.Changed, run.Changed + changed).SetProperty(r => r.Hash, end), stop);
            }
            scope.Record("rulebooks.determine", "run:" + run.Id, new { day = run.Day, books = inForce.Books.Pins, key = run.Key, systems = portion.Length, changed, hash = Digest.Of(string.Join('\n', portion.Select(Line))) },
                books: inForce.Books.Pins.Select(p => p.Text));
            return Done.Well;
        }, stop);
        run.Changed += changed;
    }

    private static string Line(Determined determined) => $"{determined.Of.System} {determined.Hash}";

    private static Determined Determine(InForce inForce, FactsOfDay of, DateOnly day, DateOnly edge)
    {
        var until = of.Next < edge ? of.Next : edge;
        if (of.Facts is null)
        {
            var none = ResultJson.Write(KeptResult.None);
            return new Determined(of, Digest.Of(none), none, [], 0, until);
        }
        var facts = of.Read();
        var determination = inForce.Determine(day, of.Record(facts));
        foreach (var yearly in determination.Duties.Where(d => d.Duty.Due is DueYearly && d.Due.Day is not null).Select(d => d.Due.Day!.Value.AddDays(1)).Where(d => d < until))
        {
            until = yearly;
        }
        var result = ResultJson.Of(determination, inForce.Days) with { Declared = DeclaredClasses.Of(facts) };
        var json = ResultJson.Write(result);
        return new Determined(of, Digest.Of(json), json, ClassRows.Of(inForce.Books.Set, of.System, result), ClassRows.Risk(inForce.Books.Set, result), until);
    }
}
