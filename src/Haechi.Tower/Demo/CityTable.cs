using System.Globalization;
using System.Text;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Demo;

/// <summary>
/// The spreadsheet that the city imported. It was written on one day; its days are moved as far as that day lies from the day of the fill, so that what was new then is new now.
/// </summary>
/// <param name="FileName">The name that the officer gave the file.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Rows">The rows with their days moved.</param>
internal sealed record CityTable(string FileName, IReadOnlyList<string> Headers, IReadOnlyList<TableRow> Rows)
{
    /// <summary>Reads the table and moves the columns of days, which the column map tells.</summary>
    public static CityTable? Read(string file, FactMap map, BookSet books, int days, Findings findings)
    {
        if (Inventory.Read(file, findings) is not { } read)
        {
            return null;
        }
        var dated = map.Facts.Where(f => books.IndexOfQuestion(f.Question) is var i and >= 0 && books.Questions[i].Type == QuestionType.Date)
            .Select(f => read.IndexOf(f.Column)).Where(i => i >= 0).ToHashSet();
        return new CityTable("하늘시 AI 시스템 현황(가상).csv", read.Headers, [.. read.Rows.Select(r => r with { Cells = [.. r.Cells.Select((c, i) => dated.Contains(i) ? Moved(c, days) : c)] })]);
    }

    /// <summary>The file as it is uploaded: UTF-8 with a byte order mark, as a spreadsheet program saves it.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        foreach (var cells in Rows.Select(r => (IEnumerable<string>)r.Cells).Prepend(Headers))
        {
            text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");
        }
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string Moved(string cell, int days) =>
        Dates.TryRead(cell, out var day) ? day.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : cell;

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
