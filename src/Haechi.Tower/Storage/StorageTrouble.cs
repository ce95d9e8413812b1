using Haechi.Rules;
using Haechi.Tower.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Haechi.Tower.Storage;

/// <summary>
/// Tells what is wrong with the place where things are kept: a full or read-only disk, a database that is away, a password. Such a fault is nobody's program, so people are told in plain
/// words what to do; everything else stays a fault. The texts hold no name of an account and no value of a row.
/// </summary>
public static class StorageTrouble
{
    /// <summary>The codes that pass by themselves or after a person made room: the answer is "try again".</summary>
    public static IReadOnlySet<string> Passing { get; } = new HashSet<string>(StringComparer.Ordinal) { "disk-full", "read-only", "db-unreachable", "db-busy", "disk-fault", "commit-unknown" };

    /// <summary>The refusal that a fault comes to, or null when storage is not what failed.</summary>
    public static Refusal? Of(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            var refusal = cause switch
            {
                CommitUnknownException => Unknown,
                PostgresException postgres => OfPostgres(postgres.SqlState),
                NpgsqlException => Unreachable,
                SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
                IOException io => OfErrno(io.HResult & 0xFFFF),
                _ => null,
            };
            if (refusal is not null)
            {
                return refusal;
            }
        }
        return null;
    }

    /// <summary>True when the same act may succeed if it is done again from its beginning: nothing of it was kept.</summary>
    internal static bool CanRetry(Exception fault) => Find<PostgresException>(fault) is { } postgres
        // Serialization, deadlock, lock timeout, a server that shuts down or starts, too many connections, a lost connection.
        ? postgres.SqlState is "40001" or "40P01" or "55P03" or "57P01" or "57P02" or "57P03" or "57P05" or "25P03" or "53300" || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
        : Find<NpgsqlException>(fault) is not null || Find<SqliteException>(fault) is { SqliteErrorCode: 5 or 6 };

    /// <summary>True when the connection is gone, so that nobody answered what became of a commit.</summary>
    internal static bool IsLost(Exception fault) => Find<PostgresException>(fault) is { } postgres ? postgres.SqlState is "57P01" or "57P02" or "57P05" || postgres.SqlState.StartsWith("08", StringComparison.Ordinal) : Find<NpgsqlException>(fault) is not null;

    private static T? Find<T>(Exception fault)
        where T : Exception
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }
        return null;
    }

    private static Refusal? OfPostgres(string state) => state switch
    {
        "28P01" or "28000" => Make("db-login", "데이터베이스가 계정이나 비밀번호를 받아들이지 않았습니다.", "the database did not accept the account or its password",
            "비밀번호(HAECHI_DB, PGPASSWORD, PGPASSFILE)와 pg_hba.conf를 확인하십시오.", "check the password (HAECHI_DB, PGPASSWORD, PGPASSFILE) and pg_hba.conf."),
        "3D000" => Make("db-absent", "그 이름의 데이터베이스가 없습니다.", "there is no database of that name", "createdb 로 만들거나 이름을 고치십시오.", "make it with createdb, or correct the name."),
        "42501" => Make("db-permission", "데이터베이스 계정에 필요한 권한이 없습니다.", "the database account lacks a permission", "데이터베이스의 소유자로 만들거나 스키마의 권한을 주십시오.", "make it the owner of the database, or grant it the schema."),
        "53100" => Full,
        "25006" => ReadOnly,
        "53300" or "55P03" or "40001" or "40P01" => Busy,
        "57P01" or "57P02" or "57P03" or "57P05" => Unreachable,
        "58030" => DiskFault,
        _ => state.StartsWith("08", StringComparison.Ordinal) ? Unreachable : null,
    };

    private static Refusal? OfSqlite(int code) => code switch
    {
        5 or 6 => Busy,
        8 or 14 => ReadOnly,
        10 => DiskFault,
        11 or 26 => Make("broken-database", "자료 폴더의 haechi.db가 상했거나 데이터베이스가 아닙니다.", "haechi.db in the data folder is damaged or no database", "haechi doctor 로 확인하고, 상했으면 백업을 되돌리십시오.", "check it with haechi doctor; if it is damaged, restore a backup."),
        13 => Full,
        _ => null,
    };

    // ENOSPC 28, EDQUOT 122, EFBIG 27, EROFS 30, EIO 5; 112 is the framework's own number for a full disk.
    private static Refusal? OfErrno(int number) => number switch { 28 or 122 or 27 or 112 => Full, 30 => ReadOnly, 5 => DiskFault, _ => null };

    private static Refusal Full { get; } = Make("disk-full", "저장 공간이 꽉 차 저장하지 못했습니다. 바꾸던 것은 하나도 남지 않았고, 이미 있던 것은 그대로입니다. 읽기는 계속됩니다.",
        "the disk is full and nothing of this was kept; what was there before is unharmed, and reading goes on", "관리자가 공간을 비운 뒤 다시 보내십시오. 프로그램을 다시 켤 필요는 없습니다.", "send it again once an administrator has made room; the program needs no restart.");

    private static Refusal ReadOnly { get; } = Make("read-only", "저장 장치에 쓸 수 없어 저장하지 못했습니다. 읽기는 계속됩니다.", "the place where things are kept cannot be written, and nothing of this was kept; reading goes on",
        "관리자가 마운트와 권한을 확인한 뒤 다시 보내십시오.", "send it again once an administrator has looked at mounts and permissions.");

    private static Refusal DiskFault { get; } = Make("disk-fault", "저장 장치가 오류를 알려 저장하지 못했습니다.", "the disk reported an error and this was not kept", "관리자가 저장 장치를 확인하고 haechi doctor 를 실행하십시오.", "an administrator should look at the disk and run haechi doctor.");

    private static Refusal Busy { get; } = Make("db-busy", "다른 일이 오래 쓰고 있어 저장하지 못했습니다.", "another act has been writing for long, and this was not kept", "잠시 뒤에 다시 보내십시오.", "send it again in a little while.");

    private static Refusal Unreachable { get; } = Make("db-unreachable", "데이터베이스에 닿지 못했습니다.", "the database cannot be reached", "서버가 켜져 있는지, 주소와 번호(포트)가 맞는지 확인하고 잠시 뒤에 다시 하십시오.", "check that the server runs and that address and port are right, and try again in a little while.");

    private static Refusal Unknown { get; } = Make("commit-unknown", "저장을 마치는 순간 데이터베이스와 끊겨, 저장되었는지 알 수 없습니다.", "the database was lost at the very moment of keeping this, and whether it was kept is not known",
        "다시 보내기 전에 남아 있는지 먼저 보십시오.", "look whether it is there before you send it again.");

    private static Refusal Make(string code, string ko, string en, string koNext, string enNext) => new(code, LocalText.Of(ko, en), null, LocalText.Of(koNext, enNext));
}

/// <summary>The connection was lost while a commit was under way, and the database could not be asked afterwards.</summary>
public sealed class CommitUnknownException(Exception cause) : IOException("The connection was lost during the commit; whether it was kept is not known.", cause);
