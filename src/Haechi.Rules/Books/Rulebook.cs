namespace Haechi.Rules.Books;

/// <summary>The rank of a book, highest first. A lower book adds to a higher one and never takes from it.</summary>
public enum Rank
{
    /// <summary>A treaty or the law of a union.</summary>
    International,

    /// <summary>A statute, its decree and its guidelines.</summary>
    National,

    /// <summary>A province or metropolitan city.</summary>
    Province,

    /// <summary>A city, county or district.</summary>
    City,

    /// <summary>A department's or agency's own policy.</summary>
    Department,
}

/// <summary>What a whole book is worth on a day.</summary>
public enum BookStage
{
    /// <summary>Not there yet: every rule is no.</summary>
    NotBegun,

    /// <summary>Shown; creates no duty.</summary>
    Framework,

    /// <summary>Every duty is shown as should.</summary>
    Guideline,

    /// <summary>Duties as written.</summary>
    Enforced,
}

/// <summary>From this day the book has this stage. Before <paramref name="PenaltiesFrom"/> nobody is fined; the duties are the same.</summary>
public sealed record Stage(DateOnly From, BookStage Kind, DateOnly? PenaltiesFrom, string? Cite, Place Place);

/// <summary>The type of a fact.</summary>
public enum QuestionType
{
    /// <summary>Yes or no.</summary>
    Bool,

    /// <summary>One of the declared values.</summary>
    Enum,

    /// <summary>Any of the declared values; the empty set is an answer.</summary>
    Set,

    /// <summary>A finite number, in the question's unit.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Free text: shown, never tested.</summary>
    Text,

    /// <summary>Records with fields of their own.</summary>
    List,
}

/// <summary>A declared value of an enum or set question.</summary>
public sealed record QuestionValue(string Id, LocalText Title);

/// <summary>What is asked about a system. Its answer is a fact.</summary>
public sealed record Question(
    string Id, QuestionType Type, IReadOnlyList<QuestionValue> Values, IReadOnlyList<Question> Fields, string? Unit, double? Min, double? Max,
    LocalText Ask, LocalText Help, string? Cite, double Cost, IReadOnlyList<string> Who, IReadOnlyList<string> Proof, Place Place)
{
    /// <summary>
    /// An enum or set question that is open accepts values that are not declared. They are answers, not blanks: the fact is known, and such a value matches nothing.
    /// </summary>
    public bool Open { get; init; }

    /// <summary>The index of a declared value, or -1.</summary>
    public int IndexOf(string value)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i].Id == value)
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>The title of a declared value in a language, or the value itself.</summary>
    public string TitleOf(string value, string language) =>
        IndexOf(value) is var i and >= 0 && !Values[i].Title.IsEmpty ? Values[i].Title.In(language) : value;
}

/// <summary>A parameter's value from a day on. Dates are day numbers, booleans 1 and 0.</summary>
public sealed record ParameterValue(DateOnly From, double Value, string? Cite);

/// <summary>A value that changes by date, each with its citation.</summary>
public sealed record Parameter(string Id, QuestionType Type, string? Unit, string? Cite, IReadOnlyList<ParameterValue> Values, Place Place)
{
    /// <summary>The value in force on a day, or null before the first.</summary>
    public double? On(DateOnly day) => Values.LastOrDefault(v => v.From <= day)?.Value;
}

/// <summary>What a rule says: a condition, or a judgement (<see cref="Logic.Decide"/>) when <paramref name="No"/> is given.</summary>
/// <param name="Review">The judgement's own review condition, or null.</param>
/// <param name="Yes">The condition, or when the judgement is yes.</param>
/// <param name="No">When the judgement is no; null for a plain condition.</param>
public sealed record RuleBody(Condition? Review, Condition Yes, Condition? No);

/// <summary>A rule's body in a span of days, both ends included.</summary>
public sealed record RuleVersion(DateOnly? From, DateOnly? Until, string? Cite, RuleBody Body, Place Place)
{
    /// <summary>True when the version is in force on the day.</summary>
    public bool InForce(DateOnly day) => (From is not { } from || from <= day) && (Until is not { } until || day <= until);
}

/// <summary>How strongly a duty binds.</summary>
public enum Modality
{
    /// <summary>A right or a recommendation.</summary>
    May,

    /// <summary>An effort duty.</summary>
    Should,

    /// <summary>A duty.</summary>
    Must,

    /// <summary>A prohibition.</summary>
    MustNot,
}

/// <summary>The words of the format for strengths.</summary>
public static class Modalities
{
    /// <summary>must, must_not, should or may.</summary>
    public static string Word(this Modality modality) => modality switch
    {
        Modality.Must => "must",
        Modality.MustNot => "must_not",
        Modality.Should => "should",
        _ => "may",
    };
}

/// <summary>Units in which a due date is counted from a date fact.</summary>
public enum DueUnit
{
    /// <summary>Hours; the day on which they end.</summary>
    Hours,

    /// <summary>Calendar days.</summary>
    Days,

    /// <summary>Days that are neither weekend nor holiday.</summary>
    BusinessDays,

