using System.Globalization;
using Haechi.Tower.Common;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Storage;

/// <summary>
/// Lets one of several nodes do a kind of work. Whoever holds a claim renews it; one that dies or is paused loses it after a minute. Each transaction of the work checks within itself that the
/// claim still stands, so a node that wakes up after it was overtaken writes nothing any more. Time is the database's: the clocks of nodes may differ.
/// </summary>
public sealed class Claims(TowerStore store)
{
    private static readonly AsyncLocal<(string Name, long Epoch)?> Held = new();
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly string _holder = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{NewId.Next()}");

    /// <summary>How long a claim stands without being renewed.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Does the work once the claim is free.</summary>
    public async Task<T> Run<T>(string name, Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        if (Held.Value?.Name == name)
        {
            return await work(stop);
        }
        long? epoch;
        while ((epoch = await Take(name, stop)) is null)
        {
            await Task.Delay(Look, stop);
        }
        return await Do(name, epoch.Value, work, stop);
    }

    /// <summary>Does the work when the claim is free now; otherwise somebody else does it, and this gives back <paramref name="otherwise"/>.</summary>
    public async Task<T> TryRun<T>(string name, Func<CancellationToken, Task<T>> work, T otherwise, CancellationToken stop) =>
        await Take(name, stop) is { } epoch ? await Do(name, epoch, work, stop) : otherwise;

    /// <summary>Within a transaction of claimed work: throws when another node has taken over.</summary>
    internal static async Task Check(TowerContext context, CancellationToken stop)
    {
        if (Held.Value is { } held && !await context.Set<Claim>().AsNoTracking().AnyAsync(c => c.Name == held.Name && c.Epoch == held.Epoch, stop))
        {
            throw new ClaimLostException(held.Name);
        }
    }

    private async Task<T> Do<T>(string name, long epoch, Func<CancellationToken, Task<T>> work, CancellationToken stop)
    {
        using var overtaken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var ended = new CancellationTokenSource();
        var renewing = Renew(name, epoch, overtaken, ended.Token);
        Held.Value = (name, epoch);
        try
        {
            return await work(overtaken.Token);
        }
        finally
        {
            Held.Value = null;
            await ended.CancelAsync();
            await renewing;
            await Change("UPDATE claim SET holder = '', until = 0 WHERE name = {0} AND epoch = {1}", name, epoch);
        }
    }

    private async Task<long?> Take(string name, CancellationToken stop)
    {
        await using var context = store.Open();
        var (now, lease) = (PostgresGate.NowSql(context.IsSqlite), ((long)Lease.TotalMicroseconds).ToString(CultureInfo.InvariantCulture));
        var sql = $"INSERT INTO claim (name, holder, epoch, until) VALUES ({{0}}, {{1}}, 1, {now} + {lease}) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = claim.epoch + 1, until = excluded.until WHERE claim.until <= {now} RETURNING epoch AS \"Value\"";
        var taken = await context.Database.SqlQueryRaw<long>(sql, name, _holder).ToListAsync(stop);
        return taken.Count > 0 ? taken[0] : null;
    }

    private async Task Renew(string name, long epoch, CancellationTokenSource overtaken, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(Lease / 3, ended).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (ended.IsCancellationRequested)
            {
                return;
            }
            await using var context = store.Open();
            var until = $"{PostgresGate.NowSql(context.IsSqlite)} + {((long)Lease.TotalMicroseconds).ToString(CultureInfo.InvariantCulture)}";
            if (await Change($"UPDATE claim SET until = {until} WHERE name = {{0}} AND epoch = {{1}}", name, epoch) == 0)
            {
                await overtaken.CancelAsync();
                return;
            }
        }
    }

    /// <summary>The number of rows changed, or null when the database could not be asked; then the claim simply runs out.</summary>
    private async Task<int?> Change(string sql, string name, long epoch)
    {
        try
        {
            await using var context = store.Open();
            return await context.Database.ExecuteSqlRawAsync(sql, name, epoch);
        }
        catch (Exception fault) when (StorageTrouble.Of(fault) is not null)
        {
            return null;
        }
    }
}
