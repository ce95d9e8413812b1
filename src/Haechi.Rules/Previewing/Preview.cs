using Haechi.Rules.Duties;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Previewing;

/// <summary>How many records of a class went from one word to another; <c>-</c> where a side does not know the class.</summary>
public sealed record ClassTransition(string Class, string Before, string After, int Count);

/// <summary>What becomes of one record's duty.</summary>
public enum DutyChangeKind
{
    /// <summary>Owed after and not before.</summary>
    Appears,

    /// <summary>Owed before and not after.</summary>
    Ends,

    /// <summary>Owed in both, with another strength, due date or state.</summary>
    Changes,

    /// <summary>Not owed after, and not ruled out any more: its rule is unknown or in review.</summary>
    Opens,

    /// <summary>Open before, and now ruled out.</summary>
    Closes,
}

/// <summary>A duty of one record that is not the same before and after.</summary>
public sealed record DutyChange(string Duty, DutyChangeKind Kind, OwedDuty? Before, OwedDuty? After);

/// <summary>A record with something that is not the same before and after.</summary>
public sealed record RecordChange(FactRecord Record, IReadOnlyList<(string Class, string Before, string After)> Classes, IReadOnlyList<DutyChange> Duties);

/// <summary>The same inventory under two books, or under one book on two days.</summary>
public sealed class Preview
{
    private Preview(int records, IReadOnlyList<ClassTransition> transitions, IReadOnlyList<RecordChange> changes)
    {
        (Records, Transitions, Changes) = (records, transitions, changes);
    }

    /// <summary>The number of records compared.</summary>
    public int Records { get; }

    /// <summary>For each class, how many records went from which word to which, unchanged ones included.</summary>
    public IReadOnlyList<ClassTransition> Transitions { get; }

    /// <summary>The records that change, in their order.</summary>
    public IReadOnlyList<RecordChange> Changes { get; }

    /// <summary>For each duty, how many records it appears for, ends for, changes for and becomes open for.</summary>
    public IReadOnlyList<(string Duty, int Appears, int Ends, int Changes, int Opens)> Duties =>
        [.. Changes.SelectMany(c => c.Duties).GroupBy(d => d.Duty, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Count(d => d.Kind == DutyChangeKind.Appears), g.Count(d => d.Kind == DutyChangeKind.Ends), g.Count(d => d.Kind == DutyChangeKind.Changes),
                g.Count(d => d.Kind == DutyChangeKind.Opens)))];

    /// <summary>Compares two sets of dated rules over records.</summary>
    public static Preview Of(DatedRules before, DatedRules after, IReadOnlyList<FactRecord> records, IReadOnlyList<Waiver>? waivers = null, Installation? installation = null)
    {
        var classes = before.Set.Classes.Select(c => c.Id).Union(after.Set.Classes.Select(c => c.Id), StringComparer.Ordinal).ToList();
        var counts = new Dictionary<(string, string, string), int>();
        var changes = new List<RecordChange>();
        foreach (var record in records)
        {
            var (b, a) = (Determination.Of(before, record, waivers, installation), Determination.Of(after, record, waivers, installation));
            var words = classes.Select(c => (Class: c, Before: Word(b, c), After: Word(a, c))).ToList();
            words.ForEach(w => counts[w] = counts.GetValueOrDefault(w) + 1);
            var flips = words.Where(w => w.Before != w.After).ToList();
            var duties = DutyChanges(b, a).ToList();
            if (flips.Count + duties.Count > 0)
            {
                changes.Add(new RecordChange(record, flips, duties));
            }
        }
        var transitions = counts.OrderBy(c => classes.IndexOf(c.Key.Item1)).ThenByDescending(c => c.Value).ThenBy(c => c.Key.Item2 + c.Key.Item3, StringComparer.Ordinal)
            .Select(c => new ClassTransition(c.Key.Item1, c.Key.Item2, c.Key.Item3, c.Value));
        return new Preview(records.Count, [.. transitions], changes);
    }

    private static string Word(Determination determination, string id)
    {
        var found = determination.Classes.FirstOrDefault(c => c.Words.Id == id);
        return found.Words is null ? "-" : found.Words.Word(found.Outcome);
    }

    private static IEnumerable<DutyChange> DutyChanges(Determination before, Determination after)
    {
        var ids = before.Duties.Concat(after.Duties).Select(d => d.Duty.Id).Concat(before.Open.Concat(after.Open).Select(o => o.Id));
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            // The strongest and earliest of each id comes first in a determination: that is the one compared.
            var (b, a) = (before.Duties.FirstOrDefault(d => d.Duty.Id == id), after.Duties.FirstOrDefault(d => d.Duty.Id == id));
            var (wasOpen, isOpen) = (before.Open.Any(o => o.Id == id), after.Open.Any(o => o.Id == id));
            if (Kind(b, a, wasOpen, isOpen) is { } kind)
            {
                yield return new DutyChange(id, kind, b, a);
            }
        }
    }

    private static DutyChangeKind? Kind(OwedDuty? before, OwedDuty? after, bool wasOpen, bool isOpen) => (before, after) switch
    {
        (null, not null) => DutyChangeKind.Appears,
        (not null, null) => isOpen ? DutyChangeKind.Opens : DutyChangeKind.Ends,
        (null, null) => wasOpen == isOpen ? null : isOpen ? DutyChangeKind.Opens : DutyChangeKind.Closes,
        _ => before.Strength != after.Strength || before.Due != after.Due || before.State != after.State ? DutyChangeKind.Changes : null,
    };
}
