using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;

namespace Haechi.Audit.Sides;

/// <summary>
/// Persons counted by the pattern of their cases: how many in each of the nine states of <see cref="Tally"/>. No identifier is left, and drawing persons with replacement is drawing patterns.
/// </summary>
internal static class PersonPatterns
{
    /// <summary>The name of the dimension that holds the patterns.</summary>
    public const string Dimension = "\u0001pattern";

    /// <summary>Persons by group and pattern. A case without a person stands for a person of its own.</summary>
    public static CellTable Of(CellTable table, PositiveLevels positive, IReadOnlyList<int> attributes, int person)
    {
        var states = new CellStates(table, positive);
        var patterns = new Dictionary<string, (string[] Levels, long[] Counts)>(StringComparer.Ordinal);
        var dimensions = attributes.Select(a => table.Dimensions[a] with { Levels = [] }).Append(new Dimension(Dimension, DimensionRole.Group, [])).ToList();
        var adder = new CellAdder(dimensions, []);
        var missing = table.Dimensions[person].IndexOf(Cells.Dimension.Missing);
        for (var cell = 0; cell < table.Length; cell++)
        {
            var levels = attributes.Select(a => table.Dimensions[a].Levels[table.Code(cell, a)]).ToArray();
            var state = states.State(cell);
            if (table.Code(cell, person) == missing)
            {
                var alone = new long[9];
                alone[state] = 1;
                adder.Add([.. levels, Text(alone)], table.Count(cell), []);
                continue;
            }
            var key = $"{table.Code(cell, person)}\u001f{string.Join('\u001f', levels)}";
            if (!patterns.TryGetValue(key, out var found))
            {
                patterns[key] = found = (levels, new long[9]);
            }
            found.Counts[state] += table.Count(cell);
        }
        foreach (var (levels, counts) in patterns.Values)
        {
            adder.Add([.. levels, Text(counts)], 1, []);
        }
        return adder.ToTable();
    }

    /// <summary>The nine counts of a pattern.</summary>
    /// <exception cref="FormatException">The text is no pattern.</exception>
    public static long[] Counts(string text)
    {
        var counts = text.Split(',').Select(c => long.Parse(c, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
        return counts.Length == 9 ? counts : throw new FormatException(text);
    }

    private static string Text(long[] counts) => string.Join(',', counts.Select(c => c.ToString(CultureInfo.InvariantCulture)));
}
