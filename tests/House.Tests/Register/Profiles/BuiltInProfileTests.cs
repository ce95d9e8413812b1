using Haechi.Rules.Books;
using Haechi.Tower.Register.Profiles;

namespace Haechi.House.Tests.Register.Profiles;

public sealed class BuiltInProfileTests
{
    private static readonly string[] BuiltIn =
        ["generic", "kr-service-list", "nl-0.1", "nl-1.0.0", "uk-atrs", "uk-atrs-gov-uk", "us-federal-2024", "us-federal-2024-v1", "us-federal-2025", "us-federal-2025-cots"];

    [Fact]
    public void Every_profile_of_the_folder_can_be_used()
    {
        Assert.Empty(ProfileData.Profiles.Problems.Select(p => p.ToLine("en")));
        Assert.Superset(BuiltIn.ToHashSet(), ProfileData.Profiles.All.Select(p => p.Id).ToHashSet());
        Assert.All(ProfileData.Profiles.All, p => Assert.True(p.Title.Has("ko") && p.Title.Has("en"), p.Id));
    }

    /// <summary>A misspelt fact or value would be passed over in silence when rows are read: books may be left out. So it is looked for here.</summary>
    [Fact]
    public void Every_fact_and_value_of_a_profile_is_declared_by_its_books()
    {
        var books = ProfileData.Books;
        foreach (var (profile, fact) in ProfileData.Profiles.All.SelectMany(p => p.Columns.SelectMany(c => c.Facts).Select(f => (p, f))))
        {
            var at = books.IndexOfQuestion(fact.Question);
            Assert.True(at >= 0, $"{profile.Id}: {fact.Question}");
            Assert.Contains(books.Books.Where(b => profile.Books.Contains(b.Id)), b => b.Questions.Any(q => q.Id == fact.Question));
            var question = fact.Field is null ? books.Questions[at] : books.Questions[at].Fields.FirstOrDefault(f => f.Id == fact.Field);
            Assert.True(question is not null && question.Type != QuestionType.List, $"{profile.Id}: {fact.Path}");
            if (fact.Where is { } where)
            {
                var key = books.Questions[at].Fields.FirstOrDefault(f => f.Id == where.Field);
                Assert.True(key is not null && key.IndexOf(where.Value) >= 0, $"{profile.Id}: {fact.Path} where {where}");
            }
            var values = (fact.Values ?? []).Select(v => v.Value).OfType<string>().Concat(fact.Write.Keys);
            Assert.All(values, v => Assert.True(question!.Type is QuestionType.Bool ? v is "true" or "false" : question.IndexOf(v) >= 0, $"{profile.Id}: {fact.Path} = {v}"));
            Assert.All(fact.Else, e => Assert.True(books.IndexOfQuestion(e) >= 0, $"{profile.Id}: {fact.Path} else {e}"));
        }
    }

    [Fact]
    public void The_list_of_article_30_is_marked_provisional_and_says_why()
    {
        var profile = ProfileData.Profile("kr-service-list");
        Assert.True(profile.Provisional);
        Assert.True(profile.Note.Has("ko") && profile.Note.Has("en"));
        Assert.Superset(new HashSet<string> { "service_type", "purpose", "datasets" }, profile.Columns.Where(c => c.Required).SelectMany(c => c.Facts).Select(f => f.Question).ToHashSet());
    }

    [Theory]
    [InlineData("us-federal-2025", "data/us/2025_individually_reported_AI_use_cases.csv", 36)]
    [InlineData("us-federal-2024-v1", "data/us/2024_consolidated_ai_inventory_raw.csv", 62)]
    [InlineData("us-federal-2024", "data/us/2024_consolidated_ai_inventory_raw_v2.csv", 62)]
    [InlineData("us-federal-2025-cots", "data/us/2025_consolidated_COTS_AI_use_cases.csv", 5)]
    [InlineData("uk-atrs-gov-uk", "data/uk/atrs_records.csv", 4)]
    public void A_real_file_finds_its_profile_with_every_column(string id, string file, int columns)
    {
        var fit = ProfileFinder.Find(ProfileData.Profiles, ProfileData.Csv(file).Headers);
        Assert.Equal(id, fit?.Profile.Id);
        Assert.Equal(columns, fit!.Matched);
        Assert.Empty(fit.UnknownHeaders);
    }

    [Fact]
    public void Dutch_and_British_records_find_their_profiles()
    {
        Assert.Equal("nl-0.1", ProfileFinder.Find(ProfileData.Profiles, ProfileData.Dutch().Headers)?.Profile.Id);
        Assert.Equal("uk-atrs-gov-uk", ProfileFinder.Find(ProfileData.Profiles, ProfileData.GovUk().Headers)?.Profile.Id);
        Assert.Equal("nl-1.0.0", ProfileFinder.Find(ProfileData.Profiles, [.. ProfileData.Profile("nl-1.0.0").Columns.Select(c => c.Header)])?.Profile.Id);
        Assert.Equal("uk-atrs", ProfileFinder.Find(ProfileData.Profiles, [.. ProfileData.Profile("uk-atrs").Columns.Select(c => c.Header + (c.Repeats ? "*" : ""))])?.Profile.Id);
    }

    [Fact]
    public void A_plain_list_falls_to_the_generic_profile_and_a_strange_one_to_none()
    {
        Assert.Equal("generic", ProfileFinder.Find(ProfileData.Profiles, ["연번", "시스템명", "담당 부서", "용도", "도입일"])?.Profile.Id);
        Assert.Equal("generic", ProfileFinder.Find(ProfileData.Profiles, ["Name", "Department", "Supplier", "Status"])?.Profile.Id);
        Assert.Null(ProfileFinder.Find(ProfileData.Profiles, ["colour", "length", "price"]));
    }

    [Theory]
    [InlineData("profile: x\ncolumns:\n  - {header: a}\ncolour: red\n", "unknown-key")]
    [InlineData("profile: x\ncolumns:\n  - {header: a}\n  - {header: A}\n", "duplicate")]
    [InlineData("profile: x\nname: b\ncolumns:\n  - {header: a}\n", "unknown-name")]
    [InlineData("profile: x\ncolumns:\n  - {header: a, max: few}\n", "wrong-value")]
    [InlineData("profile: x\n", "missing-key")]
    [InlineData("profile: [x\n", "not-yaml")]
    [InlineData("- x\n", "not-profile")]
    public void A_profile_with_a_fault_is_refused_with_its_place(string text, string code)
    {
        var read = ProfileReader.Read("p.yaml", text, Path.Combine(Repository.Root, "rulebooks"));
        Assert.False(read.Done);
        var refusal = Assert.Single(read.Refusals, r => r.Code == code);
        Assert.StartsWith("p.yaml", refusal.Where, StringComparison.Ordinal);
        Assert.True(refusal.Message.Has("ko") && refusal.Message.Has("en"));
    }
}
