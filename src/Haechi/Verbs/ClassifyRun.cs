using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Verbs;

/// <summary>One system with what the rules say of it. The declared class is never read as the determined one.</summary>
internal sealed record Classified(MappedSystem System, Determination Determination)
{
    /// <summary>The classes that the owner declared yes or no and for which the rules come to something else: the opposite, or that a person has to judge. What is unknown contradicts nobody.</summary>
    public IReadOnlyList<string> Disagrees { get; } =
        [.. Determination.Classes.Where(c => System.Declared.TryGetValue(c.Words.Id, out var declared) && Differ(declared.Outcome, c.Outcome)).Select(c => c.Words.Id)];

    /// <summary>The outcome of a class.</summary>
    public Outcome Of(string id) => Determination.Classes.First(c => c.Words.Id == id).Outcome;

    private static bool Differ(Outcome declared, Outcome determined) =>
        declared is (Outcome.Yes or Outcome.No) && determined != Outcome.Unknown && determined != declared;
}

/// <summary>A whole run: inventory, map, books, day and results.</summary>
internal sealed record ClassifyRun(
    string File, FactMap Map, BookSet Set, DateOnly Day, MappedInventory Inventory, IReadOnlyList<Classified> Systems, Findings Findings)
{
    private ClassifySummary? _summary;

    /// <summary>The counts over all systems.</summary>
    public ClassifySummary Summary => _summary ??= new ClassifySummary(this);

    /// <summary>The classes that the owner declares; when the map has none, those that the books give words or a title.</summary>
    public IReadOnlyList<ClassWords> MainClasses
    {
        get
        {
            List<ClassWords> declared = [.. Set.Classes.Where(c => Map.Declared.Any(d => d.Class == c.Id))];
            return declared.Count > 0 ? declared : TitledClasses;
        }
    }

    /// <summary>The classes that some book declares, not only a rule names.</summary>
    public IReadOnlyList<ClassWords> TitledClasses => [.. Set.Classes.Where(c => !c.Title.IsEmpty)];

    /// <summary>The facts to show beside a system; null when the fact is unknown.</summary>
    public IEnumerable<(Question Question, FactValue? Value)> Shown(Classified system) => Inventory.Show.Select(q => (q, system.System.Record[q.Id]));
}
