using System.Globalization;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>A row of a table that is read or written through a profile.</summary>
/// <param name="Line">The line of the file on which it begins; 0 for a row that came from no file.</param>
/// <param name="Cells">The cells as they stand, one for each header; a row may be shorter.</param>
public sealed record ProfileRow(int Line, IReadOnlyList<string> Cells)
{
    /// <summary>A cell, blank where the row is shorter.</summary>
    public string this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : "";
}

/// <summary>A table: headers that are all different (a repeated one carries <c>#2</c>, <c>#3</c>, …) and rows of unaltered cells.</summary>
/// <param name="Name">The file's name, as facts name their source.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Rows">The rows.</param>
public sealed record ProfileTable(string Name, IReadOnlyList<string> Headers, IReadOnlyList<ProfileRow> Rows)
{
    /// <summary>A table as the table reader gives it.</summary>
    public static ProfileTable Of(SourceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ProfileTable(table.FileName, [.. table.Columns.Select(c => c.Key)], [.. table.Rows.Select(r => new ProfileRow(r.Line, r.Cells))]);
    }

    /// <summary>A table whose headers are as written in the file; repeated ones are told apart.</summary>
    public static ProfileTable OfWritten(string name, IReadOnlyList<string> headers, IReadOnlyList<ProfileRow> rows) => new(name, Distinct(headers), rows);

    /// <summary>Tells repeated headers apart: the second carries <c>#2</c>.</summary>
    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> headers)
    {
        var (count, taken, distinct) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var header in headers.Select(h => h.Trim()))
        {
            string name;
            do
            {
                count[header] = count.GetValueOrDefault(header) + 1;
                name = count[header] == 1 ? header : $"{header}#{count[header].ToString(CultureInfo.InvariantCulture)}";
            }
            while (!taken.Add(name));
            distinct.Add(name);
        }
        return distinct;
    }
}
