using System.Data.Common;
using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Operations;

/// <summary>The database: reached, of a known version and schema, unharmed, with a clock like the machine's.</summary>
internal sealed class DatabaseCheckUp(TowerStore store)
{
    private const long MostSkewMicros = 2_000_000;

    /// <summary>The results, and whether the register can be read, which all further checks need.</summary>
    public async Task<(List<CheckResult> Results, bool Usable)> Look(CancellationToken stop)
    {
        var results = new List<CheckResult>();
        if (store.Options.Postgres is null && !File.Exists(store.Options.SqliteFile))
        {
            results.Add(CheckResult.Wrong("database", "자료 폴더에 등록부가 없습니다.", "there is no register in the data folder", "--data 나 --db 를 확인하십시오.", "check --data or --db."));
            return (results, false);
        }
        try
        {
            var state = await Migrator.State(store, stop);
            await using var context = store.Open();
            results.Add(await Version(context, stop));
            results.Add(Schema(state));
            if (state.Pending.Count > 0)
            {
                return (results, false);
            }
            results.Add(await Unharmed(context, stop));
            results.Add(await Clock(context, stop));
            return (results, true);
        }
        catch (Exception fault) when (Opening.Of(fault) is { } refusal)
        {
            results.Add(new CheckResult("database", CheckOutcome.Wrong, refusal.Message, refusal.Next));
            return (results, false);
        }
    }

    private async Task<CheckResult> Version(TowerContext context, CancellationToken stop)
    {
        var version = (await context.Database.SqlQueryRaw<string>(context.IsSqlite ? "SELECT sqlite_version() AS \"Value\"" : "SELECT current_setting('server_version') AS \"Value\"").ToListAsync(stop))[0];
        var size = context.IsSqlite ? new FileInfo(store.Options.SqliteFile).Length : (await context.Database.SqlQueryRaw<long>("SELECT pg_database_size(current_database()) AS \"Value\"").ToListAsync(stop))[0];
        var (name, shown) = (context.IsSqlite ? "SQLite" : "PostgreSQL", FolderCheckUp.Size(size));
        return CheckResult.Fine("database", $"{name} {version}, {shown}", $"{name} {version}, {shown}");
    }

    private static CheckResult Schema(SchemaState state)
    {
        var applied = state.Applied.ToString(CultureInfo.InvariantCulture);
        return state.Pending.Count == 0 ? CheckResult.Fine("schema", $"스키마 {applied}", $"schema {applied}")
            : CheckResult.Wrong("schema", $"스키마 {applied}, 올려야 할 것: {string.Join(", ", state.Pending.Select(p => p.Name))}", $"schema {applied}; to be run: {string.Join(", ", state.Pending.Select(p => p.Name))}", "백업한 뒤 haechi migrate 를 실행하십시오.", "make a backup and run haechi migrate.");
    }

    private static async Task<CheckResult> Unharmed(TowerContext context, CancellationToken stop)
    {
        if (!context.IsSqlite)
        {
            return CheckResult.Note("integrity", "PostgreSQL의 내부는 확인하지 않습니다.", "the inside of PostgreSQL is not checked here", "pg_amcheck 를 쓰십시오.", "use pg_amcheck.");
        }
        try
        {
            var told = new List<string>();
            await context.Database.OpenConnectionAsync(stop);
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA integrity_check(5)";
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                told.Add(reader.GetString(0));
            }
            return told is ["ok"] ? CheckResult.Fine("integrity", "상한 곳 없음", "no damage found")
                : CheckResult.Wrong("integrity", $"상한 곳이 있습니다: {string.Join("; ", told)}", $"damage was found: {string.Join("; ", told)}", "쓰기를 멈추고 마지막 백업을 되돌리십시오.", "stop writing and restore the last backup.");
        }
        catch (DbException damaged)
        {
            return CheckResult.Wrong("integrity", $"읽을 수 없습니다: {damaged.Message}", $"it cannot be read: {damaged.Message}", "쓰기를 멈추고 마지막 백업을 되돌리십시오.", "stop writing and restore the last backup.");
        }
    }

    private static async Task<CheckResult> Clock(TowerContext context, CancellationToken stop)
    {
        // The machine's clock, not the one of a demonstration.
        var skew = await PostgresGate.Now(context, stop) - TowerClock.ToMicros(TimeProvider.System.GetUtcNow());
        var seconds = (Math.Abs(skew) / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
        return Math.Abs(skew) <= MostSkewMicros ? CheckResult.Fine("clock", $"이 컴퓨터와 데이터베이스의 차이 {seconds}초", $"{seconds} s between this machine and the database")
            : CheckResult.Wrong("clock", $"이 컴퓨터와 데이터베이스의 시계가 {seconds}초 다릅니다. 기한과 기록 시각이 어긋납니다.", $"the clocks of this machine and the database differ by {seconds} s; periods and times of recording go wrong", "시간 동기화(NTP)를 켜십시오.", "turn time synchronisation (NTP) on.");
    }
}
