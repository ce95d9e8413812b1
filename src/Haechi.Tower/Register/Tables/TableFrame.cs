namespace Haechi.Tower.Register.Tables;

/// <summary>What stands in a file around its rows, kept so that the file can be written back as it was.</summary>
/// <param name="Header">The header row; null for JSON and SQL.</param>
/// <param name="Around">Rows above the header and rows without text, in order of their lines.</param>
/// <param name="Parts">The SQL tables that the columns come from.</param>
internal sealed record TableFrame(TableLine? Header, IReadOnlyList<TableLine> Around, IReadOnlyList<SqlPart> Parts)
{
    public static TableFrame None { get; } = new(null, [], []);
}

/// <summary>An SQL table whose columns stand side by side in the joined table.</summary>
/// <param name="Table">The name as written in the dump, with its quotes.</param>
/// <param name="Columns">The names as written.</param>
/// <param name="First">The index of its first column in the joined table.</param>
internal sealed record SqlPart(string Table, IReadOnlyList<string> Columns, int First);
