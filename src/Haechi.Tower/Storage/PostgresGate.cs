using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Haechi.Tower.Storage;

/// <summary>
/// One writer at a time, whatever the number of nodes, as on SQLite: each writing transaction first takes this lock of the database, which ends with it. Handlers may therefore look and then write, and
/// nothing that they saw changes in between; without it they would need the level SERIALIZABLE and would be repeated in ordinary work.
/// </summary>
internal static class PostgresGate
{
    /// <summary>"haechi" and a number, as one key of the server's advisory locks.</summary>
    private const long Lock = 0x6861656368690001;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits for the lock; gives back the transaction's number, by which its end can be asked for. A node that falls silent for two minutes within its transaction loses it.</summary>
    public static async Task<string> Enter(TowerContext context, CancellationToken stop)
    {
        await context.Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = '60s'; SET LOCAL idle_in_transaction_session_timeout = '120s'", stop);
        return (await context.Database.SqlQuery<string>($"SELECT pg_current_xact_id()::text AS \"Value\" FROM (SELECT pg_advisory_xact_lock({Lock})) AS gate").ToListAsync(stop))[0];
    }

    /// <summary>Whether a transaction whose commit nobody answered was kept; null when the server could not be asked.</summary>
    public static async Task<bool?> Kept(string connection, string transaction)
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Environment.TickCount64 < until)
        {
            try
            {
                await using var asked = new NpgsqlConnection(connection);
                await asked.OpenAsync();
                await using var command = new NpgsqlCommand("SELECT pg_xact_status($1::text::xid8)", asked);
                command.Parameters.Add(new NpgsqlParameter { Value = transaction });
                switch (await command.ExecuteScalarAsync() as string)
                {
                    case "committed": return true;
                    case "aborted": return false;
                    case null: return null;
                }
            }
            catch (NpgsqlException)
            {
                // It is asked again until the patience ends.
            }
            await Task.Delay(200);
        }
        return null;
    }

    /// <summary>The database's own clock in UTC microseconds: the one clock that all nodes share.</summary>
    public static string NowSql(bool sqlite) => sqlite ? "CAST(unixepoch('subsec') * 1000000 AS INTEGER)" : "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)";

    /// <summary>The clock of the database.</summary>
    public static async Task<long> Now(TowerContext context, CancellationToken stop = default)
    {
        var sql = $"SELECT {NowSql(context.IsSqlite)} AS \"Value\"";
        return (await context.Database.SqlQueryRaw<long>(sql).ToListAsync(stop))[0];
    }
}
