using Haechi.Rules;

namespace Haechi.House.Tests.Register.Profiles;

public sealed class RegisterBookTests
{
    [Fact]
    public void Fields_of_the_register_load_together_with_every_law_book_without_findings()
    {
        var findings = new Findings();
        string[] books = ["register", "kr/ai-basic-act", "kr/public-ai-act", "city/haneul", "us/m-25-21", "eu/ai-act"];
        var set = BookSet.Load([.. books.Select(b => Path.Combine(Repository.Root, "rulebooks", b))], findings);
        Assert.Empty(findings.All.Select(f => f.ToLine("en")));
        Assert.NotNull(set);
    }

    [Fact]
    public void Every_field_has_its_words_help_and_the_law_or_standard_that_it_serves()
    {
        var book = ProfileData.Books.Books.Single(b => b.Id == "register");
        Assert.Empty(book.Rules);
        Assert.True(book.Questions.Count >= 60, $"{book.Questions.Count} fields");
        Assert.All(book.Questions, q =>
        {
            Assert.True(q.Ask.Has("ko") && q.Ask.Has("en") && q.Help.Has("ko") && q.Help.Has("en"), q.Id);
            Assert.False(string.IsNullOrWhiteSpace(q.Cite), q.Id);
            Assert.All(q.Fields, f => Assert.True(f.Ask.Has("ko") && f.Ask.Has("en"), $"{q.Id}.{f.Id}"));
            Assert.All(q.Values, v => Assert.True(v.Title.Has("ko") && v.Title.Has("en"), $"{q.Id}: {v.Id}"));
        });
    }

    [Fact]
    public void The_life_cycle_has_the_eight_states_of_the_house()
    {
        var question = ProfileData.Books.Books.Single(b => b.Id == "register").Questions.Single(q => q.Id == "lifecycle");
        Assert.Equal(["idea", "review", "procurement_development", "pilot", "in_use", "suspended", "retired", "withdrawn"], question.Values.Select(v => v.Id));
        Assert.Equal(Haechi.Tower.Register.Lifecycle.All, question.Values.Select(v => v.Id));
    }

    [Fact]
    public void A_law_that_asks_the_same_finds_the_answer_under_the_same_id()
    {
        var register = ProfileData.Books.Books.Single(b => b.Id == "register").Questions.Select(q => q.Id).ToHashSet();
        Assert.Superset(new HashSet<string> { "placed_on", "personal_data", "public_body" }, register);
        Assert.Contains(ProfileData.Books.Books.Where(b => b.Id != "register").SelectMany(b => b.Questions), q => q.Id == "placed_on");
    }
}
