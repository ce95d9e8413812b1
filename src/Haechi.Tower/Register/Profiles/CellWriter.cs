using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Writes facts in a profile's own words. What has no word there gives a blank cell; the loss is found by reading the cell back.</summary>
internal sealed class CellWriter(BoundProfile bound)
{
    private static readonly IReadOnlyDictionary<string, FactValue> None = new Dictionary<string, FactValue>();

    /// <summary>The cell for a column from a system's facts, and the fact that it was taken from when that is only near in meaning.</summary>
    public string Write(BoundColumn column, IReadOnlyDictionary<string, FactValue> facts, out string? near)
    {
        near = null;
        if (column.Column.Constant is { } constant)
        {
            return constant;
        }
        if (column.Column.Combine is { } combine)
        {
            return string.Join(combine, column.Facts.Select(f => Write(f, facts).Trim()).Where(c => c.Length > 0));
        }
        foreach (var fact in column.Facts)
        {
            if (Write(fact, facts) is { Length: > 0 } cell)
            {
                return cell;
            }
        }
        foreach (var fact in column.Facts.Where(f => f.Reader is not null))
        {
            foreach (var other in fact.Fact.Else)
            {
                if (facts.TryGetValue(other, out var value) && bound.Question(other) is { } question && Cell(fact.Fact, question, value, facts) is { Length: > 0 } cell)
                {
                    near = other;
                    return cell;
                }
            }
        }
        return "";
    }

    /// <summary>The cell for one fact of a column; blank when it is unknown or has no word.</summary>
    public string Write(BoundFact fact, IReadOnlyDictionary<string, FactValue> facts)
    {
        if (fact.Fact is { Join: { } join, Field: { } field } && facts.TryGetValue(fact.Fact.Question, out var all) && all is ListFact list)
        {
            var cells = list.Records.Select(r => r[field]).OfType<FactValue>().Select(v => Cell(fact.Fact, fact.Question, v, None)).Where(c => c.Length > 0);
            return string.Join(join, cells.Distinct(StringComparer.Ordinal));
        }
        return FactForms.At(facts, fact.Fact, fact.Number, bound.PickedOf(fact.Fact.Question)) is { } value ? Cell(fact.Fact, fact.Question, value, facts) : "";
    }

    private string Cell(ColumnFact fact, Question question, FactValue value, IReadOnlyDictionary<string, FactValue> facts) => value switch
    {
        SetFact set => Join(fact, question, [.. set.Values.Select(v => Word(fact, question, v)).OfType<string>()]),
        BoolFact yes => Spelling(fact, yes.Shown) ?? (fact.Values is null ? yes.Value ? bound.Profile.Words.Yes : bound.Profile.Words.No : ""),
        DateFact day => CellDates.Write(day.Value, (facts.TryGetValue(question.Id + "_precision", out var p) ? p as TextFact : null)?.Value, fact.DateFormat),
        TextFact text when question.Type == QuestionType.Enum => Word(fact, question, text.Value) is { } word ? Join(fact, question, [word]) : "",
        _ => Spelling(fact, value.Shown) ?? value.Shown,
    };

    /// <summary>A text in a column of lists (a title where others name several) is written as a list of one.</summary>
    private static string Join(ColumnFact fact, Question question, IReadOnlyList<string> words) => words switch
    {
        [] => "",
        [var one] when fact.List == ListStyle.Single || question.Type != QuestionType.Set => one,
        _ => ListCells.Write(words, fact.List),
    };

    /// <summary>The profile's word for a value of an enum or set; null when it has none.</summary>
    private string? Word(ColumnFact fact, Question question, string value) =>
        Spelling(fact, value) ?? (fact.Values is null || (question.Open && question.IndexOf(value) < 0) ? question.TitleOf(value, bound.Profile.Language) : null);

    private static string? Spelling(ColumnFact fact, string value) =>
        fact.Write.TryGetValue(value, out var word) ? word : fact.Values?.FirstOrDefault(v => SameWord(v.Value, value))?.Cell;

    /// <summary>Maps may write a truth value in several ways (true, yes).</summary>
    private static bool SameWord(string? word, string value) =>
        string.Equals(word, value, StringComparison.Ordinal)
        || (value is "true" or "false" && word is not null && (word.ToLowerInvariant() is "true" or "yes" or "y" or "1" or "예") == (value == "true")
            && word.ToLowerInvariant() is "true" or "yes" or "y" or "1" or "예" or "false" or "no" or "n" or "0" or "아니요");
}
