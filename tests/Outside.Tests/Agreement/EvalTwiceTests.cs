using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>The command gives the same bytes for the same input.</summary>
public sealed class EvalTwiceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Rules_eval_run_twice_writes_the_same_json()
    {
        var books = RealBooks.All.MaxBy(b => b.Set.Books.Count)!;
        var rows = new RandomFacts(books.Thresholds, 7).Rows(books.Set.Questions, 20);
        var file = Path.Combine(Path.GetTempPath(), $"haechi-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, $"[{string.Join(",\n", rows.Select((r, i) => $"{{\"id\": \"{i}\", \"facts\": {FactJson.Of(books.Set.Questions, r)}}}"))}]", TestContext.Current.CancellationToken);
        try
        {
            string[] arguments = [Path.Combine(AppContext.BaseDirectory, "haechi.dll"), "rules", "eval", "--book", Path.Combine("rulebooks", books.Name), "--on", "2026-11-22", "--facts", file, "--format", "json"];
            var (first, second) = (await OtherProgram.Run("dotnet", arguments), await OtherProgram.Run("dotnet", arguments));
            Assert.Equal(first, second);
            Figures.Add("rules eval --format json, run twice", $"{books.Name}, {rows.Length} records, {first.Length} characters, the same", output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
