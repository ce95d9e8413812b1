namespace Haechi.Audit.Cells;

/// <summary>
/// Counts beside the cells, for questions that the cells alone cannot answer: a feature by group, places in a ranking, classes of equal quasi-identifiers, patterns of repeated cases. They hold no row
/// and no identifier; adding up and hashing work as for the cells.
/// </summary>
/// <param name="Name">What it counts, such as <c>feature/income/sex</c>.</param>
/// <param name="Table">The counts.</param>
public sealed record SideTable(string Name, CellTable Table);
