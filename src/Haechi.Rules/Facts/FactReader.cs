using System.Globalization;
using System.Text.RegularExpressions;
using Haechi.Rules.Books;

namespace Haechi.Rules.Facts;

/// <summary>Reads values against their questions. What cannot be read is a finding with its place; the fact then stays unknown.</summary>
public static partial class FactReader
{
    private static readonly string[] True = ["true", "yes", "y", "1", "예", "네", "참"];
    private static readonly string[] False = ["false", "no", "n", "0", "아니요", "아니오", "거짓"];

    /// <summary>
    /// Reads the records of a JSON file (one object, an array of objects), a JSON Lines file or a CSV file whose columns are question ids. An object is either
    /// <c>{"id": …, "facts": {…}}</c> or the facts themselves, with an optional <c>id</c>. A fact may be given as <c>{"value": …, "source": "…"}</c>.
    /// Names that no question has are passed over and returned in <paramref name="unused"/>.
    /// </summary>
    public static IReadOnlyList<FactRecord> ReadFile(string file, IReadOnlyList<Question> questions, Findings findings, out IReadOnlyCollection<string> unused)
    {
        var unusedNames = new SortedSet<string>(StringComparer.Ordinal);
        unused = unusedNames;
        if (!File.Exists(file))
        {
            findings.Error("no-file", new Place(file, 0, 0), "이 파일이 없습니다.", "there is no such file");
            return [];
        }
        var extension = Path.GetExtension(file).ToLowerInvariant();
        if (extension is not (".json" or ".jsonl" or ".csv"))
        {
            findings.Error("wrong-file", new Place(file, 0, 0), "사실 파일은 .json, .jsonl, .csv 가운데 하나여야 합니다.", "expected a .json, .jsonl or .csv file");
            return [];
        }
        var reader = new RecordReader(file, questions, findings, unusedNames);
        return extension switch
        {
            ".json" => reader.Json(),
            ".jsonl" => reader.JsonLines(),
            _ => reader.Csv(),
        };
    }

    /// <summary>The values that open questions took in and did not declare, by question id, so that a misspelt one can be seen.</summary>
    public static IEnumerable<(string Question, IReadOnlyCollection<string> Values)> Undeclared(IReadOnlyList<FactRecord> records, IReadOnlyList<Question> questions)
    {
        foreach (var question in questions.Where(q => q.Open))
        {
            var values = records.SelectMany(r => r[question.Id] switch { SetFact set => set.Values, TextFact text => [text.Value], _ => (IReadOnlyList<string>)[] });
            var unknown = new SortedSet<string>(values.Where(v => question.IndexOf(v) < 0), StringComparer.Ordinal);
            if (unknown.Count > 0)
            {
                yield return (question.Id, unknown);
            }
        }
    }

    /// <summary>Reads a value of a YAML or JSON file against its question; null when it is absent, null or refused.</summary>
    internal static FactValue? Read(Question question, YamlNode node, Findings findings)
    {
        switch (question.Type, node)
        {
            case (_, YamlScalar { Plain: true, Value: "null" or "~" or "" }):
                return null;
            case (QuestionType.List, YamlList list):
                return new ListFact([.. list.Items.Select((item, i) => ReadRecord(question, item, i, findings))]);
            case (QuestionType.Set, YamlList list) when list.Items.All(i => i is YamlScalar):
                return ReadSet(question, list.Items.Cast<YamlScalar>().Select(i => i.Value), node.Place, findings);
            case (QuestionType.Set, YamlScalar one):
                return ReadSet(question, [one.Value], node.Place, findings);
            case (not QuestionType.List, YamlScalar scalar):
                return ReadText(question, scalar.Value, node.Place, findings);
            case (not QuestionType.List, YamlMap map) when map.Entries.Any(e => e.Key.Value == "value"):
                var value = Read(question, map.Entries.First(e => e.Key.Value == "value").Value, findings);
                return value is null ? null : value with { Source = (map.Entries.FirstOrDefault(e => e.Key.Value == "source").Value as YamlScalar)?.Value };
            default:
                return Refuse(question, node is YamlList ? "[…]" : "{…}", node.Place, findings);
        }
    }

