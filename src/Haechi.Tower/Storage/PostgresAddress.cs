using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Npgsql;

namespace Haechi.Tower.Storage;

/// <summary>
/// Reads how a PostgreSQL is reached: a connection string (<c>Host=db;Database=haechi;Username=haechi</c>) or an address (<c>postgresql://haechi@db/haechi</c>). What is refused is never repeated,
/// because it may hold a password.
/// </summary>
public static class PostgresAddress
{
    /// <summary>The environment variable that is read when nothing stands on the command line, where every account of the machine could see a password.</summary>
    public const string Variable = "HAECHI_DB";

    private static readonly LocalText Next = LocalText.Of(
        $"Host=db.example;Database=haechi;Username=haechi 또는 postgresql://haechi@db.example/haechi 처럼 적으십시오. 비밀번호는 환경 변수 {Variable}나 PGPASSWORD, PGPASSFILE로 주십시오.",
        $"write it as Host=db.example;Database=haechi;Username=haechi or postgresql://haechi@db.example/haechi; give the password in the environment ({Variable}, PGPASSWORD or PGPASSFILE).");

    /// <summary>The connection string that the store uses.</summary>
    public static Result<string> Read(string text)
    {
        try
        {
            var builder = IsAddress(text) ? FromAddress(new Uri(text.Trim())) : new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
            {
                return Wrong("서버(Host)와 데이터베이스(Database)가 모두 있어야 합니다.", "both the server (Host) and the database (Database) are needed");
            }
            // Values of rows must never come into an error text, and from there into a log.
            builder.IncludeErrorDetail = false;
            builder.ApplicationName ??= "haechi";
            builder.KeepAlive = builder.KeepAlive == 0 ? 30 : builder.KeepAlive;
            builder.CommandTimeout = text.Contains("Command Timeout", StringComparison.OrdinalIgnoreCase) ? builder.CommandTimeout : 300;
            return builder.ConnectionString;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return Wrong("연결 문자열을 읽을 수 없습니다.", "the connection string cannot be read");
        }
    }

    /// <summary>What may be shown of a connection: server, port, database and account, never a password.</summary>
    public static string Shown(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        return string.Create(CultureInfo.InvariantCulture, $"{(string.IsNullOrEmpty(builder.Username) ? "" : builder.Username + "@")}{builder.Host}:{builder.Port}/{builder.Database}");
    }

    private static bool IsAddress(string text) => text.TrimStart() is var t && (t.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || t.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase));

    private static NpgsqlConnectionStringBuilder FromAddress(Uri address)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(address.Host), Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')) };
        if (address.Port > 0)
        {
            builder.Port = address.Port;
        }
        var account = address.UserInfo.Split(':', 2);
        if (account[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(account[0]);
        }
        if (account.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(account[1]);
        }
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)))
        {
            // Names as libpq writes them differ from the provider's by a space only.
            var name = pair[0].ToLowerInvariant() switch { "sslmode" => "SSL Mode", "sslrootcert" => "Root Certificate", "application_name" => "Application Name", "user" => "Username", var other => other };
            builder[name] = Uri.UnescapeDataString(pair.Length > 1 ? pair[1] : "");
        }
        return builder;
    }

    private static Refusal Wrong(string ko, string en) => new("wrong-db", LocalText.Of(ko, en), "--db", Next);
}
