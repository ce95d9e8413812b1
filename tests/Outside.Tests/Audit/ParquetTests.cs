using System.Globalization;
using System.Text;
using Haechi.Audit;
using Haechi.Audit.Cells;
using Haechi.Audit.Reading;
using Haechi.Outside.Tests.Databases;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Audit;

/// <summary>A Parquet file that DuckDB wrote counts as the CSV that it was made from; without DuckDB it is refused and nothing is guessed.</summary>
public sealed class ParquetTests : IDisposable
{
    private const string Variable = "HAECHI_DUCKDB";

    private static readonly CellSpec Plain = new() { Attributes = [new AttributeSpec("sex", "sex", DimensionRole.Group), new AttributeSpec("age", "age", DimensionRole.Group, [20, 40])], Outcome = "need", Decision = "granted" };

    private readonly string _folder = Directory.CreateTempSubdirectory("haechi parquet's ").FullName;

    private string Csv => Path.Combine(_folder, "log.csv");

    private string Parquet => Path.Combine(_folder, "log.parquet");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Parquet_counts_as_the_CSV_that_it_was_made_from()
    {
        Make("sex VARCHAR, age VARCHAR, need INTEGER, granted BOOLEAN, score DOUBLE, cases BIGINT");
        foreach (var spec in Specs())
        {
            var (expected, found) = (DataFile.Read(Csv, spec, 1), DataFile.Read(Parquet, spec, 2));
            Assert.Equal(Bytes(expected), Bytes(found));
            // The first row of the CSV stands on its second line.
            Assert.Equal(expected.Notes.Problems.Select(p => (p.Line - 1, p.Kind)), found.Notes.Problems.Select(p => (p.Line, p.Kind)));
            Assert.Equal("parquet", found.Notes.Encoding);
        }
        Assert.Contains("no column 'nowhere'; the columns are: sex, age, need, granted, score, cases", Refused(Plain with { Outcome = "nowhere" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_and_a_missing_library_are_told()
    {
        Make("sex VARCHAR, age VARCHAR, need INTEGER, granted BOOLEAN, score DOUBLE, cases BIGINT");
        var whole = File.ReadAllBytes(Parquet);
        File.WriteAllBytes(Parquet, whole[..(whole.Length / 2)]);
        Assert.Equal("parquet", Refused(Plain).Problems[0].Code);
        File.WriteAllBytes(Parquet, whole);
        Environment.SetEnvironmentVariable(Variable, Path.Combine(_folder, "libduckdb.so"));
        var missing = Refused(Plain).Problems[0];
        Assert.Equal("no-duckdb", missing.Code);
        Assert.Contains(Variable, missing.Message.Ko, StringComparison.Ordinal);
        Assert.Contains(Variable, missing.Message.En, StringComparison.Ordinal);
    }

    private static IEnumerable<CellSpec> Specs() =>
    [
        Plain,
        Plain with { Attributes = [Plain.Attributes[0]], Filters = [new RowFilter("sex", null, ["남"], null, null)] },
        Plain with { Score = "score", At = .5, Decision = null, KeepScores = true },
        Plain with { Weight = "score", Count = "cases" },
    ];

    /// <summary>Some thousand rows, with values that are missing, hold quotes and line breaks, or are no numbers.</summary>
    private void Make(string types)
    {
        var text = new StringBuilder("sex,age,need,granted,score,cases\n");
        string[] sexes = ["여", "남", "", "\"a, \"\"b\"\"\"", "longer than twelve bytes"];
        for (var i = 0; i < 5_000; i++)
        {
            var age = i % 997 == 5 ? "old" : (i * 7 % 90).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{sexes[i * 3 % 5]},{age},{(i % 3 == 0 ? 1 : 0)},{(i % 7 < 3 ? "true" : "false")},{i % 8 / 8.0:0.###},{i % 4}\n");
        }
        File.WriteAllText(Csv, text.ToString());
        using var duck = DuckDb.Open();
        Environment.SetEnvironmentVariable(Variable, Checkout.NodeFile("@duckdb", "node-bindings-linux-x64", "libduckdb.so"));
        duck.Execute($"CREATE TABLE log ({types})");
        duck.Execute($"COPY log FROM {Quoted(Csv)} (HEADER, NULLSTR '')");
        duck.Execute($"COPY log TO {Quoted(Parquet)} (FORMAT PARQUET, ROW_GROUP_SIZE 2048)");
    }

    private AuditRefusedException Refused(CellSpec spec) => Assert.Throws<AuditRefusedException>(() => DataFile.Read(Parquet, spec, 1));

    private static string Bytes(ReadResult read) => Encoding.UTF8.GetString(CellFile.Write(new CellDocument(read.Table, read.Notes with { Encoding = "", Problems = [] })));

    private static string Quoted(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";
}
