using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Columns;
using Haechi.Rules.Evaluation;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Rulebooks;

/// <summary>What would become of the whole register under other books, on another day, or both. Changes nothing.</summary>
/// <param name="Books">The books after; null for the installed ones.</param>
/// <param name="On">The day after; null for the day before.</param>
/// <param name="From">The day before; null for today.</param>
public sealed record PreviewBooks(IReadOnlyList<string>? Books = null, DateOnly? On = null, DateOnly? From = null);

/// <summary>How many systems go from which outcome of a class to which.</summary>
public sealed record ClassShift(ClassWords Class, IReadOnlyList<(Outcome Before, Outcome After, int Count)> Counts)
{
    /// <summary>How many change.</summary>
    public int Changed => Counts.Where(c => c.Before != c.After).Sum(c => c.Count);
}

/// <summary>What becomes of a rule's duty, exceptions taken into account: where one holds, what it puts in the duty's place is owed, or nothing. A duty of which it is not decided whether an exception holds is owed.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Before">Systems that owe it before; 0 while the book only announces it.</param>
/// <param name="After">And after.</param>
/// <param name="Begins">For how many it begins.</param>
/// <param name="Ends">For how many it ends.</param>
/// <param name="Changes">For how many it stays and is another one: another strength, due day, exception, or decided where it was not.</param>
/// <param name="Strength">The strength after, or before when it ends: stages weaken it.</param>
public sealed record DutyShift(Rule Rule, int Before, int After, int Begins, int Ends, int Changes, Modality Strength);

/// <summary>A preview.</summary>
/// <param name="Systems">Systems compared.</param>
/// <param name="Changed">Systems with any class or duty that changes.</param>
/// <param name="Departments">The departments whose systems change, with how many; null for systems without a department.</param>
/// <param name="Classes">Classes, in the order of the books.</param>
/// <param name="Duties">Duties that change.</param>
/// <param name="Before">The books before.</param>
/// <param name="After">The books after.</param>
public sealed record BookPreview(
    int Systems, int Changed, IReadOnlyList<(string? Department, int Systems)> Departments, IReadOnlyList<ClassShift> Classes, IReadOnlyList<DutyShift> Duties, IReadOnlyList<BookPin> Before,
    IReadOnlyList<BookPin> After, DateOnly From, DateOnly On);

internal sealed class PreviewBooksHandler(TowerStore store, BookRegistry registry, RegisterColumns columns) : IHandle<PreviewBooks, BookPreview>
{
    public async Task<Result<BookPreview>> Handle(Actor actor, PreviewBooks command, CancellationToken stop)
    {
        await using var context = store.Open();
        var before = await registry.Installed(context);
        if (!before.Done)
        {
            return Refused.Because<BookPreview>(before.Refusals);
        }
        var after = command.Books is { Count: > 0 } ids ? registry.Load(ids) : before;
        if (!after.Done)
        {
            return Refused.Because<BookPreview>(after.Refusals);
        }
        var from = command.From ?? store.Clock.Today;
        var on = command.On ?? from;
        if (from == on && after.Value.Hash == before.Value.Hash)
        {
            return Refusal.Because("same", "견줄 것이 같습니다. 다른 날이나 다른 규칙책을 고르십시오.", "both sides are the same; choose another day or other books");
        }
        List<Question> questions = [.. after.Value.Set.Questions.Concat(before.Value.Set.Questions).DistinctBy(q => q.Id, StringComparer.Ordinal)];
        var blocks = await columns.Blocks(questions, stop);
        return new Comparison(before.Value, after.Value, from, on).Run(blocks);
    }
}

/// <summary>Runs two compiled sets of rules over the same columns.</summary>
internal sealed class Comparison
{
    private readonly LoadedBooks _beforeBooks;
    private readonly LoadedBooks _afterBooks;
    private readonly DatedRules _before;
    private readonly DatedRules _after;
    private readonly List<Side> _classes;
    private readonly List<DutySide> _duties;

    public Comparison(LoadedBooks before, LoadedBooks after, DateOnly from, DateOnly on)
    {
        (_beforeBooks, _afterBooks, _before, _after) = (before, after, before.Set.On(from), after.Set.On(on));
        var classes = after.Set.Classes.Concat(before.Set.Classes).DistinctBy(c => c.Id, StringComparer.Ordinal);
        _classes = [.. classes.Select(c => new Side(c, Giving(_before, c.Id), Giving(_after, c.Id)))];
        var rules = _after.Rules.Concat(_before.Rules).Where(r => r.Rule.Duty is not null).DistinctBy(r => r.Rule.Id, StringComparer.Ordinal);
        _duties = [.. rules.Select(r => new DutySide(r.Rule, DutyForms.Of(_before, r.Rule.Id), DutyForms.Of(_after, r.Rule.Id)))];
    }

    public BookPreview Run(IReadOnlyList<ColumnBlock> blocks)
    {
        var (first, second) = (ColumnProgram.Compile(_before, null, exceptions: true), ColumnProgram.Compile(_after, null, exceptions: true));
        var departments = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var block in blocks)
        {
            var (was, will) = (ColumnRun.Evaluate(first, block.Facts), ColumnRun.Evaluate(second, block.Facts));
            var touched = new bool[block.Systems.Count];
            _classes.ForEach(c => c.Count(was, will, touched));
            _duties.ForEach(d => d.Count(first, was, second, will, touched));
            for (var i = 0; i < touched.Length; i++)
            {
                if (touched[i])
                {
                    var department = block.Departments[i] ?? "";
                    departments[department] = departments.GetValueOrDefault(department) + 1;
                }
            }
        }
        return new BookPreview(blocks.Sum(b => b.Systems.Count), departments.Values.Sum(), [.. departments.OrderByDescending(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal).Select(d => (d.Key.Length == 0 ? null : d.Key, d.Value))],
            [.. _classes.Select(c => new ClassShift(c.Class, c.Shifts()))], [.. _duties.Select(d => d.Shift(_before, _after)).Where(d => d.Begins + d.Ends + d.Changes > 0)], _beforeBooks.Pins, _afterBooks.Pins, _before.Day, _after.Day);
    }

    private static List<int> Giving(DatedRules rules, string id) => [.. rules.Rules.Where(r => r.Rule.Class == id).Select(r => r.Index)];

    /// <summary>The rules behind one class on both sides, and how many systems go from which outcome to which.</summary>
    private sealed class Side(ClassWords words, List<int> before, List<int> after)
    {
        private readonly int[,] _counts = new int[4, 4];

        public ClassWords Class { get; } = words;

        public void Count(IReadOnlyDictionary<int, OutcomeColumn> was, IReadOnlyDictionary<int, OutcomeColumn> will, bool[] touched)
        {
            for (var i = 0; i < touched.Length; i++)
            {
                var (b, a) = (Any(before, was, i), Any(after, will, i));
                _counts[(int)b, (int)a]++;
                touched[i] |= b != a;
            }
        }

        public IReadOnlyList<(Outcome Before, Outcome After, int Count)> Shifts() =>
            [.. from b in Enum.GetValues<Outcome>() from a in Enum.GetValues<Outcome>() where _counts[(int)b, (int)a] > 0 select (b, a, _counts[(int)b, (int)a])];

        private static Outcome Any(List<int> rules, IReadOnlyDictionary<int, OutcomeColumn> columns, int i)
        {
            var outcome = Outcome.No;
            foreach (var r in rules)
            {
                outcome = Logic.Or(outcome, columns[r][i]);
            }
            return outcome;
        }
    }
}
