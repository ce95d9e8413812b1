using System.Globalization;
using System.Text;
using Haechi.Rules;
using Haechi.Rules.Books;

namespace Haechi.Outside.Tests.Support;

/// <summary>Writes random rulebooks as text, so that they go through the reader and every check like anybody's book. The same seed gives the same books.</summary>
internal sealed class RandomBooks
{
    private readonly Random _random;
    private readonly Vocabulary _words = new();
    private readonly bool _withBlank;
    private readonly List<string> _duties = [];
    private int _names;

    private RandomBooks(int seed, bool withBlank) => (_random, _withBlank) = (new Random(seed), withBlank);

    /// <summary>A national book and, two times of three, a city's that widens and strengthens it. The test fails when they are refused.</summary>
    public static BookSet Set(int seed, bool withBlank = true)
    {
        var texts = Texts(seed, withBlank);
        var findings = new Findings();
        var books = texts.Select((text, i) => RulebookReader.Read($"random{i}", [($"random{i}.yaml", text)], findings)).OfType<Rulebook>().ToList();
        var set = BookSet.Of(books, findings);
        Assert.True(set is not null && findings.All.Count == 0, $"seed {seed}\n{string.Join('\n', findings.All.Select(f => f.ToLine("en")))}\n{string.Join("\n---\n", texts)}");
        return set!;
    }

    public static IReadOnlyList<string> Texts(int seed, bool withBlank)
    {
        var books = new RandomBooks(seed, withBlank);
        var upper = books.Book("t/upper", "national", "");
        return books._random.Next(3) == 0 ? [upper] : [upper, books.Book("t/lower", "city", "extends: t/upper\n")];
    }

    private string Book(string id, string rank, string extends)
    {
        var isLower = extends.Length > 0;
        var book = new StringBuilder($"rulebook: {id}\nversion: \"1\"\ntitle: {Both("Book")}\nrank: {rank}\n{extends}");
        book.Append("stages:\n  - {from: 2025-03-01, stage: framework}\n  - {from: 2025-09-01, stage: guideline}\n  - {from: 2026-01-22, stage: enforced, penalties_from: 2027-01-22}\n");
        book.Append("questions:\n").Append(string.Concat(Enumerable.Range(0, isLower ? 3 : 11).Select(i => Question(i, inList: false, _words.Questions))));
        book.Append("parameters:\n").Append(string.Concat(Enumerable.Range(0, isLower ? 1 : 4).Select(Parameter)));
        var upper = _words.Rules.ToList();
        List<string> scores = [], rules = [];
        for (var i = _random.Next(isLower ? 3 : 6, isLower ? 8 : 16); i > 0; i--)
        {
            if (_random.Next(3) == 0)
            {
                scores.Add(Score());
            }
            rules.Add(Rule(isLower ? upper : []));
        }
        // Any order is allowed: a rule may come before those that it names.
        Shuffle(rules);
        Shuffle(scores);
        return book.Append(scores.Count > 0 ? "scores:\n" : "").AppendJoin("", scores).Append("rules:\n").AppendJoin("", rules).ToString();
    }

    private string Question(int index, bool inList, List<Asked> into)
    {
        QuestionType[] types = [QuestionType.Bool, QuestionType.Enum, QuestionType.Set, QuestionType.Number, QuestionType.Date, QuestionType.List, QuestionType.Bool, QuestionType.Number, QuestionType.Enum, QuestionType.Date, QuestionType.Text];
        var type = types[index % types.Length];
        if (inList && type is QuestionType.List or QuestionType.Text)
        {
            type = QuestionType.Bool;
        }
        var fields = new List<Asked>();
        var values = type is QuestionType.Enum or QuestionType.Set ? Values(type) : [];
        var of = type == QuestionType.List ? $", of: {{{string.Concat(Enumerable.Range(_random.Next(4), 5).Select(i => Question(i, inList: true, fields).Trim() + ", "))}}}"
            : values.Count > 0 ? $", of: [{string.Join(", ", values.Select(Quoted))}]" : "";
        var asked = new Asked(NewName("q"), type, values, fields);
        into.Add(asked);
        return $"  {Quoted(asked.Id)}: {{type: {type.ToString().ToLowerInvariant()}, ask: {Both("Asked?")}{of}}}\n";
    }

    /// <summary>Enums mostly share their values, so that one can be compared with another.</summary>
    private List<string> Values(QuestionType type) =>
        type == QuestionType.Enum && _random.Next(3) > 0 ? ["a", "b b", "c'c"] : [.. Enumerable.Range(0, _random.Next(1, 6)).Select(i => _random.Next(6) switch { 0 => $"값 {i}", 1 => $"v-{i}%", 2 => $"it's {i}", _ => $"v{i}" })];

    private string Parameter(int index)
    {
        QuestionType[] types = [QuestionType.Number, QuestionType.Date, QuestionType.Bool, QuestionType.Number];
        var type = types[index];
        var id = NewName("p");
        _words.Parameters.Add((id, type));
        string Value() => type switch
        {
            QuestionType.Number => Shown(Pick(RandomConditions.Numbers)),
            QuestionType.Date => Pick(RandomConditions.Days),
            _ => Pick(["true", "false"]),
        };
        return $"  {Quoted(id)}: {{cite: \"P\", values: {{2025-01-01: {Value()}, 2026-07-01: {{value: {Value()}, cite: \"Q\"}}}}}}\n";
    }

