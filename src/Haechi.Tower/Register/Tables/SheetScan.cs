using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Haechi.Tower.Register.Tables;

/// <summary>What the workbook reader does not tell about a sheet of an XLSX file: which cells hold formulas or errors, and how far the sheet reaches.</summary>
/// <param name="Formulas">Addresses of formula cells.</param>
/// <param name="Errors">Error texts such as <c>#N/A</c> by address.</param>
/// <param name="Merges">Ranges of merged cells.</param>
/// <param name="LastRow">The last row that holds a cell.</param>
/// <param name="LastColumn">The last column that holds a value, from 1.</param>
/// <param name="LastCell">The last column that holds a cell at all, from 1: formatting alone makes one.</param>
internal sealed record SheetScan(IReadOnlySet<string> Formulas, IReadOnlyDictionary<string, string> Errors, IReadOnlyList<string> Merges, int LastRow, int LastColumn, int LastCell)
{
    private const string OfficeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, CloseInput = true };

    /// <summary>The part that holds each sheet, by the sheet's name, in order.</summary>
    public static List<(string Name, string Part)> Sheets(ZipArchive zip)
    {
        var sheets = new List<(string, string)>();
        var targets = Targets(zip);
        using var xml = Open(zip, "xl/workbook.xml");
        while (xml is not null && xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "sheet" && xml.GetAttribute("name") is { } name
                && targets.TryGetValue(xml.GetAttribute("id", OfficeRelations) ?? xml.GetAttribute("r:id") ?? "", out var part))
            {
                sheets.Add((name, part));
            }
        }
        return sheets;
    }

    public static SheetScan Of(ZipArchive zip, string part, CancellationToken stop)
    {
        var (formulas, errors, merges) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        var (row, column, lastRow, lastColumn, lastCell) = (0, 0, 0, 0, 0);
        var isError = false;
        using var xml = Open(zip, part);
        while (xml is not null && xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            switch (xml.LocalName)
            {
                case "row":
                    stop.ThrowIfCancellationRequested();
                    row = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var r) ? r : row + 1;
                    column = 0;
                    break;
                case "c":
                    column = ColumnOf(xml.GetAttribute("r")) is > 0 and var c ? c : column + 1;
                    isError = xml.GetAttribute("t") == "e";
                    (lastRow, lastCell) = (Math.Max(lastRow, row), Math.Max(lastCell, column));
                    break;
                case "f":
                    formulas.Add(Address(row, column));
                    lastColumn = Math.Max(lastColumn, column);
                    break;
                case "v" or "is":
                    lastColumn = Math.Max(lastColumn, column);
                    if (isError && xml.LocalName == "v" && !xml.IsEmptyElement)
                    {
                        xml.Read();
                        errors[Address(row, column)] = xml.NodeType == XmlNodeType.Text ? xml.Value : "#ERROR";
                    }
                    break;
                case "mergeCell" when xml.GetAttribute("ref") is { } range:
                    merges.Add(range);
                    break;
            }
        }
        return new SheetScan(formulas, errors, merges, lastRow, lastColumn, lastCell);
    }

    /// <summary>The address of a cell, both numbers from 1: row 7, column 28 is <c>AB7</c>.</summary>
    public static string Address(int row, int column)
    {
        var letters = "";
        for (var c = column; c > 0; c = (c - 1) / 26)
        {
            letters = (char)('A' + ((c - 1) % 26)) + letters;
        }
        return letters + row.ToString(CultureInfo.InvariantCulture);
    }

    private static int ColumnOf(string? address)
    {
        var column = 0;
        foreach (var c in address ?? "")
        {
            if (c is < 'A' or > 'Z' || column > 100_000)
            {
                break;
            }
            column = (column * 26) + c - 'A' + 1;
        }
        return column;
    }

    private static Dictionary<string, string> Targets(ZipArchive zip)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using var xml = Open(zip, "xl/_rels/workbook.xml.rels");
        while (xml is not null && xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target)
            {
                targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }
        return targets;
    }

    private static XmlReader? Open(ZipArchive zip, string part) =>
        zip.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(part, StringComparison.OrdinalIgnoreCase)) is { } entry
            ? XmlReader.Create(entry.Open(), Safe)
            : null;
}
