using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Support;

namespace Haechi.House.Tests.Classify;

/// <summary>The verb on small and on hostile inventories, with a book and a map in a folder of their own.</summary>
public sealed class ClassifyTests : IDisposable
{
    private const string Book = """
        rulebook: test/book
        version: "1"
        title: Test
        rank: city
        languages: [en]
        stages: [{from: 2020-01-01, stage: enforced}]
        classes:
          risky: {title: Risky, "yes": HIGH, "no": NOT, review: REVIEW}
        questions:
          personal: {type: bool, ask: "Is personal data used?"}
          decides: {type: enum, of: [alone, "no", helps], ask: "Does it decide?"}
          tested: {type: enum, of: {done: Done, open: Open}, ask: "Tested?"}
          why: {type: text, ask: "Why?"}
        rules:
          - id: risky
            title: Risky
            cite: "1"
            class: risky
            decide: {yes: "personal && decides == 'alone'", no: "!personal || decides == 'no'"}
            look_at: What it decides.
            oblige: {id: test, modality: must, status: tested}
        """;

    private const string Map = """
        map: small
        books: [test/book]
        id: No
        name: Name
        facts:
          personal: {column: Personal, values: {y: true, n: false}}
          decides: {column: Decides, values: {alone: alone, "no": "no", helps: helps}}
          tested: {column: Tested, values: {done: done, open: open}}
          why: {column: Why}
        declared:
          risky: {column: Owner, values: {high: HIGH, low: NOT}}
        show: [why]
        """;

