using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>A row of a section: what it is about, and its figures.</summary>
/// <param name="Keys">One text for each of the section's <see cref="ReportSection.KeyNames"/>; the empty text is "not recorded".</param>
/// <param name="Figures">The figures, the same ids in each row.</param>
public sealed record SectionRow(IReadOnlyList<string> Keys, IReadOnlyList<Figure> Figures);

/// <summary>A part of a report beside the figures of groups: one table, and a trend where its last key is a period.</summary>
/// <param name="Id">A stable word such as <c>drift</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Note">How it is read.</param>
/// <param name="KeyNames">What the keys of its rows are.</param>
/// <param name="Rows">Its rows; never none.</param>
/// <param name="Trend">The figure that is drawn over the last key, or null.</param>
public sealed record ReportSection(string Id, LocalText Title, LocalText Note, IReadOnlyList<LocalText> KeyNames, IReadOnlyList<SectionRow> Rows, string? Trend = null)
{
    /// <summary>A figure by the keys of its row, or null.</summary>
    public Metrics.Estimate? Find(string figure, params IReadOnlyList<string> keys)
    {
        var row = Rows.FirstOrDefault(r => r.Keys.SequenceEqual(keys));
        return row?.Figures.FirstOrDefault(f => f.Metric == figure)?.Estimate;
    }
}
