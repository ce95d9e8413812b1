using Haechi.Audit.Cells;

namespace Haechi.Audit.Metrics;

/// <summary>The texts that mean yes.</summary>
/// <param name="Outcome">Levels of the outcome that count as positive.</param>
/// <param name="Decision">Levels of the decision that count as positive.</param>
public sealed record PositiveLevels(IReadOnlyList<string> Outcome, IReadOnlyList<string> Decision);

/// <summary>One group: a level for each attribute of its grouping set.</summary>
public sealed record TallyGroup(IReadOnlyList<string> Levels, Tally Tally);

/// <summary>All groups of one set of attributes.</summary>
/// <param name="Attributes">Names of the attributes.</param>
/// <param name="Groups">The groups in the order of their levels.</param>
/// <param name="Everybody">All groups together.</param>
public sealed record Grouping(IReadOnlyList<string> Attributes, IReadOnlyList<TallyGroup> Groups, Tally Everybody);

/// <summary>Rolls cells up into groups.</summary>
public static class Groups
{
    /// <summary>The groups of a set of attributes. Levels that were declared and have nobody are groups of their own, with n = 0, when one attribute is asked for.</summary>
    /// <param name="table">The cells.</param>
    /// <param name="positive">What means yes.</param>
    /// <param name="attributes">Positions of dimensions.</param>
    /// <param name="keep">Which cells take part; null for all.</param>
    public static Grouping By(CellTable table, PositiveLevels positive, IReadOnlyList<int> attributes, Func<int, bool>? keep = null)
    {
        var states = new CellStates(table, positive);
        int[] at = [.. attributes], levels = [.. attributes.Select(a => table.Dimensions[a].Levels.Count)];
        var groups = new Slots(levels);
        var everybody = new Tally();
        if (attributes.Count == 1)
        {
            for (var level = 0; level < levels[0]; level++)
            {
                groups.Of(level);
            }
        }
        for (var cell = 0; cell < table.Length; cell++)
        {
            if (keep is not null && !keep(cell))
            {
                continue;
            }
            var codes = table.Codes(cell);
            var key = 0L;
            for (var i = 0; i < at.Length; i++)
            {
                key = checked((key * levels[i]) + codes[at[i]]);
            }
            var (state, rows, weight, squares) = (Tally.StateOf(states.Outcome(cell), states.Decision(cell)), table.Count(cell), states.Weight(cell), states.Squares(cell));
            groups.Of(key).Add(state, rows, weight, squares);
            everybody.Add(state, rows, weight, squares);
        }
        foreach (var cell in keep is null ? table.Withheld : [])
        {
            var key = 0L;
            foreach (var attribute in attributes)
            {
                key = (key * table.Dimensions[attribute].Levels.Count) + table.Dimensions[attribute].IndexOf(cell[attribute]);
            }
            var state = 1 << states.StateOf(cell);
            groups.Of(key).Withhold(state);
            everybody.Withhold(state);
        }
        return new Grouping([.. attributes.Select(a => table.Dimensions[a].Name)],
            [.. groups.InOrder().Select(g => new TallyGroup(LevelsOf(table, attributes, g.Key), g.Tally))], everybody);
    }

    /// <summary>Groups by key: in an array while there cannot be many, else in a dictionary.</summary>
    private sealed class Slots(int[] levels)
    {
        private const double MostInArray = 1 << 16;

        private readonly Tally?[]? _few = levels.Aggregate(1.0, (all, n) => all * n) is <= MostInArray and var n ? new Tally?[(int)n] : null;
        private readonly Dictionary<long, Tally> _many = [];

        public Tally Of(long key) => _few is not null ? _few[key] ??= new Tally() : _many.TryGetValue(key, out var tally) ? tally : _many[key] = new Tally();

        public IEnumerable<(long Key, Tally Tally)> InOrder() => _few is not null ? _few.Select((tally, key) => ((long)key, tally!)).Where(g => g.Item2 is not null) : _many.OrderBy(g => g.Key).Select(g => (g.Key, g.Value));
    }

    private static string[] LevelsOf(CellTable table, IReadOnlyList<int> attributes, long key)
    {
        var levels = new string[attributes.Count];
        for (var i = attributes.Count - 1; i >= 0; i--)
        {
            var all = table.Dimensions[attributes[i]].Levels;
            levels[i] = all[(int)(key % all.Count)];
            key /= all.Count;
        }
        return levels;
    }
}

/// <summary>The state of each cell.</summary>
internal sealed class CellStates
{
    private readonly CellTable _table;
    private readonly int _outcome, _decision, _weight, _squares;
    private readonly int[] _outcomes, _decisions;

    public CellStates(CellTable table, PositiveLevels positive)
    {
        _table = table;
        (_outcome, _decision) = (table.IndexOf(DimensionRole.Outcome), table.IndexOf(DimensionRole.Decision));
        (_weight, _squares) = (table.MeasureOf("w"), table.MeasureOf("w2"));
        _outcomes = Signs(_outcome, positive.Outcome);
        _decisions = Signs(_decision, positive.Decision);
    }

    public int Outcome(int cell) => _outcome < 0 ? -1 : _outcomes[_table.Code(cell, _outcome)];

    public int Decision(int cell) => _decision < 0 ? -1 : _decisions[_table.Code(cell, _decision)];

    public double Weight(int cell) => _weight < 0 ? _table.Count(cell) : _table.Sum(cell, _weight);

    public double Squares(int cell) => _weight < 0 ? _table.Count(cell) : _table.Sum(cell, _squares);

    /// <summary>The state of a cell by its levels.</summary>
    public int StateOf(IReadOnlyList<string> levels) => Tally.StateOf(_outcome < 0 ? -1 : _outcomes[_table.Dimensions[_outcome].IndexOf(levels[_outcome])], _decision < 0 ? -1 : _decisions[_table.Dimensions[_decision].IndexOf(levels[_decision])]);

    /// <summary>The state of a cell: 0 to 8.</summary>
    public int State(int cell) => Tally.StateOf(Outcome(cell), Decision(cell));

    public void AddTo(Tally tally, int cell) => tally.Add(State(cell), _table.Count(cell), Weight(cell), Squares(cell));

    private int[] Signs(int dimension, IReadOnlyList<string> positive) =>
        dimension < 0 ? [] : [.. _table.Dimensions[dimension].Levels.Select(l => l.Length == 0 ? -1 : positive.Contains(l, StringComparer.Ordinal) ? 1 : 0)];
}
