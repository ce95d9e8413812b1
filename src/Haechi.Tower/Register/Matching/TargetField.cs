using Haechi.Rules.Books;

namespace Haechi.Tower.Register.Matching;

/// <summary>What the cells of a column look like, or what a field expects.</summary>
public enum CellShape
{
    /// <summary>Nothing is known or expected.</summary>
    Any,

    /// <summary>Mail addresses.</summary>
    Mail,

    /// <summary>Web addresses.</summary>
    Link,

    /// <summary>Days, months, quarters or years.</summary>
    Date,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>Words out of a declared list.</summary>
    Choice,

    /// <summary>Short codes, each different.</summary>
    Code,

    /// <summary>Names and other short texts.</summary>
    Words,

    /// <summary>Sentences.</summary>
    Prose,
}

/// <summary>A value that a field allows. <paramref name="Names"/> are its other spellings: short labels, titles, former words.</summary>
/// <param name="Id">The value as it is stored or as the official list writes it.</param>
public sealed record TargetChoice(string Id, IReadOnlyList<string> Names);

/// <summary>A field that a column of a spreadsheet may be.</summary>
/// <param name="Id">The field's own name: a question's id, or a profile's column name.</param>
/// <param name="Names">What people call it: labels, official headers, synonyms. The id need not be repeated.</param>
public sealed record TargetField(string Id, IReadOnlyList<string> Names)
{
    /// <summary>The allowed values; empty when any text is allowed.</summary>
    public IReadOnlyList<TargetChoice> Choices { get; init; } = [];

    /// <summary>What the cells should look like.</summary>
    public CellShape Shape { get; init; }

    /// <summary>True when other values than the declared ones are allowed too.</summary>
    public bool Open { get; init; }

    /// <summary>True when a cell may hold several values.</summary>
    public bool Many { get; init; }

    /// <summary>The field that this one explains ("If other, please explain"), or null.</summary>
    public string? After { get; init; }

    /// <summary>The field of a question: its id, its texts, its declared values and its type.</summary>
    public static TargetField Of(Question question) => new(question.Id, TextsOf(question.Ask))
    {
        Choices = question.Type == QuestionType.Bool
            ? [new TargetChoice("true", ["yes", "예"]), new TargetChoice("false", ["no", "아니요"])]
            : [.. question.Values.Select(v => new TargetChoice(v.Id, TextsOf(v.Title)))],
        Open = question.Open,
        Many = question.Type is QuestionType.Set or QuestionType.List,
        Shape = question.Type switch
        {
            QuestionType.Bool => CellShape.YesNo,
            QuestionType.Enum or QuestionType.Set => CellShape.Choice,
            QuestionType.Number => CellShape.Number,
            QuestionType.Date => CellShape.Date,
            _ => CellShape.Any,
        },
    };

    private static List<string> TextsOf(Rules.LocalText text) => [.. text.All.Values.Where(t => !string.IsNullOrWhiteSpace(t)).Distinct(StringComparer.Ordinal)];
}

/// <summary>A column of the spreadsheet: its header as written and its cells. Long columns are sampled by the matcher itself.</summary>
public sealed record SourceColumn(string Header, IReadOnlyList<string> Cells);
