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
            [.. notes.SelectMany(n => n.Problems).Take(ReadingNotes.MostProblems)], string.Join(", ", notes.Select(n => n.Encoding).Distinct().Order(StringComparer.Ordinal))), protection.Length == 0 ? null : protection);
    }
}
