using System.Data.Common;
using Haechi.Audit.Cells;
using Haechi.Audit.Reading;
using Haechi.Audit.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Haechi.Audit.Tests;

/// <summary>A database counts as a file is counted: the same rows, the same cells, byte for byte.</summary>
public sealed class DatabaseTests
{
    private const string Insert = "INSERT INTO decisions VALUES ('여', 31, 1, 0.75, 1), ('남', 64, 0, 0.5, 2), (' 여', 19, 1, 0.25, 1), (NULL, 70, NULL, 0.875, 1), ('남', NULL, 0, NULL, 3), ('a,\"b', 35, 1, 0.125, 1), ('남', 36, 1, 0.5, 1)";

    private const string Csv = "sex,age,need,score,cases\n여,31,1,0.75,1\n남,64,0,0.5,2\n 여,19,1,0.25,1\n,70,,0.875,1\n남,,0,,3\n\"a,\"\"b\",35,1,0.125,1\n남,36,1,0.5,1\n";

    public static TheoryData<string> Kinds => ["plain", "scores", "counts", "filters", "binned"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SQLite_counts_as_the_file_does(string kind)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "CREATE TABLE decisions (sex TEXT, age INTEGER, need INTEGER, score REAL, cases INTEGER)");
        Execute(connection, Insert);
        Same(FromFile(Spec(kind)), SqlCells.Read(connection, "decisions", Spec(kind)));
    }

    [Fact]
    public void SQLite_takes_no_unknown_column_and_no_text_for_a_number()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "CREATE TABLE decisions (sex TEXT, age INTEGER, need INTEGER, score TEXT, cases INTEGER)");
        Execute(connection, "INSERT INTO decisions VALUES ('a', 1, 1, 'abc', 1), ('a', 1, 1, '0.50', 1), ('a', 1, 1, '-3', 1), ('a', 1, 1, '', 1)");
        var read = SqlCells.Read(connection, "decisions", Spec("scores"));
        Assert.Equal((4L, 1L), (read.Notes.Rows, read.Notes.Unreadable));
        Assert.Equal(["", "-3", "0.5"], read.Table.Dimensions.Single(d => d.Role == DimensionRole.Score).Levels);
        Assert.Throws<AuditRefusedException>(() => SqlCells.Read(connection, "decisions", Spec("plain") with { Outcome = "nowhere" }));
    }

    [Fact]
    public void PostgreSQL_counts_as_the_file_does_also_over_several_servers()
    {
        using var servers = PostgresServers.Start(2);
        using var main = Open(servers.Connection(0));
        using var other = Open(servers.Connection(1));
        const string Columns = "(sex text, age integer, need integer, score double precision, cases integer)";
        Execute(main, $"CREATE TABLE decisions {Columns}");
        Execute(main, Insert);
        Execute(other, $"CREATE TABLE far {Columns}");
        Execute(main, $"CREATE EXTENSION postgres_fdw; CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{servers.Folder(1)}', dbname 'postgres'); CREATE USER MAPPING FOR haechi SERVER other OPTIONS (user 'haechi', password_required 'false')");
        Execute(main, $"CREATE TABLE spread {Columns} PARTITION BY RANGE (cases); CREATE TABLE near PARTITION OF spread FOR VALUES FROM (2) TO (100); CREATE FOREIGN TABLE far PARTITION OF spread FOR VALUES FROM (0) TO (2) SERVER other");
        Execute(main, "INSERT INTO spread SELECT * FROM decisions");
        foreach (var kind in Kinds.Select(k => k.Data))
        {
            Same(FromFile(Spec(kind)), SqlCells.Read(main, "decisions", Spec(kind)));
            Same(FromFile(Spec(kind)), SqlCells.Read(main, "public.spread", Spec(kind)));
            // The far server aggregates; no row travels.
            using var away = new SqlCells.AggregateAway(main);
            using var explain = main.CreateCommand();
#pragma warning disable CA2100 // The query is the engine's own.
            explain.CommandText = "EXPLAIN (VERBOSE) " + SqlCells.QueryOf(main, "\"public\".\"far\"", Spec(kind));
#pragma warning restore CA2100
            using var reader = explain.ExecuteReader();
            var plan = new List<string>();
            while (reader.Read())
            {
                plan.Add(reader.GetString(0));
            }
            Assert.Contains(plan, line => line.Contains("Aggregate on (", StringComparison.Ordinal));
        }
        Execute(main, "INSERT INTO decisions VALUES ('x', 1, 1, 'NaN', 1), ('x', 1, 1, 'Infinity', 1)");
        var read = SqlCells.Read(main, "decisions", Spec("scores"));
        Assert.Equal((9L, 2L), (read.Notes.Rows, read.Notes.Unreadable));
        Assert.Throws<AuditRefusedException>(() => SqlCells.Read(main, "decisions", Spec("scores") with { Score = "sex" }));
    }

    private static CellSpec Spec(string kind)
    {
        var spec = new CellSpec { Attributes = [new AttributeSpec("sex", "sex", DimensionRole.Group), new AttributeSpec("age", "age", DimensionRole.Group, [35])], Outcome = "need" };
        return kind switch
        {
            "scores" => spec with { Score = "score", At = .5, KeepScores = true },
            "binned" => spec with { Score = "score", At = .5, KeepScores = true, Bins = new ScoreBins(0, 1, 10) },
            "counts" => spec with { Count = "cases", Weight = "score", Filters = [new RowFilter("score", null, [""], null, null)] },
            "filters" => spec with { Filters = [new RowFilter("age", null, null, 20, 65), new RowFilter("sex", null, ["남"], null, null)] },
            _ => spec,
        };
    }

    private static void Same(ReadResult expected, ReadResult found)
    {
        string Text(ReadResult read) => System.Text.Encoding.UTF8.GetString(CellFile.Write(new CellDocument(read.Table, read.Notes with { Encoding = "", Problems = [] })));
        Assert.Equal(Text(expected), Text(found));
    }

    private static ReadResult FromFile(CellSpec spec)
    {
        var file = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(file, Csv);
            return DataFile.Read(file, spec, 1);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static NpgsqlConnection Open(string connection)
    {
        var opened = new NpgsqlConnection(connection);
        opened.Open();
        return opened;
    }

    private static void Execute(DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