    private string Score()
    {
        var id = NewName("s");
        var body = _words.Scores.Count == 0 ? Sum() : _random.Next(4) switch
        {
            0 => $"reduce: {Quoted(Pick(_words.Scores))}, by: {Shown(Pick([0.15, 0.5, 1, 0.1]))}, when: {When()}",
            1 => Steps(),
            _ => Sum(),
        };
        _words.Scores.Add(id);
        return $"  {Quoted(id)}: {{title: {Both("Score")}, cite: \"S\", {body}}}\n";
    }

    private string Sum()
    {
        var items = Enumerable.Range(0, _random.Next(1, 6)).Select(_ =>
            _words.Questions.Where(q => q.Type is QuestionType.Enum or QuestionType.Set).ToList() is { Count: > 0 } choices && _random.Next(2) == 0
                ? Points(Pick(choices)) : $"{{when: {When(1)}, points: {Shown(Point())}}}");
        return $"sum: [{string.Join(", ", items)}]{(_random.Next(3) == 0 ? $", cap: {Pick(["5", "2.5", "0"])}" : "")}{(_withBlank && _random.Next(4) == 0 ? ", blank: 0" : "")}";
    }

    private string Points(Asked question) =>
        $"{{question: {Quoted(question.Id)}, points: {{{string.Join(", ", question.Values.Where(_ => _random.Next(5) > 0).Select(v => $"{Quoted(v)}: {Shown(Point())}"))}}}}}";

    private string Steps()
    {
        var ends = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Point()).Distinct().Order().ToList();
        return $"steps_of: {Quoted(Pick(_words.Scores))}, steps: [{string.Concat(ends.Select(e => $"{{up_to: {Shown(e)}, is: {_random.Next(-1, 5)}}}, "))}{{is: {_random.Next(-1, 5)}}}]";
    }

    private double Point() => _random.Next(-3, 9) / Pick([1.0, 1.0, 1.0, 2.0, 10.0, 3.0]);

    private string Rule(List<string> upper)
    {
        var id = NewName("r");
        var parts = new StringBuilder($"  - id: {Quoted(id)}\n    title: {Both("Rule")}\n    cite: \"R\"\n");
        parts.Append(_random.Next(4) == 0 ? $"    scope: {When(1)}\n" : "").Append(_random.Next(4) == 0 ? $"    class: {Pick(["high", "low"])}\n" : "");
        parts.Append(_random.Next(5) switch
        {
            0 => $"    versions:\n      - {{from: 2025-03-01, {Body()}}}\n      - {{from: 2026-01-22, cite: \"V\", {Body()}}}\n      - {{from: 2026-11-23, until: 2027-03-01, {Body()}}}\n",
            1 => $"    from: 2026-01-24\n    until: 2026-12-31\n    {{0}}",
            _ => "    {0}",
        });
        parts.Replace("{0}", Body() + "\n");
        parts.Append("    look_at: {ko: 글, en: Look}\n");
        parts.Append(upper.Count > 0 && _random.Next(2) == 0 ? $"    widens: {Quoted(Pick(upper))}\n" : "").Append(Duty(id, upper.Count > 0));
        _words.Rules.Add(id);
        return parts.ToString();
    }

    private string Body() => _random.Next(4) == 0
        ? $"decide: {{{(_random.Next(2) == 0 ? $"review: {When(1)}, " : "")}yes: {When(2)}, no: {When(2)}}}"
        : $"when: {When()}";

    /// <summary>Only dates that exist as questions count; an exception's condition is bound like any other and changes no outcome.</summary>
    private string Duty(string rule, bool isLower)
    {
        if (isLower && _duties.Count > 0 && _random.Next(3) == 0)
        {
            var strengthened = Pick(_duties);
            return $"    strengthens: {Quoted(strengthened)}\n    oblige: {{id: {Quoted("duty " + strengthened)}, modality: must}}\n";
        }
        if (isLower || _random.Next(4) > 0)
        {
            return "";
        }
        _duties.Add(rule);
        var due = _words.Questions.First(q => q.Type == QuestionType.Date).Id;
        return $"    oblige: {{id: {Quoted("duty " + rule)}, modality: should, due: {{days: 30, before: {Quoted(due)}}}}}\n    exceptions: [{{id: e, cite: \"E\", when: {When(1)}}}]\n";
    }

    private string When(int depth = 3) => Quoted(new RandomConditions(_random, _words).Next(depth));

    /// <summary>Mostly a plain identifier; now and then one that conditions, SQL and CEL all have to quote.</summary>
    private string NewName(string kind)
    {
        _names++;
        return _random.Next(8) switch { 0 => $"{_names}.1 {kind}", 1 => $"질문{_names}", 2 => $"it's \"{kind}{_names}\"", _ => $"{kind}{_names}" };
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Both(string text) => $"{{ko: 글, en: {Quoted(text)}}}";

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void Shuffle(List<string> list) => _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list));

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
