namespace Haechi.Rules.Facts;

/// <summary>A column as a map names it: the header, <c>#2</c> behind it for the second column of that name.</summary>
/// <param name="Header">The header.</param>
/// <param name="Place">Where the map names it.</param>
public sealed record MapColumn(string Header, Place Place);

/// <summary>What one spelling in a column means.</summary>
/// <param name="Cell">The spelling, compared without regard to case and space.</param>
/// <param name="Value">A value of the question or a word of the class; null when the spelling says "no answer", so that the fact stays unknown and nothing is reported.</param>
/// <param name="Place">Where the map says so.</param>
public sealed record CellValue(string Cell, string? Value, Place Place);

/// <summary>A fact and the column that holds it.</summary>
/// <param name="Question">The id of the question.</param>
/// <param name="Column">The column.</param>
/// <param name="Several">True when one cell may hold several values (<c>list: true</c>).</param>
/// <param name="Values">What each spelling means; null when the cell is read by the question's type alone.</param>
/// <param name="Place">Where the map names the fact.</param>
public sealed record FactColumn(string Question, MapColumn Column, bool Several, IReadOnlyList<CellValue>? Values, Place Place);

/// <summary>A class and the column in which the owner declared it.</summary>
/// <param name="Class">The id of the class.</param>
/// <param name="Column">The column.</param>
/// <param name="Values">Which spelling is which word of the class.</param>
/// <param name="Place">Where the map names the class.</param>
public sealed record DeclaredColumn(string Class, MapColumn Column, IReadOnlyList<CellValue> Values, Place Place);

/// <summary>Which column and value of an inventory is which fact. As read from its file; not yet held against books or an inventory.</summary>
/// <param name="Id">The map's name.</param>
/// <param name="Title">A title for people, or empty.</param>
/// <param name="Books">The books whose questions it answers.</param>
/// <param name="IdColumns">The columns that make up a record's id.</param>
/// <param name="Name">The column with the system's name, or null.</param>
/// <param name="Group">The column shown beside the name, or null.</param>
/// <param name="Facts">The facts.</param>
/// <param name="Declared">The declared classes, kept apart from those determined.</param>
/// <param name="Show">The facts to show beside a record that a person has to judge.</param>
/// <param name="File">The file.</param>
public sealed record FactMap(
    string Id, LocalText Title, IReadOnlyList<string> Books, IReadOnlyList<MapColumn> IdColumns, MapColumn? Name, MapColumn? Group, IReadOnlyList<FactColumn> Facts,
    IReadOnlyList<DeclaredColumn> Declared, IReadOnlyList<MapColumn> Show, string File)
{
    /// <summary>Every column that the map names, each once.</summary>
    public IEnumerable<MapColumn> Columns =>
        IdColumns.Concat([.. new[] { Name, Group }.OfType<MapColumn>()]).Concat(Facts.Select(f => f.Column)).Concat(Declared.Select(d => d.Column))
            .DistinctBy(c => c.Header, StringComparer.Ordinal);
}
