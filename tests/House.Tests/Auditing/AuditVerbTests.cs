using System.IO.Compression;
using System.Text.Json;
using Haechi.House.Tests.Support;

namespace Haechi.House.Tests.Auditing;

/// <summary>What the verbs of <c>haechi audit</c> do with files, and how they end: 0 fine, 1 a finding, 2 wrong use.</summary>
public sealed class AuditVerbTests : IDisposable
{
    private const string Plan = """
        audit: benefit
        title: {ko: 급여 감사, en: Benefit audit}
        data: {file: log.csv, outcome: need, decision: granted}
        groups: [{column: residence, reference: citizen}, {column: ward, reference: Nuri}]
        replicates: 50
        checks: [{metric: tpr, compare: difference, to: reference, at_least: LIMIT, reason: {ko: 이유, en: reason}}]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-audit-").FullName;

    public AuditVerbTests()
    {
        Assert.Equal(0, Command.Run("audit", "generate", "--rows", "8000", "--lang", "en", "-o", At("log.csv"), "--truth", At("truth.json")).Code);
        Write("plan.yaml", Plan.Replace("LIMIT", "-0.05", StringComparison.Ordinal));
        Write("mild.yaml", Plan.Replace("LIMIT", "-0.9", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_ends_with_1_when_a_check_fails_and_with_0_when_none_does()
    {
        var failed = Command.Run("audit", "run", At("plan.yaml"), "--lang", "en");
        Assert.Equal(1, failed.Code);
        Assert.Contains("Verdict: fail", failed.Out, StringComparison.Ordinal);
        Assert.Contains("Criteria between groups", failed.Out, StringComparison.Ordinal);
        var (code, ko, _) = Command.Run("audit", "run", At("mild.yaml"), "--lang", "ko");
        Assert.Equal(0, code);
        Assert.Contains("판정: 통과", ko, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_plan_takes_its_options_and_reports_as_json_and_html()
    {
        string[] options = ["audit", "run", "--data", At("log.csv"), "--decision", "granted", "--outcome", "need", "--groups", "residence", "--reference", "residence=citizen", "--lang", "en"];
        var (code, text, _) = Command.Run([.. options, "--format", "json"]);
        using var json = JsonDocument.Parse(text);
        // Four fifths of the reference, the rule without a plan, is neither met nor missed for sure by 8,000 rows.
        Assert.Equal((0, 8000, "insufficient-evidence"), (code, json.RootElement.GetProperty("rows").GetInt32(), json.RootElement.GetProperty("verdict").GetString()));
        Assert.Contains(json.RootElement.GetProperty("sections").EnumerateArray(), s => s.GetProperty("id").GetString() == "reference");
        Assert.Equal(0, Command.Run([.. options, "--format", "html", "-o", At("report.html")]).Code);
        Assert.Contains("<h1>", File.ReadAllText(At("report.html")), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void A_generated_log_is_the_same_for_the_same_seed_and_tells_its_truth()
    {
        Assert.Equal(0, Command.Run("audit", "generate", "--rows", "8000", "--lang", "en", "-o", At("again.csv")).Code);
        Assert.Equal(File.ReadAllBytes(At("log.csv")), File.ReadAllBytes(At("again.csv")));
        Assert.Equal(0, Command.Run("audit", "generate", "--rows", "100", "--seed", "2", "-o", At("other.csv")).Code);
        Assert.NotEqual(File.ReadLines(At("log.csv")).Skip(1).First(), File.ReadLines(At("other.csv")).Skip(1).First());
        using var truth = JsonDocument.Parse(File.ReadAllText(At("truth.json")));
        Assert.Equal(JsonValueKind.Object, truth.RootElement.ValueKind);
        Assert.Equal(2, Command.Run("audit", "generate", "--rows", "-1", "-o", At("none.csv")).Code);
        Assert.Equal(2, Command.Run("audit", "generate", "--rows", "5").Code);
        Assert.False(File.Exists(At("none.csv")));
    }

    [Fact]
    public void A_bundle_is_verified_and_a_changed_one_is_a_finding()
    {
        Assert.Equal(1, Command.Run("audit", "run", At("plan.yaml"), "--bundle", At("a.zip")).Code);
        var same = Command.Run("audit", "verify", At("a.zip"), "--data", At("log.csv"), "--lang", "en");
        Assert.Equal(0, same.Code);
        Assert.All(same.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => Assert.StartsWith("same", l, StringComparison.Ordinal));
        File.AppendAllText(At("log.csv"), File.ReadLines(At("log.csv")).Last() + "\n");
        var differs = Command.Run("audit", "verify", At("a.zip"), "--data", At("log.csv"), "--lang", "en");
        Assert.Equal(1, differs.Code);
        Assert.Contains("differs  data", differs.Out, StringComparison.Ordinal);
        using (var zip = ZipFile.Open(At("a.zip"), ZipArchiveMode.Update))
        {
            zip.GetEntry("report.json")!.Delete();
        }
        var missing = Command.Run("audit", "verify", At("a.zip"), "--lang", "en");
        Assert.Equal(1, missing.Code);
        Assert.Contains("missing  report.json", missing.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_made_from_a_bundle_or_from_cells_with_a_plan()
    {
        Assert.Equal(1, Command.Run("audit", "run", At("plan.yaml"), "--format", "json", "--bundle", At("a.zip"), "-o", At("first.json")).Code);
        Assert.Equal(1, Command.Run("audit", "report", At("a.zip"), "--format", "json", "-o", At("second.json")).Code);
        Assert.Equal(0, Command.Run("audit", "cells", At("plan.yaml"), "-o", At("cells.jsonl")).Code);
        Assert.Equal(1, Command.Run("audit", "report", At("cells.jsonl"), "--plan", At("plan.yaml"), "--format", "json", "-o", At("third.json")).Code);
        Assert.Equal(0, Command.Run("audit", "report", At("cells.jsonl"), "--plan", At("mild.yaml")).Code);
        Assert.Equal(File.ReadAllBytes(At("first.json")), File.ReadAllBytes(At("second.json")));
        Assert.Equal(File.ReadAllBytes(At("first.json")), File.ReadAllBytes(At("third.json")));
        Assert.Equal(2, Command.Run("audit", "report", At("cells.jsonl")).Code);
        Assert.Equal(2, Command.Run("audit", "report", At("a.zip"), "--format", "pdf").Code);
    }

    [Fact]
    public void Cells_are_withheld_or_blurred_and_added_up()
    {
        Assert.Equal(0, Command.Run("audit", "cells", At("plan.yaml"), "-o", At("plain.jsonl")).Code);
        Assert.Equal(0, Command.Run("audit", "cells", At("plan.yaml"), "--smallest", "40", "-o", At("hidden.jsonl")).Code);
        Assert.Equal(0, Command.Run("audit", "cells", At("plan.yaml"), "--noise", "1", "-o", At("noisy.jsonl")).Code);
        Assert.Equal(0, Command.Run("audit", "merge", At("plain.jsonl"), At("plain.jsonl"), "-o", At("both.jsonl")).Code);
        Assert.Equal((8000, 16000), (Rows("plain.jsonl"), Rows("both.jsonl")));
        Assert.True(Rows("hidden.jsonl") < 8000);
        Assert.Contains("withheld", File.ReadLines(At("hidden.jsonl")).First(), StringComparison.Ordinal);
        Assert.Contains("epsilon 1", File.ReadLines(At("noisy.jsonl")).First(), StringComparison.Ordinal);
        Assert.Equal(0, Command.Run("audit", "cells", At("plan.yaml"), "--smallest", "40", "--previous", At("hidden.jsonl"), "-o", At("next.jsonl")).Code);
        Assert.Equal(File.ReadAllBytes(At("hidden.jsonl")), File.ReadAllBytes(At("next.jsonl")));
    }

    [Fact]
    public void Features_places_and_classes_of_a_plan_stand_in_the_report()
    {
        Write("more.yaml", Plan.Replace("LIMIT", "-0.9", StringComparison.Ordinal) + "\nfeatures: [sex, score]\nprivacy: {quasi: [sex, ward, residence], sensitive: [need]}\n");
        var (code, text, _) = Command.Run("audit", "run", At("more.yaml"), "--format", "json");
        using var json = JsonDocument.Parse(text);
        Assert.Equal(0, code);
        var sections = json.RootElement.GetProperty("sections").EnumerateArray().ToDictionary(s => s.GetProperty("id").GetString()!);
        Assert.Equal(4, sections["proxies"].GetProperty("rows").GetArrayLength());
        Assert.True(sections["privacy"].GetProperty("rows")[0].GetProperty("metrics").GetProperty("k").GetProperty("value").GetDouble() >= 1);
        Assert.Contains("What features give away about groups", Command.Run("audit", "run", At("more.yaml"), "--lang", "en").Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give a plan", "audit", "run")]
    [InlineData("there is no such file", "audit", "run", "nowhere.yaml")]
    [InlineData("there is no column 'none'", "audit", "run", "--data", "log.csv", "--decision", "none", "--groups", "ward")]
    [InlineData("is not among --groups", "audit", "run", "--data", "log.csv", "--decision", "granted", "--groups", "ward", "--reference", "age=1")]
    [InlineData("has no group 'Nowhere'", "audit", "run", "--data", "log.csv", "--decision", "granted", "--groups", "ward", "--reference", "ward=Nowhere")]
    [InlineData("not used beside a plan", "audit", "run", "plan.yaml", "--decision", "granted")]
    [InlineData("give --score with it", "audit", "run", "--data", "log.csv", "--groups", "ward", "--at", "0.5")]
    [InlineData("'colour' is not a key", "audit", "run", "wrong.yaml")]
    [InlineData("--format", "audit", "run", "plan.yaml", "--format", "pdf")]
    [InlineData("give --smallest with it", "audit", "cells", "plan.yaml", "--previous", "log.csv")]
    [InlineData("nothing to withhold", "audit", "cells", "plan.yaml", "--smallest", "1")]
    [InlineData("not a cell table", "audit", "merge", "log.csv")]
    [InlineData("not a bundle", "audit", "verify", "log.csv")]
    [InlineData("there is no such file", "audit", "verify", "nowhere.zip")]
    [InlineData("not a bundle", "audit", "report", "log.csv")]
    [InlineData("there is no such file", "audit", "explain", "--model", "nowhere.json", "--data", "log.csv")]
    public void Wrong_use_ends_with_2_and_says_what_to_do(string told, params string[] arguments)
    {
        Write("wrong.yaml", "audit: x\ncolour: red\ndata: {file: log.csv, decision: granted}\ngroups: [ward]\n");
        var (code, _, error) = Command.Run([.. arguments.Select(a => a.EndsWith(".csv", StringComparison.Ordinal) || a.EndsWith(".yaml", StringComparison.Ordinal) || a.EndsWith(".zip", StringComparison.Ordinal) || a.EndsWith(".json", StringComparison.Ordinal) ? At(a) : a), "--lang", "en"]);
        Assert.Equal(2, code);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    private long Rows(string file)
    {
        using var json = JsonDocument.Parse(File.ReadLines(At(file)).First());
        return json.RootElement.GetProperty("rows").GetInt64();
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(At(name), text);
}