    /// <summary>Months; the last day of a shorter month when there is no such day.</summary>
    Months,

    /// <summary>Years, likewise.</summary>
    Years,
}

/// <summary>When a duty is due: counted from a date fact, once a year, or on a fixed day.</summary>
public abstract record Due;

/// <summary><paramref name="Count"/> units after the fact; negative is before.</summary>
public sealed record DueFrom(int Count, DueUnit Unit, string Question, Place Place) : Due;

/// <summary>Each year on a day; <paramref name="Day"/> 0 is the month's last day.</summary>
public sealed record DueYearly(int Month, int Day) : Due;

/// <summary>On one day.</summary>
public sealed record DueOn(DateOnly Day) : Due;

/// <summary>What follows from a rule.</summary>
public sealed record Duty(
    string Id, LocalText Title, Modality Modality, Due? Due, IReadOnlyList<string> Evidence, string? Penalty, IReadOnlyList<string> Who, string? Status, Place Place);

/// <summary>An exception to a rule's duty: when it holds its own duty, or none, takes the duty's place.</summary>
public sealed record ExceptionClause(string Id, LocalText Title, string Cite, LocalText Note, Condition When, Duty? Duty, Place Place);

/// <summary>A rule of a book.</summary>
public sealed record Rule(
    string Id, LocalText Title, string Cite, LocalText Note, Condition? Scope, IReadOnlyList<RuleVersion> Versions, string? Class, Duty? Duty,
    IReadOnlyList<ExceptionClause> Exceptions, string? Widens, string? Strengthens, LocalText LookAt, Place Place)
{
    /// <summary>The version in force on a day, or null.</summary>
    public RuleVersion? On(DateOnly day) => Versions.LastOrDefault(v => v.InForce(day));
}

/// <summary>The words that a class uses for its outcomes.</summary>
public sealed record ClassWords(string Id, LocalText Title, string Yes, string No, string Review, Place Place)
{
    /// <summary>The word for an outcome; unknown is always <c>unknown</c>.</summary>
    public string Word(Outcome outcome) => outcome switch
    {
        Outcome.Yes => Yes,
        Outcome.No => No,
        Outcome.Review => Review,
        _ => "unknown",
    };
}

/// <summary>A number computed from weighted answers, in a range when answers are missing.</summary>
public abstract record Score(string Id, LocalText Title, string Cite, Place Place);

/// <summary>An item of a sum: a condition with points, or a question with points for each value.</summary>
public sealed record ScoreItem(Condition? When, double Points, string? Question, IReadOnlyList<(string Value, double Points)> ValuePoints, Place Place);

/// <summary>A sum of items. <paramref name="BlankIsZero"/>: the source says that an unanswered item counts as 0.</summary>
public sealed record SumScore(string Id, LocalText Title, string Cite, IReadOnlyList<ScoreItem> Items, double? Cap, bool BlankIsZero, Place Place)
    : Score(Id, Title, Cite, Place);

/// <summary>Another score, less a share of it when a condition holds; rounded half up.</summary>
public sealed record ReducedScore(string Id, LocalText Title, string Cite, string Of, double By, Condition When, Place Place) : Score(Id, Title, Cite, Place);

/// <summary>Another score as a step: the first step whose <c>UpTo</c> is not below it; the last has none.</summary>
public sealed record SteppedScore(string Id, LocalText Title, string Cite, string Of, IReadOnlyList<(double? UpTo, double Is)> Steps, Place Place)
    : Score(Id, Title, Cite, Place);

/// <summary>A test of a book: the facts given, and what must follow on a day.</summary>
public sealed record BookTest(
    LocalText Name, DateOnly On, string? Source, string? Case, IReadOnlyList<(string Rule, Outcome Outcome, Place Place)> Expect,
    IReadOnlyList<(string Class, string Word, Place Place)> Classes, IReadOnlyList<(string Duty, string Due, Place Place)> Obligations,
    IReadOnlyList<(string Score, double Least, double Greatest, Place Place)> Scores, string? AskNext, Place Place)
{
    /// <summary>The facts as written; read against the questions of the book and of those that it extends.</summary>
    internal YamlMap Given { get; init; } = new(default, []);
}

/// <summary>One law or policy as read from its folder.</summary>
public sealed record Rulebook(
    string Id, string Version, LocalText Title, Rank Rank, IReadOnlyList<string> Extends, IReadOnlyList<string> Languages,
    IReadOnlyDictionary<string, string> Source, IReadOnlyList<Stage> Stages, IReadOnlyList<Question> Questions, IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<Score> Scores, IReadOnlyList<ClassWords> Classes, IReadOnlyList<Rule> Rules, IReadOnlyList<BookTest> Tests, string Folder, Place Place)
{
    /// <summary>The stage on a day.</summary>
    public BookStage StageOn(DateOnly day) => Stages.LastOrDefault(s => s.From <= day)?.Kind ?? BookStage.NotBegun;

    /// <summary>The entry that gives the stage on a day, or null before the first.</summary>
    public Stage? StageEntryOn(DateOnly day) => Stages.LastOrDefault(s => s.From <= day);
}
