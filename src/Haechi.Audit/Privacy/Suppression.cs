using Haechi.Audit.Cells;

namespace Haechi.Audit.Privacy;

/// <summary>
/// Withholds small cells before a table leaves the house. A withheld cell could be found again from a line total, so in every line (all attributes but one held) where just one cell is
/// withheld, the next smallest is withheld too, until no such line is left.
/// </summary>
public static class Suppression
{
    /// <summary>The document without cells below <paramref name="smallest"/> and without those that would give them away.</summary>
    /// <param name="document">Counts as they are.</param>
    /// <param name="smallest">The least count that may be shown, at least 2.</param>
    /// <param name="previous">An earlier release: cells that changed by less than <paramref name="smallest"/> are withheld, because the difference would show the few who came or went.</param>
    public static CellDocument Of(CellDocument document, int smallest, CellDocument? previous = null)
    {
        if (smallest < 2)
        {
            throw AuditRefusedException.Because("too-small", "smallest", "2보다 작으면 가릴 것이 없습니다.", "below 2 there is nothing to withhold");
        }
        var table = document.Table;
        var withheld = new bool[table.Length];
        for (var cell = 0; cell < table.Length; cell++)
        {
            withheld[cell] = table.Count(cell) < smallest;
        }
        foreach (var cell in previous is null ? [] : Changed(previous.Table, table, smallest))
        {
            withheld[cell] = true;
        }
        Complement(table, withheld);
        var adder = new CellAdder(table.Dimensions, table.Measures);
        for (var d = 0; d < table.Dimensions.Count; d++)
        {
            foreach (var level in table.Dimensions[d].Levels)
            {
                adder.Level(d, level);
            }
        }
        for (var cell = 0; cell < table.Length; cell++)
        {
            if (withheld[cell])
            {
                adder.Withhold([[.. table.Dimensions.Select((dimension, d) => dimension.Levels[table.Code(cell, d)])]]);
            }
            else
            {
                adder.Add([.. table.Dimensions.Select((dimension, d) => dimension.Levels[table.Code(cell, d)])], table.Count(cell), table.Sums(cell));
            }
        }
        return document with
        {
            Table = adder.ToTable(),
            // Small counts of features, places and patterns would give away what the cells withhold.
            Sides = [],
            // How many rows were left out would give a single withheld cell away; places of rows are places of persons.
            Notes = document.Notes with { Rows = adder.ToTable().Rows, Problems = [] },
            Protection = $"cells below {smallest} withheld, with complements: {withheld.Count(w => w)} of {table.Length} cells",
        };
    }

    /// <summary>Cells of the later table whose count moved by 1 to <paramref name="smallest"/> − 1 since the earlier one.</summary>
    public static IReadOnlyList<int> Changed(CellTable earlier, CellTable later, int smallest)
    {
        string Key(CellTable table, int cell) => string.Join('\u001f', table.Dimensions.Select((dimension, d) => dimension.Levels[table.Code(cell, d)]));
        var before = Enumerable.Range(0, earlier.Length).ToDictionary(c => Key(earlier, c), earlier.Count, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, later.Length).Where(c => before.TryGetValue(Key(later, c), out var count) && Math.Abs(later.Count(c) - count) is var moved && moved > 0 && moved < smallest)];
    }

    private static void Complement(CellTable table, bool[] withheld)
    {
        var lines = new List<List<int>>();
        for (var free = 0; free < table.Dimensions.Count; free++)
        {
            var dimension = free;
            lines.AddRange(Enumerable.Range(0, table.Length)
                .GroupBy(cell => string.Join(',', Enumerable.Range(0, table.Dimensions.Count).Where(d => d != dimension).Select(d => table.Code(cell, d))), StringComparer.Ordinal)
                .Select(l => l.ToList()).Where(l => l.Count > 1));
        }
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var line in lines)
            {
                if (line.Count(c => withheld[c]) == 1)
                {
                    var next = line.Where(c => !withheld[c]).MinBy(c => (table.Count(c), c));
                    withheld[next] = changed = true;
                }
            }
        }
    }
}
