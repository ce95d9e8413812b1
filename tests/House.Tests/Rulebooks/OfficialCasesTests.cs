using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Checks;
using Haechi.Rules.Facts;

namespace Haechi.House.Tests.Rulebooks;

/// <summary>
/// The situations that official guidance works out, with the outcome it gives: each stands as a test beside the rule that decides it, under the
/// id of the published case, and must come to the published outcome.
/// </summary>
public sealed class OfficialCasesTests
{
    private static readonly Lazy<ILookup<string, BookTestResult>> Results = new(() =>
        BookTests.Run(BookSet.Load(Path.Combine(Repository.Root, "rulebooks/kr/ai-basic-act"), Path.Combine(Repository.Root, "rulebooks/kr/public-ai-act")))
            .Where(r => r.Test.Case is not null).ToLookup(r => r.Test.Case!));

    [Fact]
    public void Every_official_case_comes_to_the_published_outcome()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data/kr/official-cases.json")));
        var wrong = file.RootElement.EnumerateArray()
            .Select(c => (Id: c.GetProperty("id").GetString()!, Expected: c.GetProperty("expected").GetString()!))
            .Where(c => !Results.Value[c.Id].Any() || !Results.Value[c.Id].All(r => r.Failures.Count == 0 && Says(r, c.Id, c.Expected)))
            .ToList();
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_stated_fact_of_a_case_can_be_taken_away_to_turn_its_class_round()
    {
        var turned = Results.Value.SelectMany(g => g).Where(r => r.Determination is not null).SelectMany(Turned).ToList();
        Assert.Empty(turned);
    }

    /// <summary>High-impact cases speak of that class; for the others the published word is the word of exactly one class.</summary>
    private static bool Says(BookTestResult result, string id, string expected) =>
        result.Determination!.Classes.Any(c => c.Words.Word(c.Outcome) == expected && (!id.StartsWith("HI-", StringComparison.Ordinal) || c.Words.Id == "high-impact"));

    private static IEnumerable<string> Turned(BookTestResult result)
    {
        var before = result.Determination!;
        foreach (var fact in before.Record.Facts.Keys)
        {
            var fewer = new FactRecord(before.Record.Id, before.Record.Facts.Where(f => f.Key != fact).ToDictionary(f => f.Key, f => f.Value));
            var after = Determination.Of(before.Rules, fewer);
            foreach (var (was, now) in before.Classes.Zip(after.Classes).Where(c => (c.First.Outcome, c.Second.Outcome) is (Outcome.Yes, Outcome.No) or (Outcome.No, Outcome.Yes)))
            {
                yield return $"{result.Test.Case} without {fact}: {was.Words.Id} {was.Outcome} -> {now.Outcome}";
            }
        }
    }
}
