using System.Globalization;
using Haechi.Rules.Books;
using Haechi.Rules.Export;

namespace Haechi.Outside.Tests.Support;

/// <summary>A question of a random book.</summary>
internal sealed record Asked(string Id, QuestionType Type, IReadOnlyList<string> Values, IReadOnlyList<Asked> Fields);

/// <summary>What a random condition may name. Rules and scores are those written so far, so that there are no circles.</summary>
internal sealed class Vocabulary
{
    public List<Asked> Questions { get; } = [];

    public List<(string Id, QuestionType Type)> Parameters { get; } = [];

    public List<string> Rules { get; } = [];

    public List<string> Scores { get; } = [];
}

/// <summary>Random conditions of every form that the format document lists, of the right types.</summary>
internal sealed class RandomConditions(Random random, Vocabulary words)
{
    public static readonly double[] Numbers = [0, 1, 2, 3, 8, 0.5, 2.5, -3, 61.6, 25000, 1e26];

    public static readonly string[] Days = ["2025-06-01", "2026-01-22", "2026-01-24", "2026-11-22", "2027-01-01"];

    private static readonly string[] Signs = ["==", "!=", "<", "<=", ">", ">="];

    private IReadOnlyList<Asked> _questions = words.Questions;
    private string _variable = "";

    /// <summary>A condition nested at most <paramref name="depth"/> deep.</summary>
    public string Next(int depth = 3) => depth == 0 ? Leaf() : random.Next(10) switch
    {
        < 3 => Join(" && ", depth),
        < 6 => Join(" || ", depth),
        6 => $"!({Next(depth - 1)})",
        7 when depth > 1 => $"!{Bare() ?? $"({Next(depth - 1)})"}",
        _ => Leaf(),
    };

    private string Join(string sign, int depth) =>
        string.Join(sign, Enumerable.Range(0, random.Next(2, 4)).Select(_ => Next(depth - 1) is var part && part.Contains("||", StringComparison.Ordinal) | part.Contains("&&", StringComparison.Ordinal) ? $"({part})" : part));

    private string Leaf()
    {
        var kind = random.Next(20);
        if (kind < 3 && _variable.Length == 0 && words.Rules.Count > 0)
        {
            return NodeText.Name(Pick(words.Rules));
        }
        if (kind < 6 && _variable.Length == 0 && words.Scores.Count > 0)
        {
            return Mixed(NodeText.Name(Pick(words.Scores)), ScoreSide());
        }
        return kind switch
        {
            6 => Pick(["true", "false"]),
            7 when Parameter(QuestionType.Bool) is { } flag => flag,
            8 => $"{Shown(Pick(Numbers))} {Pick(Signs)} {Pick(words.Parameters.Where(p => p.Type == QuestionType.Number).Select(p => NodeText.Name(p.Id)).Append("1").ToList())}",
            _ => Of(Pick(_questions)),
        };
    }

    private string Of(Asked question) => question.Type switch
    {
        QuestionType.Bool => Bool(question),
        QuestionType.Enum => Enum(question),
        QuestionType.Set => random.Next(2) == 0 ? $"{Text(Pick(question.Values))} in {Name(question)}" : $"{Name(question)} overlaps {Some(question)}",
        QuestionType.Number => Mixed(Name(question), NumberSide()),
        QuestionType.Date => Mixed(Name(question), DateSide()),
        QuestionType.List => Quantifier(question),
        _ => "true",
    };

    private string Bool(Asked question) => random.Next(6) switch
    {
        0 => $"{Name(question)} {Pick(["==", "!="])} {Pick(["true", "false"])}",
        1 => $"true == {Name(question)}",
        2 => $"{Name(question)} {Pick(["==", "!="])} {Name(Pick(Same(question)))}",
        _ => Name(question),
    };

    private string Enum(Asked question) => random.Next(5) switch
    {
        0 => $"{Name(question)} in {Some(question)}",
        1 => $"{Text(Pick(question.Values))} == {Name(question)}",
        2 => $"{Name(question)} {Pick(["==", "!="])} {Name(Pick(Same(question)))}",
        3 => $"{Name(question)} != {Text(Pick(question.Values))}",
        _ => $"{Name(question)} == {Text(Pick(question.Values))}",
    };

    private string Quantifier(Asked list)
    {
        (_questions, _variable) = (list.Fields, "m");
        var body = Next(2);
        (_questions, _variable) = (words.Questions, "");
        return $"{NodeText.Name(list.Id)}.{Pick(["exists", "all"])}(m, {body})";
    }

    /// <summary>A comparison, either way round.</summary>
    private string Mixed(string left, string right) => random.Next(4) == 0 ? $"{right} {Pick(Signs)} {left}" : $"{left} {Pick(Signs)} {right}";

    private string NumberSide() => Side(QuestionType.Number, Shown(Pick(Numbers)));

    private string DateSide() => Side(QuestionType.Date, $"date('{Pick(Days)}')");

    private string Side(QuestionType type, string literal) => random.Next(5) switch
    {
        0 when Parameter(type) is { } parameter => parameter,
        1 when _questions.Where(q => q.Type == type).ToList() is { Count: > 0 } same => Name(Pick(same)),
        _ => literal,
    };

    private string ScoreSide() => random.Next(6) switch
    {
        0 => NodeText.Name(Pick(words.Scores)),
        1 => NumberSide(),
        _ => Shown(random.Next(-4, 20) / Pick([1.0, 1.0, 2.0, 10.0])),
    };

    private string? Parameter(QuestionType type) => words.Parameters.Where(p => p.Type == type).Select(p => NodeText.Name(p.Id)).ToList() is { Count: > 0 } all ? Pick(all) : null;

    private string? Bare() => _questions.Where(q => q.Type == QuestionType.Bool).ToList() is { Count: > 0 } all ? Name(Pick(all)) : null;

    private List<Asked> Same(Asked question) => [.. _questions.Where(q => q.Type == question.Type && q.Values.SequenceEqual(question.Values))];

    private string Some(Asked question) => $"[{string.Join(", ", question.Values.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Select(Text))}]";

    private string Name(Asked question) => _variable.Length == 0 ? NodeText.Name(question.Id) : $"{_variable}.{NodeText.Name(question.Id)}";

    private static string Text(string value) => value.Contains('\'', StringComparison.Ordinal) ? $"\"{value}\"" : $"'{value}'";

    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