    private const string Header = "No,Name,Personal,Decides,Tested,Why,Owner\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-classify-").FullName;

    public ClassifyTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "rulebooks", "test", "book", "maps"));
        File.WriteAllText(Path.Combine(_folder, "rulebooks", "test", "book", "book.yaml"), Book);
        File.WriteAllText(Path.Combine(_folder, "map.yaml"), Map);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string text, string name = "systems.csv")
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private static (int Code, string Out, string Error) Run(string file, params string[] more) => Command.Run(["classify", file, "--on", "2026-01-01", "--lang", "en", .. more]);

    [Fact]
    public void Fine_systems_end_with_zero()
    {
        var (code, output, error) = Run(Write(Header + "1,A,y,alone,done,,high\n2,B,n,no,,,low\n"));
        Assert.True(code == 0, error + output);
        Assert.Contains("2 systems", output, StringComparison.Ordinal);
        Assert.Contains("Owner and rules disagree: 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Disagreement_review_and_unknown_are_told_apart()
    {
        var file = Write(Header + "1,A,y,alone,open,,low\n2,B,y,helps,,because so,high\n3,C,y,,,,low\n4,D,n,,,,\n");
        var (code, output, _) = Run(file, "--format", "json");
        Assert.Equal(1, code);
        var root = JsonDocument.Parse(output).RootElement;
        var summary = root.GetProperty("summary");
        Assert.Equal([("1", "NOT", "HIGH"), ("2", "HIGH", "REVIEW")], summary.GetProperty("disagreements").EnumerateArray()
            .Select(d => (d.GetProperty("id").GetString()!, d.GetProperty("declared").GetString()!, d.GetProperty("determined").GetString()!)));
        var review = Assert.Single(summary.GetProperty("review").EnumerateArray());
        Assert.Equal(("2", "because so"), (review.GetProperty("id").GetString(), review.GetProperty("show").GetProperty("why").GetString()));
        var unknown = Assert.Single(summary.GetProperty("unknown").EnumerateArray());
        Assert.Equal(("3", "decides"), (unknown.GetProperty("id").GetString(), unknown.GetProperty("ask").GetString()));
        Assert.Equal("open 1", string.Join(", ", summary.GetProperty("status")[0].GetProperty("values").EnumerateObject().Where(v => v.Value.GetInt32() > 0).Select(v => $"{v.Name} {v.Value}")));
        var first = root.GetProperty("records")[0];
        Assert.Equal("HIGH", first.GetProperty("classes").GetProperty("risky").GetString());
        Assert.Equal("NOT", first.GetProperty("declared").GetProperty("risky").GetString());
        Assert.Equal("risky", first.GetProperty("disagrees")[0].GetString());
    }

    [Fact]
    public void The_table_shows_what_needs_somebody()
    {
        var (_, output, _) = Run(Write(Header + "1,A,y,alone,open,,low\n2,B,y,helps,,because\u001b[31m so,high\n3,C,y,,,,low\n"));
        Assert.Contains("NOT -> HIGH", output, StringComparison.Ordinal);
        Assert.Contains("why: because [31m so", output, StringComparison.Ordinal);
        Assert.Contains("What it decides.", output, StringComparison.Ordinal);
        Assert.Contains("Does it decide?", output, StringComparison.Ordinal);
        Assert.Contains("owed by 1: Open 1, blank (unknown) 0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CSV_result_is_safe_to_open_in_a_spreadsheet()
    {
        var file = Write(Header + "=1+1,\"@SUM(A1), x\",y,helps,,\"-2\"\"\n+3\",high\n");
        var result = Path.Combine(_folder, "out.csv");
        var (_, output, error) = Run(file, "--format", "csv", "-o", result);
        Assert.Equal("", output);
        Assert.Contains(result, error, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(result);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("id,name,group,line,risky declared,risky determined,disagrees,duties,next_question,why", lines[0]);
        Assert.Equal("'=1+1,\"'@SUM(A1), x\",,2,HIGH,REVIEW,risky,0,,\"'-2\"\"\n+3\"", lines[1]);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void A_result_that_cannot_be_written_leaves_nothing_behind()
    {
        var (code, _, error) = Run(Write(Header + "1,A,y,no,,,\n"), "-o", Path.Combine(_folder, "no", "such", "folder.csv"));
        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Header_only_is_an_inventory_of_nothing()
    {
        foreach (var format in new[] { "table", "json", "csv" })
        {
            var (code, output, error) = Run(Write(Header), "--format", format);
            Assert.True(code == 0, error);
            Assert.NotEmpty(output);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   \n\n", "")]
    [InlineData("a,b\n1,2\n", "no-map")]
    [InlineData("[1, 2]", "wrong-value")]
    [InlineData("{\"records\": [{\"No\": 1}]}", "records")]
    [InlineData("[{\"No\": }]", "not-json")]
    [InlineData("[{\"No\": \"\\ud800\"}]", "not-json")]
    [InlineData("[]", "no-map")]
    [InlineData("PK\u0003\u0004\0\0\0binary\0", "not-csv")]
    public void What_is_no_inventory_is_refused(string text, string says)
    {
        var (code, output, error) = Run(Write(text));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var bytes = new byte[200_000];
        new Random(7).NextBytes(bytes);
        var file = Path.Combine(_folder, "noise.csv");
        File.WriteAllBytes(file, bytes);
        Assert.Equal(2, Run(file).Code);
    }

    [Fact]
    public void A_cell_of_a_megabyte_is_read_and_shown_short()
    {
        var (code, output, error) = Run(Write(Header + $"1,A,y,helps,,\"{new string('x', 1 << 20)}\",{new string('z', 1 << 20)}\n"));
        Assert.Equal(1, code);
        Assert.True(output.Length < 10_000 && error.Length < 10_000);
    }

    [Fact]
    public void Ragged_rows_and_an_open_quote_are_told()
    {
        var (code, output, error) = Run(Write(Header + "1,A\n2,B,y,alone,done,,high,extra,more\n3,\"C,y,alone\n4,D,n,,,,\n"));
        Assert.Equal(1, code);
        Assert.Contains("3 systems", output, StringComparison.Ordinal);
        Assert.Contains("ragged", error, StringComparison.Ordinal);
        Assert.Contains("systems.csv:4:1: warning unclosed-quote", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_encodings_and_separators_are_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = Header.Replace(',', '\t') + "1\t하늘 상담\ty\talone\tdone\t\thigh\n";
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.GetEncoding(949), new UTF8Encoding(true) })
        {
            var file = Path.Combine(_folder, "other.csv");
            File.WriteAllText(file, text, encoding);
            var (code, output, error) = Run(file, "--format", "csv");
            Assert.True(code == 0, encoding.WebName + error);
            Assert.Contains("1,하늘 상담,,2,HIGH,HIGH,,1,", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_JSON_array_is_classified_like_a_table()
    {
        var (code, output, error) = Run(Write("""[{"No": 1, "Name": "A", "Personal": "y", "Decides": "alone", "Tested": "done", "Why": null, "Owner": "high"}]""", "systems.json"));
        Assert.True(code == 0, error);
        Assert.Contains("Done 1", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_waiver_is_told_and_changes_no_class_and_no_count()
    {
        var file = Write(Header + "1,A,y,alone,open,,high\n2,B,y,alone,open,,high\n");
        var waivers = Write("waivers:\n  - {by: Decision 7, rules: [risky], records: ['1'], from: 2025-12-01, until: 2026-01-31}\n", "waivers.yaml");
        var installation = Write("first_day_counts: true\n", "installation.yaml");
        var table = Run(file, "--waivers", waivers, "--installation", installation);
        Assert.Contains("lifted by a waiver on that day: 1", table.Out, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Run(file, "--waivers", waivers, "--format", "json").Out);
        Assert.Equal(1, json.RootElement.GetProperty("summary").GetProperty("waived").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("summary").GetProperty("duties").GetProperty("must").GetProperty("duties").GetInt32());
        using var none = JsonDocument.Parse(Run(file, "--format", "json").Out);
        Assert.Equal(0, none.RootElement.GetProperty("summary").GetProperty("waived").GetInt32());
        Assert.Equal(2, Run(file, "--waivers", Write("waivers:\n  - {by: x, rules: [nothing], from: 2025-12-01, until: 2026-01-31}\n", "wrong.yaml")).Code);
    }

    [Theory]
    [InlineData("--waivers", "none.yaml")]
    [InlineData("--installation", "none.yaml")]
    [InlineData("--on", "2026-13-01")]
    [InlineData("--on", "tomorrow")]
    [InlineData("--format", "xml")]
    [InlineData("--map", "none.yaml")]
    [InlineData("--book", "no/such/folder")]
    [InlineData("--nonsense", "x")]
    public void Wrong_use_ends_with_two(string option, string value)
    {
        var (code, output, error) = Command.Run("classify", Write(Header + "1,A,y,no,,,\n"), option, value, "--lang", "en");
        Assert.Equal((2, ""), (code, output));
        Assert.NotEmpty(error);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Contains("no such file", Run(Path.Combine(_folder, "none.csv")).Error, StringComparison.Ordinal);
        Assert.Contains("folder", Run(_folder).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_of_another_inventory_is_refused()
    {
        var other = Write("map: other\nbooks: [test/book]\nfacts: {why: {column: Elsewhere}}\n", "other.yaml");
        var (code, _, error) = Run(Write(Header + "1,A,y,no,,,\n"), "--map", other);
        Assert.Equal(2, code);
        Assert.Contains("wrong-map", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_fitting_map_of_the_rulebooks_is_found_and_named()
    {
        File.Move(Path.Combine(_folder, "map.yaml"), Path.Combine(_folder, "rulebooks", "test", "book", "maps", "small.yaml"));
        File.WriteAllText(Path.Combine(_folder, "rulebooks", "test", "book", "maps", "less.yaml"), "map: less\nbooks: [test/book]\nfacts: {why: {column: Why}}\n");
        File.WriteAllText(Path.Combine(_folder, "rulebooks", "test", "book", "maps", "bad.yaml"), "map: [");
        var (code, output, error) = Run(Write(Header + "1,A,y,no,,,\n"), "--book", Path.Combine(_folder, "rulebooks", "test", "book"));
        Assert.True(code == 1, error);
        Assert.Contains("column map small", output, StringComparison.Ordinal);
        Assert.Contains("(small, 7 of its 7 columns are there)", error, StringComparison.Ordinal);
        Assert.Contains("map-passed-over", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Facts_of_a_book_left_out_are_passed_over_with_a_warning()
    {
        var map = Write(Map.Replace("[test/book]", "[test/book, test/more]", StringComparison.Ordinal) + "\n", "two.yaml");
        File.AppendAllText(map, "group: Owner\n");
        var text = File.ReadAllText(map).Replace("facts:\n", "facts:\n  elsewhere: {column: Why}\n", StringComparison.Ordinal);
        File.WriteAllText(map, text);
        var (code, _, error) = Run(Write(Header + "1,A,y,no,,,\n"), "--map", map, "--book", Path.Combine(_folder, "rulebooks", "test", "book"));
        Assert.True(code == 1, error);
        Assert.Contains("left-out", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_has_an_example() =>
        Assert.Contains("haechi classify samples/haneul/systems.csv", Command.Run("classify", "--help", "--lang", "en").Out, StringComparison.Ordinal);

    [Fact]
    public void The_sample_city_has_its_disagreements()
    {
        var sample = Path.Combine(Repository.Root, "samples", "haneul");
        Assert.SkipUnless(File.Exists(Path.Combine(sample, "map.yaml")), "sample not found: samples/haneul/map.yaml");
        var (code, output, error) = Command.Run("classify", Path.Combine(sample, "systems.csv"), "--on", "2026-11-22", "--format", "json", "--lang", "ko");
        Assert.True(code == 1, error);
        var summary = JsonDocument.Parse(output).RootElement.GetProperty("summary");
        Assert.Equal(26, summary.GetProperty("records").GetInt32());
        Assert.NotEmpty(summary.GetProperty("disagreements").EnumerateArray());
    }
}
