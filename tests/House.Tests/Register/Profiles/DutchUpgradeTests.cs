using System.Text.Json.Nodes;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Profiles;

namespace Haechi.House.Tests.Register.Profiles;

/// <summary>The 90 first Dutch records, brought to the publication standard 1.0.0.</summary>
public sealed class DutchUpgradeTests
{
    private static JsonSchemaCheck Schema() => JsonSchemaCheck.Load(Repository.Shared("data/nl/publicatiestandaard-1.0.0.schema.json")).Value!;

    private static IReadOnlyList<UpgradedRecord> Upgrade() =>
        StandardUpgrade.Run(ProfileData.Profiles, "nl-0.1", "nl-1.0.0", ProfileData.Dutch(), ProfileData.Books, Schema()).Value!;

    [Fact]
    public void Each_of_the_90_records_says_what_it_still_needs_and_nothing_is_made_up()
    {
        var records = Upgrade();
        Assert.Equal(90, records.Count);
        // Nobody has chosen a category for any of them, so none is complete.
        Assert.All(records, r => Assert.Contains("publication_category", r.Missing));
        Assert.All(records, r => Assert.Contains("start_date", r.Missing));
        Assert.All(records, r => Assert.False(r.IsComplete));
        Assert.All(records, r => Assert.Equal("nld", (string?)r.Record["language"]));
        Assert.Equal(52, records.Count(r => r.Record["status"] is not null));
        foreach (var g in records.SelectMany(r => r.Missing).CountBy(m => m).OrderByDescending(m => m.Value))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"missing {g.Key} {g.Value}");
        }
        foreach (var g in records.SelectMany(r => r.Violations).CountBy(v => (v.Path, v.Keyword)).OrderByDescending(m => m.Value))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"schema {g.Key} {g.Value}");
        }
        foreach (var g in records.SelectMany(r => r.Losses).CountBy(v => (v.Kind, v.What)).OrderByDescending(m => m.Value))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"loss {g.Key} {g.Value}");
        }
    }

    [Fact]
    public void The_schema_misses_exactly_what_the_profile_misses()
    {
        foreach (var record in Upgrade())
        {
            var bySchema = record.Violations.Where(v => v is { Path: "", Keyword: "required" }).Select(v => v.Message.In("en").Split('\'')[1]).Order(StringComparer.Ordinal);
            Assert.Equal(record.Missing.Order(StringComparer.Ordinal), bySchema);
            Assert.DoesNotContain(record.Violations, v => v.Keyword is "maxLength" or "type" or "enum" or "const" or "pattern");
        }
    }

    [Fact]
    public void A_record_is_valid_once_its_missing_facts_are_answered()
    {
        var read = ProfileData.Read("nl-0.1", ProfileData.Dutch());
        var row = read.Rows[0];
        var facts = new Dictionary<string, FactValue>(row.Facts)
        {
            ["nl_publication_category"] = new TextFact("impactful"), ["placed_on"] = new DateFact(new DateOnly(2021, 3, 1)), ["supply"] = new TextFact("in_house"),
            ["assessments"] = new ListFact([new FactRecord("0", new Dictionary<string, FactValue> { ["title"] = new TextFact("DPIA") })]),
            ["risks"] = new ListFact([new FactRecord("0", new Dictionary<string, FactValue> { ["description"] = new TextFact("Fouten bij herkenning") })]),
        };
        var written = ProfileData.Write("nl-1.0.0", [new SystemToWrite("1", facts)]);
        Assert.Empty(written.Missing);
        var record = RowJson.Of(written.Profile, written.Table.Headers, written.Table.Rows[0]);
        Assert.Empty(Schema().Check(record).Select(v => $"{v.Path} {v.Message.In("en")}"));
        Assert.Equal("Impactvolle algoritmes (Categorie B)", (string?)record["publication_category"]);
        Assert.IsType<JsonArray>(record["theme"]);
    }

    [Theory]
    [InlineData("Hoog-risico AI-systeem (Categorie A)")]
    [InlineData("Hoog-risico AI-systeem")]
    [InlineData("hoog-risico ai-systeem")]
    public void Long_and_short_category_labels_are_the_same_category(string label)
    {
        var read = ProfileData.Read("nl-1.0.0", ProfileData.Table(["name", "publication_category"], ["x", label]));
        Assert.Equal("high_risk", ((TextFact)read.Rows[0].Facts["nl_publication_category"]).Value);
        var record = RowJson.InOfficialWords(ProfileData.Profile("nl-1.0.0"), new JsonObject { ["publication_category"] = label });
        Assert.DoesNotContain(Schema().Check(record), v => v.Path == "/publication_category");
    }

    [Fact]
    public void Every_limit_and_word_of_our_profile_is_that_of_the_official_schema()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Repository.Shared("data/nl/publicatiestandaard-1.0.0.schema.json")))!.AsObject();
        var profile = ProfileData.Profile("nl-1.0.0");
        var properties = schema["properties"]!.AsObject();
        Assert.Equal(properties.Select(p => p.Key).Order(StringComparer.Ordinal), profile.Columns.Select(c => c.Header).Order(StringComparer.Ordinal));
        Assert.Equal(schema["required"]!.AsArray().Select(r => (string)r!).Order(StringComparer.Ordinal), profile.Columns.Where(c => c.Required).Select(c => c.Header).Order(StringComparer.Ordinal));
        Assert.All(profile.Columns, c => Assert.Equal((int?)properties[c.Header]!["maxLength"], c.Max));
        Assert.All(profile.Columns.Where(c => properties[c.Header]!["const"] is not null), c => Assert.Equal((string?)properties[c.Header]!["const"], c.Constant));
        foreach (var column in profile.Columns.Where(c => properties[c.Header]!["enum"] is not null))
        {
            var official = properties[column.Header]!["enum"]!.AsArray().Select(e => (string)e!).ToHashSet();
            var written = column.Facts[0].Values!.GroupBy(v => v.Value).Select(g => g.First().Cell).Concat(column.Facts[0].Write.Values);
            Assert.All(written, w => Assert.Contains(w, official));
        }
    }
}
