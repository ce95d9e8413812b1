using Haechi.Rules.Checks;
using Haechi.Rules.Converting;

namespace Haechi.Rules.Tests.Converting;

public sealed class ConvertedBookTests
{
    private const string Requirement = "{urn: 'urn:x:1', name: One, ai_act_profile: [{role: [a]}]}";

    [Fact]
    public void A_written_book_is_read_back_without_errors()
    {
        using var folder = new TemporaryFolder();
        var (book, _) = Conversion.OfText(RulebookConverter.Profiles, Requirement);
        book!.Write(folder.Path);
        book.Write(folder.Path);
        var findings = new Findings();
        var set = BookSet.Load([folder.Path], findings);
        CoverageChecks.Run(set!, set!.Books, BookTests.Run(set), findings);
        Assert.False(findings.HasErrors);
        Assert.Equal(book.Files.Select(f => f.Name).Order(), Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Files_of_another_book_are_neither_joined_nor_lost()
    {
        using var folder = new TemporaryFolder();
        var mine = Path.Combine(folder.Path, "book.yaml");
        File.WriteAllText(mine, "rulebook: my/own\n");
        var refused = Assert.Throws<RefusedException>(() => Conversion.OfText(RulebookConverter.Profiles, Requirement).Book!.Write(folder.Path));
        Assert.Equal("not-empty", Assert.Single(refused.Findings).Code);
        Assert.Equal("rulebook: my/own\n", File.ReadAllText(mine));
        Assert.Single(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void A_book_has_the_id_and_the_day_that_it_is_given()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "one.yaml"), Requirement);
        var set = RulebookConverter.Profiles(folder.Path, new ConvertOptions("city/mine", new DateOnly(2026, 8, 2)), new Findings())!.Load();
        var record = Conversion.Facts(set, "{\"role\": [\"a\"]}")[0];
        Assert.Equal("city/mine", set.Books[0].Id);
        Assert.Empty(Determination.Of(set.On(new DateOnly(2026, 8, 1)), record).Duties);
        Assert.Single(Determination.Of(set.On(new DateOnly(2026, 8, 2)), record).Duties);
    }

    [Theory]
    [InlineData("quote \" and ' and \\ back")]
    [InlineData("tab\tand: colon # hash - dash")]
    [InlineData("해치 😀 \u0085 \u2028 \uFEFF end")]
    [InlineData("*anchor &alias !tag %directive @at")]
    [InlineData("yes")]
    [InlineData("null")]
    [InlineData("{a: 1}")]
    public void Any_text_survives_the_way_into_a_book(string name)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(name);
        var (book, findings) = Conversion.OfText(RulebookConverter.Survey, $$"""{"pages": [{"name": "p-RS", "elements": [{"type": "radiogroup", "name": "q", "title": "T", "choices": [{"value": {{json}}, "text": "x"}, "b-1"]}]}]}""");
        Assert.True(book is not null, string.Join('\n', findings.All.Select(f => f.ToLine("en"))));
        Assert.Equal(name.Trim(), book.Load().Questions[0].Values[0].Id);
    }

    /// <summary>Whatever is cut out of, doubled or changed in a source: a book, or a refusal with a reason. Never a fault.</summary>
    [Theory]
    [InlineData("data/nl/decision-tree.yaml", 11)]
    [InlineData("data/ca/survey-enfr.json", 12)]
    public void A_damaged_source_is_converted_or_refused(string path, int seed)
    {
        Assert.SkipWhen(Conversion.Shared(path) is null, $"shared data not found: {path}");
        var text = File.ReadAllText(Conversion.Shared(path)!);
        var random = new Random(seed);
        for (var n = 0; n < 60; n++)
        {
            var (at, length) = (random.Next(text.Length), random.Next(1, 40));
            var end = Math.Min(text.Length, at + length);
            var damaged = random.Next(3) switch
            {
                0 => text[..at] + text[end..],
                1 => text[..end] + text[at..],
                _ => text[..at] + (char)random.Next(1, 0xD7FF) + text[end..],
            };
            var (book, findings) = path.EndsWith(".json", StringComparison.Ordinal) ? Conversion.OfText(RulebookConverter.Survey, damaged) : Conversion.OfText(RulebookConverter.DecisionTree, damaged);
            Assert.NotEqual(book is null, !findings.HasErrors);
        }
    }
}
