using System.Globalization;
using Haechi.Ledger.Storage;
using Haechi.Tower.Storage;
using Npgsql;

namespace Haechi.Tower.Journal;

/// <summary>
/// Says which process may try to lead. A lock can be lost without its holder noticing at once, so it only keeps the peace: what a leader writes is guarded by the epoch in the database.
/// </summary>
internal interface ILeaderLock : IAsyncDisposable
{
    /// <summary>The number of this taking, another whenever it was taken anew; null when somebody else holds it.</summary>
    public Task<long?> Hold(CancellationToken stop);

    /// <summary>Lets go.</summary>
    public ValueTask Release();
}

internal static class LeaderLock
{
    public static ILeaderLock Of(TowerOptions options) => options.Postgres is { } connection ? new PostgresLock(connection) : new FolderLeaderLock(Path.Combine(options.DataFolder, "ledger"));
}

/// <summary>An advisory lock of a session of its own: it ends with the session, whatever becomes of the process.</summary>
internal sealed class PostgresLock(string connection) : ILeaderLock
{
    // Any number, the same for all nodes and in no other use.
    private const long Number = 0x4861656368690001;
    private NpgsqlConnection? _session;
    private long _taken;

    public async Task<long?> Hold(CancellationToken stop)
    {
        if (_session is not null)
        {
            try
            {
                await Ask(_session, "SELECT true", stop);
                return _taken;
            }
            catch (Exception lost) when (lost is NpgsqlException or InvalidOperationException)
            {
                await Release();
            }
        }
        var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false, ApplicationName = "haechi-ledger" }.ToString());
        var held = false;
        try
        {
            await session.OpenAsync(stop);
            held = await Ask(session, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_try_advisory_lock({Number})"), stop);
        }
        finally
        {
            if (!held)
            {
                await session.DisposeAsync();
            }
        }
        _session = held ? session : null;
        return held ? ++_taken : null;
    }

    public async ValueTask Release()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => Release();

    private static async Task<bool> Ask(NpgsqlConnection session, string sql, CancellationToken stop)
    {
        await using var command = session.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }
}

/// <summary>With SQLite there is one data folder: a lock on a file in it, which ends with the process.</summary>
internal sealed class FolderLeaderLock(string folder) : ILeaderLock
{
    private IDisposable? _held;
    private long _taken;

    public Task<long?> Hold(CancellationToken stop)
    {
        if (_held is null)
        {
            Directory.CreateDirectory(folder);
            _held = LinuxFiles.Instance.Lock(Path.Combine(folder, ".leader"));
            _taken += _held is null ? 0 : 1;
        }
        return Task.FromResult<long?>(_held is null ? null : _taken);
    }

    public ValueTask Release()
    {
        _held?.Dispose();
        _held = null;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Release();
}
