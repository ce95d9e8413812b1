using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Evaluation;
using Haechi.Tower.Clocks;

namespace Haechi.Tower.Rulebooks;

/// <summary>A duty as a determination keeps it.</summary>
/// <param name="Rule">The rule; with an exception, <c>rule/exception</c>.</param>
/// <param name="Base">The rule without the exception.</param>
/// <param name="Duty">The duty's id.</param>
/// <param name="Strength">must, must_not, should or may on that day.</param>
/// <param name="Due">The day by the law's own count, or null.</param>
/// <param name="Keep">The day by which this installation keeps it: not before the rule began to bind (<see cref="DutyStart"/>), and moved off a day of rest where its choice says so.</param>
/// <param name="Unsure">True when the calendar does not reach that far, so that the day may still move.</param>
/// <param name="WaitsFor">The fact that the due day waits for, or null.</param>
/// <param name="State">Owed, undecided or in conflict.</param>
/// <param name="Stage">The book's stage.</param>
/// <param name="Cite">The provision.</param>
/// <param name="Book">The book's id.</param>
/// <param name="BookVersion">Its version.</param>
/// <param name="PenaltiesFrom">End of a grace that the law gives, or null.</param>
/// <param name="GraceUntil">End of a grace that the installation assumes, or null.</param>
/// <param name="Status">The value of the status question, or null.</param>
/// <param name="Under">The lower book's rule that strengthens this duty, or null.</param>
public sealed record KeptDuty(
    string Rule, string Base, string Duty, string Strength, DateOnly? Due, DateOnly? Keep, bool Unsure, string? WaitsFor, string State, string Stage, string Cite, string Book, string BookVersion, DateOnly? PenaltiesFrom,
    DateOnly? GraceUntil, string? Status, string? Under);

/// <summary>The rules whose duty may follow: those that hang on a missing fact, and those that a person has to judge.</summary>
public sealed record KeptOpen(IReadOnlyList<string> Unknown, IReadOnlyList<string> Review);

/// <summary>A class with its outcome; classes that are a plain no are left out.</summary>
public sealed record KeptClass(string Class, Outcome Outcome, string Word);

/// <summary>What a determination keeps: the same text for the same result.</summary>
public sealed record KeptResult(IReadOnlyList<KeptClass> Classes, IReadOnlyList<KeptDuty> Owed, IReadOnlyList<KeptDuty> Announced, KeptOpen Open, IReadOnlyList<string> Facts)
{
    /// <summary>Nothing: no version of the system was in force.</summary>
    public static KeptResult None { get; } = new([], [], [], new([], []), []);

    /// <summary>What the owner declared, by class; null or empty when nothing was.</summary>
    public SortedDictionary<string, string>? Declared { get; init; }
}

/// <summary>Turns determinations into kept results and text.</summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>What to keep of a determination.</summary>
    public static KeptResult Of(Determination determination, LegalDays days) => new(
        [.. determination.Classes.Where(c => c.Outcome != Outcome.No).Select(c => new KeptClass(c.Words.Id, c.Outcome, c.Words.Word(c.Outcome)))],
        [.. determination.Duties.SelectMany(d => Flat(d, days, determination.Rules))], [.. determination.Announced.SelectMany(d => Flat(d, days, determination.Rules))],
        new KeptOpen([.. determination.Open.Where(o => o.Outcome == Outcome.Unknown).Select(o => o.Rule)], [.. determination.Open.Where(o => o.Outcome == Outcome.Review).Select(o => o.Rule)]),
        [.. determination.Record.Facts.Keys.Where(f => determination.Rules.Set.IndexOfQuestion(f) >= 0).Order(StringComparer.Ordinal)]);

    /// <summary>The text.</summary>
    public static string Write(KeptResult result) => JsonSerializer.Serialize(result, Form);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static KeptResult Read(string text) => JsonSerializer.Deserialize<KeptResult>(text, Form)!;

    /// <summary>A duty, and behind it the upper duties that it strengthens: they stand as they are.</summary>
    private static IEnumerable<KeptDuty> Flat(OwedDuty duty, LegalDays days, DatedRules rules)
    {
        string? under = null;
        for (var d = duty; d is not null; d = d.Strengthens)
        {
            var (keep, sure) = d.Due.Day is { } law ? Kept(d, law, days, rules) : (default, true);
            yield return new KeptDuty(d.Rule, d.BaseRule, d.Duty.Id, d.Strength.Word(), d.Due.Day, d.Due.Day is null ? null : keep, !sure, d.Due.WaitsFor, Words.Of(d.State), Words.Of(d.Stage), d.Cite, d.Book.Id, d.Book.Version, d.PenaltiesFrom, d.Grace?.Until, d.Status, under);
            under = d.BaseRule;
        }
    }

    /// <summary>The day by the law's own count, but not before the rule began to bind; a day that is no end of a counted period is not moved off a day of rest.</summary>
    private static (DateOnly Day, bool Sure) Kept(OwedDuty duty, DateOnly law, LegalDays days, DatedRules rules) =>
        DutyStart.Due(duty, rules) is { } due && due > law ? (due, true) : days.Keep(law, duty.Duty.Due, rules.Day);
}

/// <summary>Stable words for states and stages in files and tables.</summary>
internal static class Words
{
    public static string Of(DutyState state) => state switch { DutyState.Owed => "owed", DutyState.Undecided => "undecided", _ => "conflict" };

    public static string Of(BookStage stage) => stage switch { BookStage.Framework => "framework", BookStage.Guideline => "guideline", BookStage.Enforced => "enforced", _ => "not_begun" };
}
