using System.Text.Json;
using Haechi.House.Tests.Support;

namespace Haechi.House.Tests.Rules;

/// <summary><c>haechi rules convert</c> from the command line to the evaluated book.</summary>
public sealed class ConvertTests : IDisposable
{
    private const string Requirement = "{urn: 'urn:x:1', name: One, ai_act_profile: [{role: [provider]}]}";

    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_converted_book_is_checked_and_evaluated()
    {
        var book = Path.Combine(_folder, "book");
        Assert.Equal(0, Command.Run("rules", "convert", "nl-profiles", Source(Requirement), "-o", book, "--lang", "en").Code);
        // Warnings about missing tests are the reader's business; errors would give 2.
        Assert.Equal(1, Command.Run("rules", "check", book).Code);
        var facts = Path.Combine(_folder, "facts.json");
        File.WriteAllText(facts, "{\"role\": [\"provider\", \"someone else\"]}");
        var (code, output, error) = Command.Run("rules", "eval", "--book", book, "--facts", facts, "--format", "json", "--lang", "en");
        Assert.Equal(0, code);
        Assert.Equal("urn:x:1", JsonDocument.Parse(output).RootElement[0].GetProperty("duties")[0].GetProperty("id").GetString());
        Assert.Contains("someone else", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_source_writes_nothing()
    {
        var book = Path.Combine(_folder, "book");
        var (code, _, error) = Command.Run("rules", "convert", "nl-profiles", Source("{name: No urn}"), "-o", book, "--lang", "en");
        Assert.Equal(2, code);
        Assert.Contains("one.yaml:1:", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(book));
    }

    [Fact]
    public void A_conversion_with_a_warning_writes_the_book_and_ends_with_one()
    {
        var book = Path.Combine(_folder, "book");
        Assert.Equal(1, Command.Run("rules", "convert", "nl-profiles", Source("{urn: 'urn:x:1', name: Unsaid}"), "-o", book).Code);
        Assert.NotEmpty(Directory.EnumerateFiles(book));
    }

    [Theory]
    [InlineData("nl-tree")]
    [InlineData("nl-profiles")]
    [InlineData("ca-aia")]
    public void A_source_that_is_not_there_and_a_wrong_day_are_refused(string kind)
    {
        Assert.Equal(2, Command.Run("rules", "convert", kind, Path.Combine(_folder, "missing"), "-o", _folder).Code);
        Assert.Equal(2, Command.Run("rules", "convert", kind, Source(Requirement), "-o", _folder, "--from", "tomorrow").Code);
        Assert.Equal(2, Command.Run("rules", "convert", kind).Code);
    }

    [Fact]
    public void Help_has_an_example() =>
        Assert.Contains("haechi rules convert ca-aia", Command.Run("rules", "convert", "ca-aia", "--help", "--lang", "en").Out, StringComparison.Ordinal);

    private string Source(string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "requirements-of-a-test")).FullName;
        File.WriteAllText(Path.Combine(folder, "one.yaml"), text);
        return folder;
    }
}