    /// <summary>Reads a text, such as a cell, against its question; null when it is blank or refused.</summary>
    public static FactValue? ReadText(Question question, string text, Place place, Findings findings)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return null;
        }
        FactValue? value = question.Type switch
        {
            QuestionType.Bool => True.Contains(trimmed, StringComparer.OrdinalIgnoreCase) ? new BoolFact(true)
                : False.Contains(trimmed, StringComparer.OrdinalIgnoreCase) ? new BoolFact(false) : null,
            QuestionType.Number => TryNumber(trimmed, out var number) && InRange(question, number) ? new NumberFact(number) : null,
            QuestionType.Date => Dates.TryRead(trimmed, out var day) ? new DateFact(day) : null,
            QuestionType.Enum => question.Open || question.IndexOf(trimmed) >= 0 ? new TextFact(trimmed) : null,
            QuestionType.Set => ReadSet(question, SplitSet(trimmed), place, findings),
            QuestionType.Text => new TextFact(text),
            _ => null,
        };
        return value ?? (question.Type == QuestionType.Set ? null : Refuse(question, trimmed, place, findings));
    }

    /// <summary>Splits a cell that holds several values: <c>['a', 'b']</c>, <c>a; b</c> or <c>a | b</c>.</summary>
    public static IReadOnlyList<string> SplitSet(string cell)
    {
        var text = cell.Trim();
        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            var quoted = QuotedItem().Matches(text).Select(m => Regex.Unescape(Escapes(m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value))).ToList();
            return quoted.Count > 0 ? quoted : [.. text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }
        return text.Split([';', '|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Keeps only the escapes that a Python or JSON list writes; any other backslash stands for itself.</summary>
    private static string Escapes(string text) => OtherBackslash().Replace(text, @"\\");

    private static SetFact? ReadSet(Question question, IEnumerable<string> values, Place place, Findings findings)
    {
        var members = new List<string>();
        foreach (var value in values.Select(v => v.Trim()))
        {
            if (!question.Open && question.IndexOf(value) < 0)
            {
                Refuse(question, value, place, findings);
                return null;
            }
            if (!members.Contains(value))
            {
                members.Add(value);
            }
        }
        return new SetFact(members);
    }

    private static FactRecord ReadRecord(Question list, YamlNode node, int index, Findings findings)
    {
        var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        if (node is not YamlMap map)
        {
            Refuse(list, "…", node.Place, findings);
            return new FactRecord(index.ToString(CultureInfo.InvariantCulture), facts);
        }
        foreach (var (key, value) in map.Entries)
        {
            if (list.Fields.FirstOrDefault(f => f.Id == key.Value) is not { } field)
            {
                var (ko, en) = Nearest.Hint(key.Value, list.Fields.Select(f => f.Id));
                findings.Error("unknown-name", key.Place, $"'{key.Value}'은(는) '{list.Id}'의 필드가 아닙니다.{ko}", $"'{key.Value}' is not a field of '{list.Id}'.{en}");
            }
            else if (Read(field, value, findings) is { } fact)
            {
                facts[field.Id] = fact;
            }
        }
        return new FactRecord(index.ToString(CultureInfo.InvariantCulture), facts);
    }

    /// <summary>A comma only where it parts thousands: <c>1,5</c> may be one and a half or fifteen, so it is refused.</summary>
    private static bool TryNumber(string text, out double number)
    {
        number = 0;
        return (!text.Contains(',', StringComparison.Ordinal) || Thousands().IsMatch(text))
            && ReadContext.TryNumber(text.Replace(",", "", StringComparison.Ordinal), out number);
    }

    private static bool InRange(Question question, double number) =>
        (question.Min is not { } min || number >= min) && (question.Max is not { } max || number <= max);

    private static FactValue? Refuse(Question question, string found, Place place, Findings findings)
    {
        var (ko, en) = question.Type switch
        {
            QuestionType.Bool => ("true 또는 false", "true or false"),
            QuestionType.Number => ($"수{Range(question)}", $"a number{Range(question)}"),
            QuestionType.Date => ("YYYY-MM-DD 꼴의 날짜", "a date such as 2026-01-22"),
            QuestionType.List => ("기록의 목록", "a list of records"),
            QuestionType.Enum or QuestionType.Set => Values(question, found),
            _ => ("글", "a text"),
        };
        findings.Error("wrong-value", place, $"'{question.Id}'에 '{found}'이(가) 있습니다. 필요한 것: {ko}.", $"'{question.Id}' has '{found}'; expected {en}");
        return null;
    }

    private static (string Ko, string En) Values(Question question, string found)
    {
        var ids = question.Values.Select(v => v.Id).ToList();
        var (ko, en) = Nearest.Hint(found, ids);
        var all = string.Join(", ", ids.Take(30)) + (ids.Count > 30 ? ", …" : "");
        return ($"{all} 가운데에서.{ko}", $"one of {all}.{en}");
    }

    private static string Range(Question question) =>
        question.Min is null && question.Max is null ? "" : $" [{(question.Min is { } a ? Numbers.Show(a) : "…")}, {(question.Max is { } b ? Numbers.Show(b) : "…")}]";

    [GeneratedRegex("'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.None, 1000)]
    private static partial Regex QuotedItem();

    [GeneratedRegex("""\\(?![nrt'"\\])""", RegexOptions.None, 1000)]
    private static partial Regex OtherBackslash();

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3})+(\.\d+)?$", RegexOptions.None, 1000)]
    private static partial Regex Thousands();
}
