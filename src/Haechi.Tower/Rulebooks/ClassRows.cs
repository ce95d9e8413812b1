using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;

namespace Haechi.Tower.Rulebooks;

/// <summary>Classes that the owner declared: facts <c>declared.CLASS</c> whose text is the class's word. Kept apart from what the rules say.</summary>
public static class DeclaredClasses
{
    /// <summary>The beginning of the fact's id.</summary>
    public const string Prefix = "declared.";

    /// <summary>The declared words by class.</summary>
    public static SortedDictionary<string, string> Of(SystemFacts facts) => new(
        facts.ById.Where(f => f.Key.StartsWith(Prefix, StringComparison.Ordinal) && f.Value.Value is TextFact)
            .ToDictionary(f => f.Key[Prefix.Length..], f => ((TextFact)f.Value.Value).Value), StringComparer.Ordinal);
}

/// <summary>The rows of the read model <c>system_class</c> for one system.</summary>
internal static class ClassRows
{
    public static IReadOnlyList<SystemClass> Of(BookSet set, string system, KeptResult result)
    {
        var declared = result.Declared ?? [];
        var rows = result.Classes.Select(c => (c.Class, c.Outcome))
            .Concat(declared.Keys.Where(k => result.Classes.All(c => c.Class != k)).Select(k => (Class: k, Outcome: Outcome.No)));
        // Most classes of most systems are unknown at first; only those that boards count are worth a row then.
        return [.. rows.Where(r => r.Outcome != Outcome.Unknown || declared.ContainsKey(r.Class) || set.Classes.Any(c => c.Id == r.Class && IsRisk(c))).Select(r => (Words: set.Classes.FirstOrDefault(c => c.Id == r.Class), r.Outcome)).Where(r => r.Words is not null)
            .Select(r => Row(system, r.Words!, r.Outcome, declared.GetValueOrDefault(r.Words!.Id)))];
    }

    /// <summary>True for the classes by which boards tell risk: their word for yes is HIGH or PROHIBITED.</summary>
    public static bool IsRisk(ClassWords words) => words.Yes is "HIGH" or "PROHIBITED";

    /// <summary>The highest outcome of the classes of risk: 3 yes, 2 review, 1 unknown, 0 none.</summary>
    public static int Risk(BookSet set, KeptResult result) =>
        result.Classes.Where(c => set.Classes.Any(w => w.Id == c.Class && IsRisk(w))).Select(c => c.Outcome switch { Outcome.Yes => 3, Outcome.Review => 2, Outcome.Unknown => 1, _ => 0 }).DefaultIfEmpty(0).Max();

    private static SystemClass Row(string system, ClassWords words, Outcome outcome, string? declared) => new()
    {
        System = system, Class = words.Id, Outcome = (int)outcome, Word = words.Word(outcome), Declared = declared,
        // What is unknown contradicts nobody, and a declared review is no declaration of either.
        Disagrees = outcome != Outcome.Unknown && ((declared == words.Yes && outcome != Outcome.Yes) || (declared == words.No && outcome != Outcome.No)),
    };
}
