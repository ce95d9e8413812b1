using Haechi.Tower.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Storage;

/// <summary>
/// Reads and writes. SQLite takes one writer at a time, so a process queues its writers at one gate instead of letting them meet in the database; another process (a verb beside
/// <c>serve</c>) is waited for. On PostgreSQL the same holds for all nodes together (<see cref="PostgresGate"/>), at the level READ COMMITTED: behind the gate a handler sees the last committed state.
/// </summary>
public sealed class TowerStore : IDisposable
{
    private const int Tries = 8;

    /// <summary>The provider binds every parameter of a batch to each of its statements: a thousand statements in one, the usual number, make thousands of rows take minutes.</summary>
    private const int Batch = 8;
    private readonly DbContextOptions<TowerContext> _options;
    private static readonly AsyncLocal<bool> Writing = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>A store; nothing is opened yet.</summary>
    public TowerStore(TowerOptions options)
    {
        Options = options;
        var builder = new DbContextOptionsBuilder<TowerContext>();
        _options = (options.Postgres is { } postgres
            ? builder.UseNpgsql(postgres)
            : builder.UseSqlite(new SqliteConnectionStringBuilder { DataSource = options.SqliteFile, DefaultTimeout = 30, ForeignKeys = true }.ToString(), o => o.MaxBatchSize(Batch))
                .AddInterceptors(SqlitePragmas.Instance)).Options;
    }

    /// <summary>The options that it was made with.</summary>
    public TowerOptions Options { get; }

    /// <summary>The clock.</summary>
    public TowerClock Clock => Options.Clock;

    /// <summary>Raised after every commit of this process, so that workers look for what is pending. Must not throw or wait.</summary>
    public event Action? Committed;

    /// <summary>A context for reading; the caller disposes it. Nothing that is read is tracked.</summary>
    public TowerContext Open()
    {
        var context = new TowerContext(_options);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }

    /// <summary>Reads.</summary>
    public async Task<T> Read<T>(Func<TowerContext, Task<T>> read)
    {
        await using var context = Open();
        return await read(context);
    }

    /// <summary>
    /// Runs one act in one transaction. A refusal rolls everything back. An act that recorded nothing in the journal is a fault of the program and is rolled back too. When the database is busy or lost
    /// before the commit, <paramref name="act"/> runs again from its beginning, so it changes nothing but the scope's tables; what must happen once goes into <see cref="WriteScope.AfterCommit"/>.
    /// </summary>
    /// <exception cref="CommitUnknownException">The connection was lost during the commit, and the database could not be asked what became of it.</exception>
    public async Task<Result<T>> Write<T>(Actor actor, Func<WriteScope, Task<Result<T>>> act, CancellationToken stop = default)
    {
        if (Writing.Value)
        {
            throw new InvalidOperationException("An act began another within its own transaction, which would wait for itself.");
        }
        await _gate.WaitAsync(stop);
        WriteScope scope;
        Result<T> result;
        try
        {
            (result, scope) = await Attempt(actor, act, stop);
        }
        finally
        {
            _gate.Release();
        }
        if (result.Done)
        {
            foreach (var action in scope.AfterCommitActions)
            {
                action();
            }
            Committed?.Invoke();
        }
        return result;
    }

    /// <summary>Writes rows that follow from others, such as indexes of the ledger: no act, so no entry, and no worker is woken by it.</summary>
    internal async Task<Result<T>> Derive<T>(Func<WriteScope, Task<Result<T>>> write, CancellationToken stop = default)
    {
        await _gate.WaitAsync(stop);
        try
        {
            return (await Attempt(Actor.Program, scope =>
            {
                scope.NoAct();
                return write(scope);
            }, stop)).Item1;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<(Result<T>, WriteScope)> Attempt<T>(Actor actor, Func<WriteScope, Task<Result<T>>> act, CancellationToken stop)
    {
        for (var tried = 1; ; tried++)
        {
            var round = new Round<T>();
            try
            {
                return await Once(round, actor, act, stop);
            }
            catch (Exception lost) when (round.Committing && !stop.IsCancellationRequested && round.Transaction is not null && StorageTrouble.IsLost(lost))
            {
                if (await PostgresGate.Kept(Options.Postgres!, round.Transaction) is not { } kept)
                {
                    throw new CommitUnknownException(lost);
                }
                if (kept)
                {
                    return (round.Result!, round.Scope!);
                }
                if (tried >= Tries)
                {
                    throw;
                }
            }
            catch (Exception passing) when (!round.Committing && tried < Tries && StorageTrouble.CanRetry(passing))
            {
                await Task.Delay((Options.Postgres is null ? 50 : 200) * tried, stop);
            }
        }
    }

    private async Task<(Result<T>, WriteScope)> Once<T>(Round<T> round, Actor actor, Func<WriteScope, Task<Result<T>>> act, CancellationToken stop)
    {
        await using var context = new TowerContext(_options);
        context.ChangeTracker.AutoDetectChangesEnabled = true;
        await using var transaction = await context.Database.BeginTransactionAsync(stop);
        round.Transaction = context.IsSqlite ? null : await PostgresGate.Enter(context, stop);
        await Claims.Check(context, stop);
        var scope = round.Scope = new WriteScope(context, actor, Clock);
        Writing.Value = true;
        var result = round.Result = await Act(scope, act);
        if (!result.Done)
        {
            return (result, scope);
        }
        if (!scope.Recorded)
        {
            throw new InvalidOperationException("An act wrote no journal entry; nothing was kept.");
        }
        await context.SaveChangesAsync(stop);
        stop.ThrowIfCancellationRequested();
        round.Committing = true;
        // A commit that is broken off leaves it open whether it was kept, so it is never broken off.
        await transaction.CommitAsync(CancellationToken.None);
        return (result, scope);
    }

    /// <summary>The act, and what the caller wants done with it in the same transaction.</summary>
    private static async Task<Result<T>> Act<T>(WriteScope scope, Func<WriteScope, Task<Result<T>>> act)
    {
        if (scope.Actor.ReadOnly)
        {
            return new Refusal("read-only-token", Rules.LocalText.Of("이 토큰은 읽기만 합니다.", "this token only reads"), null, Rules.LocalText.Of("쓰기 범위가 있는 토큰을 쓰십시오.", "use a token with a scope to write."));
        }
        if (scope.Actor.Errand is not { } errand)
        {
            return await act(scope);
        }
        if (await errand.Before(scope) is { } refused)
        {
            return refused;
        }
        var result = await act(scope);
        return result.Done && await errand.After(scope, result.Value) is { } late ? late : result;
    }

    /// <summary>What is known of one try when it ends badly.</summary>
    private sealed class Round<T>
    {
        public string? Transaction { get; set; }

        public WriteScope? Scope { get; set; }

        public Result<T>? Result { get; set; }

        public bool Committing { get; set; }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();
}
