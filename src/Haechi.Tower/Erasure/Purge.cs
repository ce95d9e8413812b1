using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Erasure;

/// <summary>
/// Takes the bytes of erased rows out of the database's files, where they would lie in free space. SQLite writes the whole file anew; PostgreSQL frees the rows for writing over.
/// </summary>
internal static class Purge
{
    private const int Busy = 5;
    private const int Tries = 20;

    public static async Task Run(TowerStore store, CancellationToken stop)
    {
        await using var context = store.Open();
        if (!context.IsSqlite)
        {
            await context.Database.ExecuteSqlRawAsync("VACUUM", stop);
            return;
        }
        for (var tried = 1; ; tried++)
        {
            try
            {
                await context.Database.ExecuteSqlRawAsync("VACUUM", stop);
                // Readers keep pages of the write-ahead file in use: then it is emptied a little later.
                if (await Emptied(context, stop) || tried == Tries)
                {
                    return;
                }
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode == Busy && tried < Tries)
            {
                // Another writer is at work.
            }
            await Task.Delay(50 * tried, stop);
        }
    }

    private static async Task<bool> Emptied(TowerContext context, CancellationToken stop)
    {
        await context.Database.OpenConnectionAsync(stop);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        return Convert.ToInt64(await command.ExecuteScalarAsync(stop), System.Globalization.CultureInfo.InvariantCulture) == 0;
    }
}

internal sealed class ErasureModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Erasers>().AddSingleton<ErasureList>().AddSingleton<IJob, ErasureListJob>().AddSingleton<IAfterRestore, ErasuresAfterRestore>();
}
