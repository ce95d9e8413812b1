using System.Data.Common;
using System.Globalization;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>
/// Counts inside a database with one GROUP BY per table: only counts leave it. Give an open connection of SQLite or PostgreSQL; the engine itself knows no driver. The parts of a partitioned
/// PostgreSQL table are counted one by one, so that parts that lie on other servers (postgres_fdw) are counted there.
/// </summary>
public static class SqlCells
{
    /// <summary>
    /// Makes grouping here dear while it lasts, so that the planner groups on the server where a foreign part lies, whatever it guesses of that part's size. Parts that lie here are grouped all the same.
    /// </summary>
    internal sealed class AggregateAway : IDisposable
    {
        private readonly DbConnection _connection;

        public AggregateAway(DbConnection connection)
        {
            _connection = connection;
            Execute("SET enable_hashagg = off; SET enable_sort = off");
        }

        public void Dispose() => Execute("RESET enable_hashagg; RESET enable_sort");

        private void Execute(string text)
        {
            using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // One of the two texts above.
            command.CommandText = text;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    /// <summary>The query that counts one part, for whoever wants to see what a database is asked.</summary>
    internal static string QueryOf(DbConnection connection, string part, CellSpec spec) => new SqlText(spec, Columns(connection, part, part, spec), postgres: true).Query(part);

    /// <summary>Reads cells from a table or view.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">Its name, with a schema where needed: <c>benefits.decisions</c>.</param>
    /// <param name="spec">Which columns are counted, and how.</param>
    /// <exception cref="AuditRefusedException">The table lacks a column, or a column of numbers holds none.</exception>
    /// <exception cref="DbException">The database refused the query.</exception>
    public static ReadResult Read(DbConnection connection, string table, CellSpec spec)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var postgres = connection.GetType().FullName!.StartsWith("Npgsql", StringComparison.Ordinal);
        var name = string.Join('.', table.Split('.').Select(SqlText.Quote));
        var types = Columns(connection, name, table, spec);
        var text = new SqlText(spec, types, postgres);
        var parts = postgres ? Parts(connection, name) : [name];
        if (spec is { KeepScores: true, Score: not null, Bins: null } && TooManyScores(connection, parts, text))
        {
            spec = spec with { Bins = ScoreBins.Unit };
            text = new SqlText(spec, types, postgres);
        }
        var counted = new SqlCounter(spec, text);
        using var _ = postgres && parts.Count > 1 ? new AggregateAway(connection) : null;
        foreach (var part in parts)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text.Query(part);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                counted.Add(reader);
            }
        }
        return counted.ToResult();
    }

    private static Dictionary<string, Type> Columns(DbConnection connection, string name, string table, CellSpec spec)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {name} WHERE 1 = 0";
        using var reader = command.ExecuteReader();
        var types = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetFieldType, StringComparer.Ordinal);
        // Some databases take an unknown name in quotes for a text; nobody may be counted by that.
        var missing = spec.Columns.Where(c => !types.ContainsKey(c)).ToList();
        return missing.Count == 0 ? types : throw CsvHeader.Missing(missing, [.. types.Keys], table);
    }

    /// <summary>The leaves of a partitioned table, or the table itself.</summary>
    private static List<string> Parts(DbConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT n.nspname, c.relname FROM pg_partition_tree(CAST(@name AS regclass)) p JOIN pg_class c ON c.oid = p.relid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE p.isleaf ORDER BY 1, 2";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("name", name);
        command.Parameters.Add(parameter);
        using var reader = command.ExecuteReader();
        var parts = new List<string>();
        while (reader.Read())
        {
            parts.Add($"{SqlText.Quote(reader.GetString(0))}.{SqlText.Quote(reader.GetString(1))}");
        }
        return parts.Count > 0 ? parts : [name];
    }

    private static bool TooManyScores(DbConnection connection, List<string> parts, SqlText text)
    {
        var different = new HashSet<double>();
        foreach (var part in parts)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text.DistinctScores(part);
            using var reader = command.ExecuteReader();
            while (reader.Read() && !ChunkCells.TooManyScores(different.Count))
            {
                if (!reader.IsDBNull(0))
                {
                    different.Add(Convert.ToDouble(reader.GetValue(0), CultureInfo.InvariantCulture));
                }
            }
        }
        return ChunkCells.TooManyScores(different.Count);
    }
}
