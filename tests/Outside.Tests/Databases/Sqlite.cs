using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Haechi.Outside.Tests.Databases;

/// <summary>A SQLite in memory: the second referee.</summary>
internal sealed class Sqlite : IReferee
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public Sqlite() => _connection.Open();

    public string Name => $"SQLite {_connection.ServerVersion}";

    public void Dispose() => _connection.Dispose();

    public void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    public void Insert(string table, IEnumerable<object?[]> rows)
    {
        using var transaction = _connection.BeginTransaction();
        SqliteCommand? command = null;
        foreach (var row in rows)
        {
            if (command is null)
            {
                command = Command($"INSERT INTO \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\" VALUES ({string.Join(", ", row.Select((_, i) => $"$p{i}"))})");
                command.Transaction = transaction;
                command.Parameters.AddRange(row.Select((_, i) => new SqliteParameter($"$p{i}", null)));
            }
            for (var i = 0; i < row.Length; i++)
            {
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            }
            command.ExecuteNonQuery();
        }
        command?.Dispose();
        transaction.Commit();
    }

    public void Read(string sql, Func<IReadOnlyList<string>, Action<int, IRow>> header)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        var row = new Row(reader);
        var each = header([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        while (reader.Read())
        {
            each(int.Parse(reader.GetString(0), CultureInfo.InvariantCulture), row);
        }
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The statement under test is the input.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private sealed class Row(SqliteDataReader reader) : IRow
    {
        public bool? Bool(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column) != 0;

        public double? Number(int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);
    }
}
