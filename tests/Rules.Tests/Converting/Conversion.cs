using System.Text.Json;
using Haechi.Rules.Converting;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Tests.Converting;

/// <summary>What the tests of the converters share: the real files, conversions from text, and determinations.</summary>
internal static class Conversion
{
    public static readonly DateOnly Day = new(2026, 11, 1);

    /// <summary>A path in the folder <c>shared</c> beside the repository, or null.</summary>
    public static string? Shared(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Haechi.slnx")) && !File.Exists(Path.Combine(root.FullName, "LICENSE")))
        {
            root = root.Parent;
        }
        var found = root is null ? null : Path.Combine(root.FullName, "..", "shared", path);
        return File.Exists(found) || Directory.Exists(found) ? found : null;
    }

    /// <summary>The cases of a file of expected results; none when it is missing.</summary>
    public static IReadOnlyList<JsonElement> Cases(string path) =>
        Shared(path) is { } file ? [.. JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("cases").EnumerateArray()] : [];

    /// <summary>The numbers of the cases; -1 stands for a missing file, so that the test is seen as not run.</summary>
    public static TheoryData<int> Numbers(string path) => new(Cases(path).Select((_, i) => i).DefaultIfEmpty(-1));

    /// <summary>The case, or a skipped test.</summary>
    public static JsonElement Case(IReadOnlyList<JsonElement> cases, int number, string path)
    {
        Assert.SkipWhen(number < 0, $"shared data not found: {path}");
        return cases[number];
    }

    public static ConvertedBook Book(Func<string, ConvertOptions, Findings, ConvertedBook?> convert, string source)
    {
        var findings = new Findings();
        var book = convert(source, new ConvertOptions(), findings);
        Assert.True(book is not null, string.Join('\n', findings.All.Select(f => f.ToLine("en"))));
        return book;
    }

    /// <summary>Converts a text as a file of its own, or several as a folder.</summary>
    public static (ConvertedBook? Book, Findings Findings) OfText(Func<string, ConvertOptions, Findings, ConvertedBook?> convert, params string[] texts)
    {
        using var folder = new TemporaryFolder();
        var findings = new Findings();
        for (var i = 0; i < texts.Length; i++)
        {
            File.WriteAllText(Path.Combine(folder.Path, $"source{i + 1}.yaml"), texts[i]);
        }
        var isFolder = convert.Method.Name == nameof(RulebookConverter.Profiles);
        return (convert(isFolder ? folder.Path : Path.Combine(folder.Path, "source1.yaml"), new ConvertOptions(), findings), findings);
    }

    /// <summary>The error for which a source is refused, which must have a line.</summary>
    public static Finding Refused(Func<string, ConvertOptions, Findings, ConvertedBook?> convert, params string[] texts)
    {
        var (book, findings) = OfText(convert, texts);
        Assert.Null(book);
        var error = findings.All.First(f => f.Severity == Severity.Error);
        Assert.True(error.Place.Line > 0, error.ToLine("en"));
        Assert.NotEmpty(error.Message.In("ko"));
        return error;
    }

    /// <summary>Facts read by the reader that the commands use, one record for each JSON object.</summary>
    public static IReadOnlyList<FactRecord> Facts(BookSet set, params IEnumerable<string> records)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "facts.json");
        File.WriteAllText(file, $"[{string.Join(',', records)}]");
        var findings = new Findings();
        var read = FactReader.ReadFile(file, set.Questions, findings, out _);
        Assert.False(findings.HasErrors, string.Join('\n', findings.All.Select(f => f.ToLine("en"))));
        return read;
    }

    public static Determination Determine(BookSet set, string facts) => Determination.Of(set.On(Day), Assert.Single(Facts(set, facts)));

    public static Dictionary<string, Outcome> Classes(Determination determination) => determination.Classes.ToDictionary(c => c.Words.Id, c => c.Outcome, StringComparer.Ordinal);
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("haechi-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
