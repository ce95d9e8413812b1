using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;

namespace Haechi.House.Tests.Register;

/// <summary>Duplicates within an inventory and matching of one year's to the next, on real inventories of thousands of rows.</summary>
public sealed class DuplicatesTests
{
    [Fact]
    public void Repeated_names_of_an_agency_are_listed_with_the_size_of_their_groups()
    {
        var rows = Rows2024();
        Assert.Equal(2_133, rows.Count);
        var same = Duplicates.Find(rows).Where(g => g.Score >= 1).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{same.Count} groups, {same.Sum(g => g.Keys.Count)} rows, {same.Sum(g => g.Keys.Count - 1)} beyond the first, largest {same.Max(g => g.Keys.Count)}");
        // 29 names stand in 110 rows letter by letter; two more differ in case and one in punctuation, and stand apart.
        Assert.Equal((29, 110, 81), (same.Count, same.Sum(g => g.Keys.Count), same.Sum(g => g.Keys.Count - 1)));
        var spelt = Duplicates.Find(rows).Where(g => g.Score == Duplicates.ButForSpelling).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{spelt.Count} groups apart: {string.Join(", ", spelt.Select(g => g.Keys.Count))}");
        Assert.NotEmpty(spelt);
        var byKey = rows.ToDictionary(r => r.Key);
        Assert.All(same, g => Assert.Single(g.Keys.Select(k => byKey[k].OrganisationId).Distinct()));
    }

    [Fact]
    public void One_years_inventory_is_matched_to_the_next()
    {
        var (old, after) = (Rows2024(), Rows2025());
        var matches = YearMatching.Match(old, after);
        var oldByKey = old.ToDictionary(r => r.Key);
        var pairs = matches.Where(m => m.Kind == MatchKind.SameName).Select(m => (SearchText.Fold(oldByKey[m.Old].Name), oldByKey[m.Old].OrganisationId)).Distinct().Count();
        TestContext.Current.TestOutputHelper?.WriteLine($"{matches.Count} matches, {matches.Count(m => m.Kind == MatchKind.SameName)} by name ({pairs} pairs), {matches.Count(m => m.Kind == MatchKind.NearName)} near");
        // 1,056 are the same but for case and the space around them; the others differ in punctuation or space within.
        var newByKey = after.ToDictionary(r => r.Key);
        static string Trimmed(NamedRow row) => row.Name.Trim().ToLowerInvariant() + "|" + row.OrganisationId;
        var exact = matches.Where(m => m.Kind == MatchKind.SameName && Trimmed(oldByKey[m.Old]) == Trimmed(newByKey[m.New])).Select(m => Trimmed(newByKey[m.New])).Distinct().Count();
        Assert.True(exact >= 1_056, $"{exact} exact recurrences");
        Assert.True(pairs >= exact, $"{pairs} pairs");
        Assert.Equal(matches.Count, matches.Select(m => m.Old).Distinct().Count());
        Assert.Equal(matches.Count, matches.Select(m => m.New).Distinct().Count());
        Assert.Contains(matches, m => m.Kind == MatchKind.NearName);
        Assert.All(matches.Where(m => m.Kind == MatchKind.NearName), m => Assert.InRange(m.Confidence, 0.3, 0.86));
    }

    [Fact]
    public void Names_that_differ_in_a_number_or_an_organisation_are_two_systems() => Assert.Empty(Duplicates.Find(
    [
        Row("1", "교통 신호 제어 1호기", "하늘시"), Row("2", "교통 신호 제어 2호기", "하늘시"), Row("3", "민원 상담 챗봇", "하늘시"), Row("4", "민원 상담 챗봇", "구름시"), Row("5", "", "하늘시"), Row("6", "", "하늘시"),
    ]));

    [Fact]
    public void Spaces_hyphens_and_case_make_no_difference_and_a_slip_little()
    {
        var groups = Duplicates.Find([Row("1", "Claims Chat-Bot", "A"), Row("2", "claims chatbot", "A"), Row("3", "불법 주정차 단속 영상 분석", "B"), Row("4", "불법주정차 단속영상 분석 시스템", "B")]);
        Assert.Equal(["1 2", "3 4"], groups.Select(g => string.Join(' ', g.Keys)));
        Assert.Equal(Duplicates.ButForSpelling, groups[0].Score);
        Assert.InRange(groups[1].Score, Duplicates.Least, 0.99);
        Assert.All(groups, g => Assert.All(["ko", "en"], l => Assert.NotEmpty(g.Reason.In(l))));
    }

    [Fact]
    public void Another_name_with_the_same_id_is_the_same_system_and_a_repeated_id_is_nobodys()
    {
        var matches = YearMatching.Match(
            [Row("a", "Old name", "A", "s:1"), Row("b", "Second", "A", "s:2"), Row("c", "Third", "A", "s:2")],
            [Row("x", "Quite different words", "A", "s:1"), Row("y", "Unlike anything", "A", "s:2")]);
        var match = Assert.Single(matches);
        Assert.Equal(("a", "x", MatchKind.SameId), (match.Old, match.New, match.Kind));
    }

    private static NamedRow Row(string key, string name, string organisation, params string[] ids) => new(key, name, organisation, "", ids);

    private static List<NamedRow> Rows2024() => Read("data/us/2024_consolidated_ai_inventory_raw_v2.csv", "Use Case Name", "Agency", "Bureau", null, "Agency Abbreviation");

    private static List<NamedRow> Rows2025() => Read("data/us/2025_individually_reported_AI_use_cases.csv", "use_case_name", "agency_name", "agency_bureau", "id", "agency");

    private static List<NamedRow> Read(string file, string name, string organisation, string unit, string? id, string code)
    {
        var inventory = Inventory.Read(Repository.Shared(file), new Findings())!;
        var headers = inventory.Headers.ToList();
        string Cell(IReadOnlyList<string> cells, string? header) => header is not null && headers.IndexOf(header) is var i and >= 0 && i < cells.Count ? cells[i] : "";
        return [.. inventory.Rows.Select(r => new NamedRow(r.Line.ToString(System.Globalization.CultureInfo.InvariantCulture), Cell(r.Cells, name), Cell(r.Cells, organisation), Cell(r.Cells, unit),
            Cell(r.Cells, id) is { Length: > 0 } given ? [given] : [], Cell(r.Cells, code)))];
    }
}
