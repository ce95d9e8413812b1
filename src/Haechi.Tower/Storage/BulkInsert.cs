using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Haechi.Tower.Storage;

/// <summary>
/// Writes many rows of one table within the running transaction: a prepared statement on SQLite, COPY on PostgreSQL. About thirty times as fast as tracked entities, which is what makes an
/// import of thousands of systems one short act. Tables and columns are names in this program, never input.
/// </summary>
internal static class BulkInsert
{
    /// <summary>Inserts the rows. <paramref name="replace"/>: a row with the same key is replaced; then <paramref name="columns"/> begins with the key.</summary>
    public static Task Run(TowerContext context, string table, string[] columns, IEnumerable<object?[]> rows, bool replace = false) =>
        context.IsSqlite ? Prepared(context, table, columns, rows, replace) : Copied(context, table, columns, rows, replace);

    private static async Task Prepared(TowerContext context, string table, string[] columns, IEnumerable<object?[]> rows, bool replace)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
#pragma warning disable CA2100 // Only names of this program; the values are parameters.
        command.CommandText = $"INSERT {(replace ? "OR REPLACE " : "")}INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => "$p" + i))})";
#pragma warning restore CA2100
        for (var i = 0; i < columns.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "$p" + i;
            command.Parameters.Add(parameter);
        }
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            }
            // The provider is synchronous underneath; the asynchronous call would only cost.
#pragma warning disable CA1849
            command.ExecuteNonQuery();
#pragma warning restore CA1849
        }
    }

    private static async Task Copied(TowerContext context, string table, string[] columns, IEnumerable<object?[]> rows, bool replace)
    {
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var all = rows as IReadOnlyList<object?[]> ?? [.. rows];
        if (replace)
        {
            await using var delete = new NpgsqlCommand();
            delete.Connection = connection;
#pragma warning disable CA2100 // Only names of this program; the values are a parameter.
            delete.CommandText = $"DELETE FROM {table} WHERE \"{columns[0]}\" = ANY($1)";
#pragma warning restore CA2100
            delete.Parameters.Add(new NpgsqlParameter { Value = Keys(all) });
            await delete.ExecuteNonQueryAsync();
        }
        // Text, not binary, because the database itself then reads its vectors of words.
        await using var copy = await connection.BeginTextImportAsync($"COPY {table} ({Names(columns)}) FROM STDIN");
        var line = new StringBuilder();
        foreach (var row in all)
        {
            line.Clear();
            for (var i = 0; i < row.Length; i++)
            {
                Append(line.Append(i == 0 ? "" : "\t"), row[i]);
            }
            await copy.WriteAsync(line.Append('\n'));
        }
    }

    private static string Names(string[] columns) => string.Join(", ", columns.Select(c => $"\"{c}\""));

    private static object Keys(IReadOnlyList<object?[]> rows) =>
        rows.All(r => r[0] is int) ? rows.Select(r => (int)r[0]!).ToArray() : rows.All(r => r[0] is long) ? rows.Select(r => (long)r[0]!).ToArray() : rows.Select(r => Convert.ToString(r[0], CultureInfo.InvariantCulture)!).ToArray();

    private static void Append(StringBuilder line, object? value)
    {
        switch (value)
        {
            case null:
                line.Append("\\N");
                break;
            case DateOnly day:
                line.Append(day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                line.Append("\\\\x").Append(Convert.ToHexStringLower(bytes));
                break;
            case bool flag:
                line.Append(flag ? 't' : 'f');
                break;
            case string text:
                AppendText(line, text);
                break;
            default:
                line.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void AppendText(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            // The database keeps no NUL in a text.
            _ = c switch
            {
                '\\' => line.Append("\\\\"),
                '\t' => line.Append("\\t"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\0' => line,
                _ => line.Append(c),
            };
        }
    }
}
