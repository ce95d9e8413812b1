using System.Globalization;

namespace Haechi.Verbs;

/// <summary>
/// Writes a row per system: id, name, group, line, each class as declared and as determined, the classes on which they disagree, the number of duties, the next question and
/// the facts that the map shows.
/// </summary>
internal static class ClassifyCsv
{
    public static void Write(ClassifyRun run, TextWriter output)
    {
        var declared = run.Set.Classes.Where(c => run.Map.Declared.Any(d => d.Class == c.Id)).ToHashSet();
        var header = new List<string> { "id", "name", "group", "line" };
        foreach (var words in run.Set.Classes)
        {
            header.AddRange(declared.Contains(words) ? [$"{words.Id} declared", $"{words.Id} determined"] : [$"{words.Id} determined"]);
        }
        Row(output, [.. header, "disagrees", "duties", "next_question", .. run.Inventory.Show.Select(q => q.Id)]);
        foreach (var system in run.Systems)
        {
            var cells = new List<string> { system.System.Record.Id, system.System.Record.Name ?? "", system.System.Group ?? "", system.System.Line.ToString(CultureInfo.InvariantCulture) };
            foreach (var (words, outcome) in system.Determination.Classes)
            {
                if (declared.Contains(words))
                {
                    cells.Add(system.System.Declared.TryGetValue(words.Id, out var said) ? said.Word : "");
                }
                cells.Add(words.Word(outcome));
            }
            cells.Add(string.Join(' ', system.Disagrees));
            cells.Add(system.Determination.Duties.Count.ToString(CultureInfo.InvariantCulture));
            cells.Add(system.Determination.Ask is [var next, ..] ? next : "");
            Row(output, [.. cells, .. run.Inventory.Show.Select(q => system.System.Record[q.Id]?.Shown ?? "")]);
        }
    }

    private static void Row(TextWriter output, IEnumerable<string> cells) => output.Write(string.Join(',', cells.Select(Cell)) + "\r\n");

    /// <summary>
    /// RFC 4180, with an apostrophe before what a spreadsheet would run as a formula (OWASP, "CSV Injection"): the cells come from files that anyone may have filled in.
    /// </summary>
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
