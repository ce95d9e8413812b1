namespace Haechi.Tower.Register.Matching;

/// <summary>A learned header prepared: its terms and what people took it for, with counts.</summary>
internal sealed record LearnedEntry(IReadOnlyList<Terms> Variants, IReadOnlyDictionary<string, int> Fields, int Total)
{
    /// <summary>The key that stands for "none of the fields".</summary>
    public const string NoField = "";

    /// <summary>
    /// How sure the people were about a field: their share of it, a little less while only a few have said so.
    /// </summary>
    public double TrustIn(string field) => Fields.GetValueOrDefault(field) / (Total + 0.06);
}

/// <summary>A learned value prepared.</summary>
internal sealed record LearnedCell(string Letters, Terms Terms, string Recoded, int Count);

/// <summary>Learned headers by their folded text and values by field.</summary>
internal sealed class LearnedIndex
{
    private readonly Dictionary<string, List<LearnedCell>> _cells;

    public LearnedIndex(LearnedExamples examples)
    {
        Headers = examples.Headers.GroupBy(h => HeaderText.Folded(h.Header), StringComparer.Ordinal).Where(g => g.Key.Length > 0).ToDictionary(g => g.Key, Entry, StringComparer.Ordinal);
        _cells = examples.Values.GroupBy(v => v.Field, StringComparer.Ordinal).ToDictionary(g => g.Key,
            g => g.Select(v => new LearnedCell(HeaderText.Letters(ValueText.Core(v.Original)), Terms.Of(ValueText.Core(v.Original)), v.Recoded, v.Count)).ToList(), StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, LearnedEntry> Headers { get; }

    public IReadOnlyList<LearnedCell> CellsOf(string field) => _cells.TryGetValue(field, out var cells) ? cells : [];

    private static LearnedEntry Entry(IGrouping<string, LearnedHeader> headers)
    {
        var fields = headers.GroupBy(h => h.Field ?? LearnedEntry.NoField, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(h => h.Count), StringComparer.Ordinal);
        return new LearnedEntry(Terms.VariantsOf(headers.First().Header), fields, fields.Values.Sum());
    }
}
