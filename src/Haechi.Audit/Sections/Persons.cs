using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Sides;

namespace Haechi.Audit.Sections;

/// <summary>Patterns of persons by group, for the bootstrap.</summary>
internal sealed class PersonDraws(Dictionary<string, List<(IReadOnlyList<long>, long)>> groups)
{
    public List<(IReadOnlyList<long> Cases, long Persons)>? Of(IReadOnlyList<string> levels) => groups.GetValueOrDefault(Persons.Key(levels));
}

/// <summary>Puts what is known of repeated persons beside the groups.</summary>
internal static class Persons
{
    /// <summary>The patterns of each group of a set of attributes; null when the document has none.</summary>
    public static PersonDraws? Of(CellDocument document, IReadOnlyList<string> attributes)
    {
        if (document.Side(SideNames.Persons(attributes)) is not { } table)
        {
            return null;
        }
        var groups = new Dictionary<string, List<(IReadOnlyList<long>, long)>>(StringComparer.Ordinal);
        foreach (var (levels, cases, persons) in Rows(table))
        {
            (groups.TryGetValue(Key(levels), out var list) ? list : groups[Key(levels)] = []).Add((cases, persons));
        }
        return new PersonDraws(groups);
    }

    /// <summary>Lets the shares of groups rest on persons.</summary>
    public static void Attach(CellDocument document, CellTable table, Grouping grouping)
    {
        if (document.Side(SideNames.Persons(grouping.Attributes)) is not { } side || table.Withheld.Count > 0)
        {
            return;
        }
        var groups = grouping.Groups.ToDictionary(g => Key(g.Levels), g => g.Tally, StringComparer.Ordinal);
        foreach (var (levels, cases, persons) in Rows(side))
        {
            if (groups.TryGetValue(Key(levels), out var tally))
            {
                (tally.Persons ??= new PersonMoments()).Add(cases, persons);
            }
        }
        foreach (var (_, cases, persons) in document.Side(SideNames.Persons([])) is { } all ? Rows(all) : [])
        {
            (grouping.Everybody.Persons ??= new PersonMoments()).Add(cases, persons);
        }
    }

    public static string Key(IReadOnlyList<string> levels) => string.Join('\u001f', levels);

    private static IEnumerable<(string[] Levels, long[] Cases, long Persons)> Rows(CellTable table)
    {
        var last = table.Dimensions.Count - 1;
        var patterns = table.Dimensions[last].Levels.Select(PersonPatterns.Counts).ToArray();
        for (var cell = 0; cell < table.Length; cell++)
        {
            yield return ([.. Enumerable.Range(0, last).Select(d => table.Dimensions[d].Levels[table.Code(cell, d)])], patterns[table.Code(cell, last)], table.Count(cell));
        }
    }
}
