using Haechi.Audit.Reading;

namespace Haechi.Audit.Cells;

/// <summary>Adds up documents of days, vendors and shards.</summary>
public static class CellDocuments
{
    /// <summary>Counts and what happened while reading, added up. Protected counts stay protected: the sum carries every protection.</summary>
    /// <exception cref="AuditRefusedException">The tables have different dimensions.</exception>
    public static CellDocument Merge(IReadOnlyList<CellDocument> documents)
    {
        var notes = documents.Select(d => d.Notes).ToList();
        var protection = string.Join("; ", documents.Select(d => d.Protection).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        return new CellDocument(CellTable.Merge([.. documents.Select(d => d.Table)]), new ReadingNotes(notes.Sum(n => n.Rows), notes.Sum(n => n.Filtered), notes.Sum(n => n.Malformed), notes.Sum(n => n.Unreadable),
            [.. notes.SelectMany(n => n.Problems).Take(ReadingNotes.MostProblems)], string.Join(", ", notes.Select(n => n.Encoding).Distinct().Order(StringComparer.Ordinal))), protection.Length == 0 ? null : protection)
        {
            Sides = Sides(documents),
        };
    }

    /// <summary>Tables that all documents have. Classes of equal quasi-identifiers do not add up (a person may be in both), and bands cut by one document's own quantiles fit no other's.</summary>
    private static IReadOnlyList<SideTable> Sides(IReadOnlyList<CellDocument> documents) => documents.Count == 1 ? documents[0].Sides :
        [.. documents[0].Sides.Where(s => SideNames.AddUp(s.Name) && documents.All(d => d.Side(s.Name) is { } table && table.Dimensions.Select(x => x.Name).SequenceEqual(s.Table.Dimensions.Select(x => x.Name))))
            .Select(s => new SideTable(s.Name, CellTable.Merge([.. documents.Select(d => d.Side(s.Name)!)])))];
}
