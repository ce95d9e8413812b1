using System.Diagnostics;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Bench.Faults;

/// <summary>How a tower is attacked.</summary>
/// <param name="Kills">How often a node is killed.</param>
/// <param name="Nodes">How many nodes serve it; more than one needs PostgreSQL.</param>
/// <param name="Callers">How many programs write at the same time.</param>
/// <param name="Chapter">After so many kills everything is held against everything; then it goes on with the same data.</param>
/// <param name="Seed">Of the moments and the changes. Another run with it meets other races all the same.</param>
internal sealed record SiegePlan(int Kills, int Nodes = 1, int Callers = 4, int Chapter = 100, int Seed = 17);

/// <summary>Kills the nodes of a tower at moments of chance, over and over, while programs write to it, and holds what is there against what was acknowledged.</summary>
internal sealed class Siege(Ground ground, SiegePlan plan, Tally tally)
{
    private const int LongestLife = 700;
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Mercy = TimeSpan.FromMinutes(3);
    private readonly Random _random = new(plan.Seed);
    private readonly Judge _judge = new(ground, tally);
    private double _startTakes = 1500;

    /// <summary>Called after every chapter.</summary>
    public Action? Told { get; set; }

    /// <summary>Runs to the end, or until something is wrong, or until it is told to stop; then too everything is held against everything.</summary>
    public async Task Run(CancellationToken stop = default)
    {
        for (var (chapter, done) = (0, 0); done < plan.Kills && tally.Problems.IsEmpty && !stop.IsCancellationRequested; chapter++)
        {
            var kills = Math.Min(plan.Chapter, plan.Kills - done);
            await Chapter(chapter, kills, stop);
            done += kills;
            Told?.Invoke();
        }
    }

    private async Task Chapter(int chapter, int kills, CancellationToken stop)
    {
        var nodes = Enumerable.Range(0, plan.Nodes).Select(ground.Launch).ToArray();
        using var over = new CancellationTokenSource();
        var callers = Enumerable.Range(0, plan.Callers).Select(c => new Caller(c, $"m{chapter}", ground, tally, HashCode.Combine(plan.Seed, chapter, c))).ToArray();
        try
        {
            var calling = callers.Select(c => Task.Run(() => c.Run(over.Token))).ToArray();
            for (var kill = 0; kill < kills && tally.Problems.IsEmpty && !stop.IsCancellationRequested; kill++)
            {
                var one = kill % plan.Nodes;
                await KillOnce(nodes[one], callers);
                if (kill % 10 == 9)
                {
                    await Look();
                }
                nodes[one].Dispose();
                nodes[one] = ground.Launch(one);
            }
            await Task.WhenAll(nodes.Select(n => n.Opened()));
            await over.CancelAsync();
            await Task.WhenAll(calling);
            await _judge.Settled();
        }
        catch (Exception ended) when (ended is InvalidOperationException or TimeoutException)
        {
            tally.Wrong($"{ended.Message}\n{string.Join("\n---\n", nodes.Select(n => n.Said))}");
            await over.CancelAsync();
        }
        finally
        {
            Array.ForEach(nodes, n => n.Dispose());
            Array.ForEach(callers, c => c.Dispose());
        }
        if (tally.Problems.IsEmpty)
        {
            await _judge.Check(plan.Nodes);
        }
    }

    /// <summary>One in four dies while it starts, which is also while it recovers; one in four soon after it opened; the others while they acknowledge.</summary>
    private async Task KillOnce(Node node, Caller[] callers)
    {
        var (since, when) = (Stopwatch.StartNew(), _random.Next(4));
        if (when == 0)
        {
            await Task.Delay(_random.Next((int)(_startTakes * 1.2)));
        }
        else
        {
            await node.Opened();
            _startTakes = (0.7 * _startTakes) + (0.3 * since.Elapsed.TotalMilliseconds);
            for (var acknowledged = tally.Acknowledged.Count; when > 1 && acknowledged == tally.Acknowledged.Count && tally.Problems.IsEmpty && since.Elapsed < FirstAnswer;)
            {
                await Task.Delay(5);
            }
            await Task.Delay(_random.Next(LongestLife));
            // On a busy machine a long request could be cut off in every life: once in a while it may come to its end.
            for (var mercy = Stopwatch.StartNew(); callers.Any(c => c.Waits > LongWait) && mercy.Elapsed < Mercy && tally.Problems.IsEmpty;)
            {
                await Task.Delay(20);
            }
        }
        if (node.HasEnded)
        {
            throw new InvalidOperationException("A node ended by itself.");
        }
        var opened = node.IsOpen;
        node.Kill();
        tally.Killed(opened);
    }

    /// <summary>Only now and then: whoever opens SQLite after a kill recovers it, and that is the node's own work.</summary>
    private async Task Look()
    {
        using var store = ground.Open();
        await using var context = store.Open();
        var signed = (await LedgerQueries.Reach(context)).Signed;
        tally.Left(await context.Set<JournalEntry>().AnyAsync(j => j.LedgerIndex == null), await context.Set<JournalEntry>().AnyAsync(j => j.LedgerIndex >= signed));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
