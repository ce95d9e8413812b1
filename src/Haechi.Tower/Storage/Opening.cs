using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Storage;

/// <summary>
/// Brings a tower's database up, or says why not. SQLite has one program, which upgrades its file by itself. A PostgreSQL that holds data may serve other nodes that still run the older
/// program, so its upgrade is an act of its own: <c>haechi migrate</c>.
/// </summary>
public static class Opening
{
    /// <summary>Null when the database is ready for this program.</summary>
    public static async Task<Refusal?> Prepare(TowerStore store, bool upgrade = false, CancellationToken stop = default)
    {
        try
        {
            var state = await Migrator.State(store, stop);
            if (state.Pending.Count > 0 && state.Applied > 0 && store.Options.Postgres is not null && !upgrade)
            {
                return Pending(state);
            }
            if (state.Pending.Count > 0)
            {
                await Migrator.Migrate(store);
            }
            return null;
        }
        catch (Exception fault) when (Of(fault) is { } refusal)
        {
            return refusal;
        }
    }

    /// <summary>What keeps a database from being opened, or null when that is not what failed.</summary>
    public static Refusal? Of(Exception fault) => fault switch
    {
        NewerSchemaException newer => new Refusal("newer-schema",
            LocalText.Of($"자료가 더 새로운 판의 프로그램으로 쓰였습니다(스키마 {newer.Found}, 이 프로그램은 {newer.Known}까지).", $"the data was written by a newer program (schema {newer.Found}; this one knows up to {newer.Known})"), null,
            LocalText.Of("새 프로그램을 쓰거나, 올리기 전에 만든 백업을 되돌리십시오.", "use the newer program, or restore a backup made before the upgrade.")),
        OldPostgresException old => new Refusal("old-postgres",
            LocalText.Of($"PostgreSQL {Major(old.Found)}은(는) 오래되었습니다. {Major(old.Oldest)} 이상이어야 합니다.", $"PostgreSQL {Major(old.Found)} is too old; {Major(old.Oldest)} or newer is needed"), "--db",
            LocalText.Of("서버를 올리거나 다른 서버를 주십시오.", "upgrade the server, or give another one.")),
        MigrationFailedException failed => new Refusal("migration-failed",
            LocalText.Of($"스키마를 올리다가 {failed.Script.Name}에서 실패했습니다({failed.InnerException?.Message}). 모두 되돌려 이전 스키마 그대로이고, 자료는 바뀌지 않았습니다.",
                $"the upgrade failed at {failed.Script.Name} ({failed.InnerException?.Message}); all of it was rolled back, the schema is the one from before, and no data changed"), null,
            LocalText.Of("이전 판의 프로그램으로 계속 쓰고, 이 문장과 함께 알려 주십시오.", "go on with the earlier program, and report this line.")),
        _ => StorageTrouble.Of(fault),
    };

    private static string Major(int version) => (version / 10_000).ToString(CultureInfo.InvariantCulture);

    private static Refusal Pending(SchemaState state) => new("pending-migration",
        LocalText.Of($"데이터베이스의 스키마가 오래되었습니다({state.Applied}, 이 프로그램은 {Migrator.Newest}). PostgreSQL은 다른 노드도 쓰므로 저절로 올리지 않습니다.",
            $"the schema of the database is older ({state.Applied}; this program has {Migrator.Newest}), and a PostgreSQL that other nodes use is not upgraded by the way"), "--db",
        LocalText.Of("다른 노드를 멈추고 백업한 뒤 haechi migrate 를 실행하십시오.", "stop the other nodes, make a backup, and run haechi migrate."));
}
