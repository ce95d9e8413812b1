using Haechi.House.Tests.Matching;

namespace Haechi.House.Tests.Importing;

/// <summary><c>haechi import</c>: the dry run, another form's columns as target, and files that say what the columns mean.</summary>
public sealed class ImportVerbTests
{
    private static readonly string Haneul = Path.Combine(Repository.Root, "samples", "haneul", "systems.csv");

    private static readonly string[] Own = ["관리번호", "시스템명", "부서", "설명", "기관", "사용 상태", "시작일", "개발 방식", "개인정보"];

    private static readonly string Map = Path.Combine(Repository.Root, "samples", "haneul", "map.yaml");

    [Fact]
    public void A_dry_run_tells_columns_with_confidence_and_alternatives_and_makes_nothing()
    {
        using var folder = new VerbFolder();
        var json = folder.Json("import", folder.Write("목록.csv", "연번,서비스명,부서명,도입일,비고\n1,민원 챗봇,민원과,2025-03-01,\n2,교통 예측,교통과,2024-11-20,시범\n"), "--dry-run");
        Assert.Equal(["rows", "columns", "problems"], json.EnumerateObject().Take(3).Select(p => p.Name));
        Assert.Equal(2, json.GetProperty("rows").GetInt32());
        var columns = json.GetProperty("columns").EnumerateArray().ToList();
        Assert.All(columns, c => Assert.Equal(["column", "field", "confidence", "alternatives"], c.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(["source_number", "name", "unit", "placed_on", null], columns.Select(c => c.GetProperty("field").GetString()));
        Assert.False(Directory.Exists(folder.Data));
    }

    [Theory]
    [MemberData(nameof(Inventories.OfFederalForm), MemberType = typeof(Inventories))]
    public void With_a_target_the_field_is_that_forms_own_column(string pairs)
    {
        using var folder = new VerbFolder();
        var expected = pairs.Split('|').Select(p => (Header: p[..p.LastIndexOf('=')], Right: p[(p.LastIndexOf('=') + 1)..].Split('/'))).ToList();
        var file = folder.Write("agency.csv", string.Join(',', expected.Select(e => $"\"{e.Header}\"")) + "\n" + string.Join(',', expected.Select(_ => "")) + "\n");
        var columns = folder.Json("import", file, "--dry-run", "--target", "us-federal-2025").GetProperty("columns").EnumerateArray().ToList();
        Assert.Equal(expected.Select(e => e.Header), columns.Select(c => c.GetProperty("column").GetString()));
        Assert.True(expected.Zip(columns).Count(p => p.First.Right.Contains(p.Second.GetProperty("field").GetString())) >= 0.95 * expected.Count);
    }

    [Fact]
    public void A_form_is_its_own_target_and_the_wrong_use_of_a_target_is_told()
    {
        using var folder = new VerbFolder();
        var file = Repository.Shared("data/us/2025_individually_reported_AI_use_cases.csv");
        var columns = folder.Json("import", file, "--dry-run", "--target", "us-federal-2025").GetProperty("columns").EnumerateArray().ToList();
        Assert.All(columns, c => Assert.Equal(c.GetProperty("column").GetString(), c.GetProperty("field").GetString()));
        Assert.Equal(2, folder.Run("import", file, "--target", "us-federal-2025").Code);
        Assert.Contains("us-federal-2025", folder.Run("import", file, "--dry-run", "--target", "nothing").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_map_beside_the_list_brings_its_facts_and_its_books()
    {
        using var folder = new VerbFolder();
        var plan = folder.Json("import", Haneul, "--profile", Map, "--dry-run");
        Assert.Contains(plan.GetProperty("columns").EnumerateArray(), c => c.GetProperty("column").GetString() == "설명" && c.GetProperty("field").GetString() == "summary" && c.GetProperty("confidence").GetDouble() <= 1);
        var done = folder.Json("import", Haneul, "--profile", Map);
        Assert.Equal(plan.GetProperty("rows").GetInt32(), done.GetProperty("created").GetInt32());
        Assert.Contains(done.GetProperty("classes").EnumerateArray(), c => c.GetProperty("class").GetString() == "high-impact" && c.GetProperty("outcome").GetString() == "HIGH" && c.GetProperty("systems").GetInt32() > 0);
        var systems = folder.Json("systems", "--columns", "name,summary,unit,state,human_control,area,placed_on").EnumerateArray().ToList();
        Assert.All(systems, s => Assert.False(string.IsNullOrEmpty(s.GetProperty("facts").GetProperty("unit").GetString())));
        Assert.Contains(systems, s => s.GetProperty("facts").GetProperty("human_control").GetString() is { Length: > 0 } && s.GetProperty("facts").GetProperty("summary").GetString() is { Length: > 0 } && s.GetProperty("state").GetString() == "in_use");
        Assert.Equal(done.GetProperty("created").GetInt32(), folder.Json("import", Haneul, "--profile", Map).GetProperty("unchanged").GetInt32());
        var exported = folder.File("out.csv");
        Assert.True(folder.Run("export", "--profile", "haneul-systems", "--out", exported).Code is 0 or 1);
        Assert.Equal(File.ReadAllText(Haneul).ReplaceLineEndings("\n"), File.ReadAllText(exported).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Without_a_map_the_registers_own_fields_are_found()
    {
        using var folder = new VerbFolder();
        var found = folder.Json("import", Haneul, "--dry-run").GetProperty("columns").EnumerateArray().ToDictionary(c => c.GetProperty("column").GetString()!, c => c.GetProperty("field").GetString());
        Assert.Equal(["source_number", "name", "unit", "summary", "organisation", "lifecycle", "placed_on", "supply", "personal_data"],
            Own.Select(c => found[c]));
        Assert.All(["비고", "자체 판정", "재량", "규제샌드박스", "연평균 일교통량"], c => Assert.Null(found[c]));
    }

    [Theory]
    [InlineData("none.yaml", null, "no such file")]
    [InlineData("list.yaml", "- a\n- b\n", "mapping")]
    [InlineData("broken.yaml", "map: [\n", "broken.yaml")]
    [InlineData("other.yaml", "map: other\nid: [Nummer]\nbooks: [kr/public-ai-act]\nfacts:\n  personal_data: {column: Gegevens}\n", "none of the columns")]
    [InlineData("same.yaml", "profile: generic\ntitle: {ko: a, en: a}\nbooks: [register]\ncolumns:\n  - {header: 시스템명, fact: name}\n", "built in")]
    public void A_file_that_cannot_say_what_the_columns_mean_is_refused_with_its_name(string name, string? text, string says)
    {
        using var folder = new VerbFolder();
        var file = text is null ? folder.File(name) : folder.Write(name, text);
        var (code, _, error) = folder.Run("import", Haneul, "--profile", file);
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Contains(name, error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.Data, "haechi.db")) && folder.Json("systems").GetArrayLength() > 0);
    }
}
