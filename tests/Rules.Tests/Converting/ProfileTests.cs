using System.Text.Json;
using Haechi.Rules.Converting;

namespace Haechi.Rules.Tests.Converting;

public sealed class ProfileTests
{
    private const string Folder = "data/nl/requirements";
    private const string Expected = "data/nl/obligations-by-profile.json";

    private const string Provider = """
        urn: urn:x:1
        name: Provider's duty
        url: https://example.org/1
        links: [urn:m:1, urn:m:2]
        always_applicable: 0
        ai_act_profile:
          - {role: [provider], risk: ["high's"], open_source: []}
          - {role: [importer]}
        """;

    private const string Always = "{urn: 'urn:x:2', name: Always, always_applicable: 1}";

    private static readonly Lazy<BookSet> Real = new(() => Conversion.Book(RulebookConverter.Profiles, Conversion.Shared(Folder)!).Load());
    private static readonly Lazy<IReadOnlyList<JsonElement>> Cases = new(() => Conversion.Cases(Expected));

    public static TheoryData<int> Profiles => Conversion.Numbers(Expected);

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_profile_has_the_requirements_of_the_source(int number)
    {
        var one = Conversion.Case(Cases.Value, number, Expected);
        var determination = Conversion.Determine(Real.Value, one.GetProperty("profile").GetRawText());
        Assert.Equal(one.GetProperty("requirements").EnumerateArray().Select(r => r.GetString()).Order(StringComparer.Ordinal), determination.Duties.Select(d => d.Duty.Id).Order(StringComparer.Ordinal));
        Assert.Empty(determination.Open);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void An_attribute_that_is_not_known_leaves_requirements_open_and_turns_none_around(int number)
    {
        var profile = Conversion.Case(Cases.Value, number, Expected).GetProperty("profile");
        var whole = Duties(Conversion.Determine(Real.Value, profile.GetRawText()));
        foreach (var dropped in profile.EnumerateObject())
        {
            var rest = string.Join(", ", profile.EnumerateObject().Where(p => p.Name != dropped.Name).Select(p => $"\"{p.Name}\": {p.Value.GetRawText()}"));
            var determination = Conversion.Determine(Real.Value, $"{{{rest}}}");
            var open = determination.Open.Select(o => o.Id).ToHashSet();
            Assert.Subset(whole, Duties(determination));
            Assert.Subset((HashSet<string>)[.. Duties(determination), .. open], whole);
        }
    }

    [Theory]
    [InlineData("{\"role\": [\"provider\"], \"risk\": [\"high's\"]}", "urn:x:1 urn:x:2")]
    [InlineData("{\"role\": [\"importer\"], \"risk\": []}", "urn:x:1 urn:x:2")]
    [InlineData("{\"role\": [\"a word that no requirement has\"], \"risk\": [\"high's\"]}", "urn:x:2")]
    [InlineData("{\"role\": [], \"risk\": [\"high's\"]}", "urn:x:2")]
    [InlineData("{}", "urn:x:2")]
    public void Any_profile_counts_and_an_undeclared_label_matches_nothing(string facts, string duties)
    {
        var set = Conversion.OfText(RulebookConverter.Profiles, Provider, Always).Book!.Load();
        var determination = Conversion.Determine(set, facts);
        Assert.Equal(duties, string.Join(' ', determination.Duties.Select(d => d.Duty.Id).Order(StringComparer.Ordinal)));
        Assert.Equal(facts == "{}" ? 1 : 0, determination.Open.Count);
    }

    [Fact]
    public void Linked_measures_are_the_evidence()
    {
        var set = Conversion.OfText(RulebookConverter.Profiles, Provider).Book!.Load();
        Assert.Equal(["urn:m:1", "urn:m:2"], Assert.Single(set.Rules).Rule.Duty!.Evidence);
    }

    [Fact]
    public void A_requirement_that_does_not_say_when_it_applies_is_left_to_a_person()
    {
        var (book, findings) = Conversion.OfText(RulebookConverter.Profiles, "{urn: 'urn:x:3', name: Unsaid}");
        Assert.Equal("no-profile", Assert.Single(findings.All).Code);
        Assert.Equal(Outcome.Review, Assert.Single(Conversion.Determine(book!.Load(), "{}").Open).Outcome);
    }

    [Theory]
    [InlineData("urn: urn:x:1", "id: urn:x:1", "missing-key")]
    [InlineData("name: Provider's duty", "title: Provider's duty", "missing-key")]
    [InlineData("always_applicable: 0", "always_applicable: maybe", "wrong-value")]
    [InlineData("{role: [importer]}", "importer", "wrong-value")]
    [InlineData("{role: [importer]}", "{role: {importer: 1}}", "wrong-value")]
    [InlineData("{role: [importer]}", "{role: ['a`b']}", "wrong-value")]
    [InlineData("links: [urn:m:1, urn:m:2]", "links: {urn: 1}", "wrong-value")]
    [InlineData("url: https://example.org/1", "url: [https://example.org/1", "not-yaml")]
    [InlineData("url: https://example.org/1", "url: &x https://example.org/1", "not-yaml")]
    public void A_requirement_that_cannot_be_converted_is_refused_with_its_place(string found, string other, string code)
    {
        Assert.Contains(found, Provider, StringComparison.Ordinal);
        Assert.Equal(code, Conversion.Refused(RulebookConverter.Profiles, Provider.Replace(found, other, StringComparison.Ordinal)).Code);
    }

    [Fact]
    public void One_urn_in_two_files_is_refused() => Assert.Equal("duplicate", Conversion.Refused(RulebookConverter.Profiles, Provider, Provider).Code);

    [Fact]
    public void A_folder_without_requirements_is_refused() => Assert.Null(Conversion.OfText(RulebookConverter.Profiles).Book);

    private static HashSet<string> Duties(Determination determination) => [.. determination.Duties.Select(d => d.Duty.Id)];
}
