using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Explaining;

namespace Haechi.Verbs;

/// <summary>How far a duty is over the systems that owe it.</summary>
/// <param name="Duty">One of the owed duties, for its title, provision and rule.</param>
/// <param name="Owed">How many systems owe it.</param>
/// <param name="Values">Each value of the status question with its count, in the question's order.</param>
/// <param name="Blank">How many do not say.</param>
internal sealed record DutyProgress(OwedDuty Duty, int Owed, IReadOnlyList<(string Value, int Count)> Values, int Blank);

/// <summary>Duties of one strength.</summary>
internal sealed record OwedByStrength(Modality Strength, int Duties, int Systems);

/// <summary>What a run comes to.</summary>
internal sealed class ClassifySummary
{
    public ClassifySummary(ClassifyRun run)
    {
        Classes = [.. run.Set.Classes.Select(c => (c, Count(c, run.Systems)))];
        Declared = [.. run.Set.Classes.Where(c => run.Map.Declared.Any(d => d.Class == c.Id)).Select(c => (c, Cross(c, run.Systems)))];
        Disagreements = [.. run.Systems.SelectMany(s => s.Disagrees.Select(d => (s, run.Set.Classes.First(c => c.Id == d))))];
        Review = [.. run.Set.Classes.SelectMany(c => run.Systems.Where(s => s.Of(c.Id) == Outcome.Review).Select(s => (s, c)))];
        var main = run.MainClasses;
        Unknown = [.. run.Systems.Where(s => main.Any(c => s.Of(c.Id) == Outcome.Unknown))];
        Next = NextQuestion.ForAll(Unknown.Select(s => s.Determination), run.Set);
        Owed = [.. new[] { Modality.Must, Modality.MustNot, Modality.Should, Modality.May }.Select(m => ByStrength(m, run.Systems))];
        Waived = run.Systems.Sum(s => DutiesOf(s.Determination).Count(d => d.Waiver is not null));
        Progress = ProgressOf(run);
    }

    /// <summary>Each class with its counts by word.</summary>
    public IReadOnlyList<(ClassWords Class, IReadOnlyList<(string Word, int Count)> Counts)> Classes { get; }

    /// <summary>Each declared class: by declared word (null: blank or not read) the counts by determined word.</summary>
    public IReadOnlyList<(ClassWords Class, IReadOnlyList<(string? Word, IReadOnlyList<(string Word, int Count)> Counts)> Rows)> Declared { get; }

    /// <summary>Every system and class on which owner and rules say opposite things.</summary>
    public IReadOnlyList<(Classified System, ClassWords Class)> Disagreements { get; }

    /// <summary>Every system and class that a person has to judge.</summary>
    public IReadOnlyList<(Classified System, ClassWords Class)> Review { get; }

    /// <summary>The systems with a main class that is unknown.</summary>
    public IReadOnlyList<Classified> Unknown { get; }

    /// <summary>What to ask over all of them, best first, with the number of outcomes that each answer may settle.</summary>
    public IReadOnlyList<(string Question, int Outcomes)> Next { get; }

    /// <summary>Duties owed, by strength.</summary>
    public IReadOnlyList<OwedByStrength> Owed { get; }

    /// <summary>How many of the duties owed are lifted by a waiver on the day; they are among those owed.</summary>
    public int Waived { get; }

    /// <summary>The duties that have a status, in the order of the rules.</summary>
    public IReadOnlyList<DutyProgress> Progress { get; }

    /// <summary>The duties of a system, an upper one behind the one that strengthens it included.</summary>
    public static IEnumerable<OwedDuty> DutiesOf(Determination determination)
    {
        foreach (var duty in determination.Duties)
        {
            for (var d = duty; d is not null; d = d.Strengthens)
            {
                yield return d;
            }
        }
    }

    private static List<(string Word, int Count)> Count(ClassWords words, IEnumerable<Classified> systems)
    {
        var counts = systems.CountBy(s => words.Word(s.Of(words.Id))).ToDictionary(StringComparer.Ordinal);
        return [.. new[] { words.Yes, words.No, words.Review, words.Word(Outcome.Unknown) }.Distinct().Select(w => (w, counts.GetValueOrDefault(w)))];
    }

    private static List<(string? Word, IReadOnlyList<(string Word, int Count)> Counts)> Cross(ClassWords words, IReadOnlyList<Classified> systems)
    {
        string? DeclaredWord(Classified s) => s.System.Declared.TryGetValue(words.Id, out var declared) ? declared.Word : null;
        return [.. new[] { words.Yes, words.No, words.Review, words.Word(Outcome.Unknown), null }.Distinct()
            .Select(w => (w, (IReadOnlyList<(string, int)>)Count(words, systems.Where(s => DeclaredWord(s) == w)))).Where(r => r.Item2.Any(c => c.Item2 > 0))];
    }

    private static OwedByStrength ByStrength(Modality strength, IReadOnlyList<Classified> systems)
    {
        var counts = systems.Select(s => DutiesOf(s.Determination).Count(d => d.Strength == strength)).Where(n => n > 0).ToList();
        return new OwedByStrength(strength, counts.Sum(), counts.Count);
    }

    private static List<DutyProgress> ProgressOf(ClassifyRun run)
    {
        var owed = run.Systems.SelectMany(s => DutiesOf(s.Determination)).Where(d => d.Duty.Status is not null).GroupBy(d => (d.BaseRule, d.Duty.Id));
        var order = run.Set.Rules.Select((r, i) => (r.Rule.Id, i)).ToDictionary(r => r.Id, r => r.i, StringComparer.Ordinal);
        return [.. owed.OrderBy(g => order[g.Key.BaseRule]).Select(g =>
        {
            var first = g.First();
            var counts = g.Where(d => d.Status is not null).CountBy(d => d.Status!).ToDictionary(StringComparer.Ordinal);
            var values = run.Set.Questions[run.Set.IndexOfQuestion(first.Duty.Status!)].Values;
            return new DutyProgress(first, g.Count(), [.. values.Select(v => (v.Id, counts.GetValueOrDefault(v.Id)))], g.Count(d => d.Status is null));
        })];
    }
}
