using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Rulebooks;

namespace Haechi.Web.Api.Shapes;

/// <summary>From when a book is worth what.</summary>
/// <param name="From">The first day.</param>
/// <param name="Stage">framework, guideline or enforced.</param>
/// <param name="PenaltiesFrom">The end of a grace that the law gives.</param>
/// <param name="Cite">The provision.</param>
public sealed record StageShape(DateOnly From, string Stage, DateOnly? PenaltiesFrom, string? Cite)
{
    internal static string Word(BookStage stage) => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString());
}

/// <summary>A rulebook.</summary>
/// <param name="Id">The id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Title">Its title.</param>
/// <param name="Rank">international, national, province, city or department.</param>
/// <param name="Stage">What it is worth today.</param>
/// <param name="Stages">From when it is worth what.</param>
/// <param name="Sha256">SHA-256 over its files.</param>
/// <param name="Rules">How many rules it has.</param>
public sealed record BookShape(string Id, string Version, LocalText Title, string Rank, string Stage, IReadOnlyList<StageShape> Stages, string? Sha256, int Rules)
{
    internal static BookShape Of(Rulebook b, string? hash, DateOnly today) => new(b.Id, b.Version, b.Title, JsonNamingPolicy.SnakeCaseLower.ConvertName(b.Rank.ToString()), StageShape.Word(b.StageOn(today)),
        [.. b.Stages.Select(s => new StageShape(s.From, StageShape.Word(s.Kind), s.PenaltiesFrom, s.Cite))], hash, b.Rules.Count);
}

/// <summary>The rulebooks of this tower.</summary>
/// <param name="Installed">Those in use, with those that they extend.</param>
/// <param name="Available">The ids of all that could be installed.</param>
/// <param name="Chosen">The ids that were chosen.</param>
/// <param name="Entry">The newest entry of the journal.</param>
/// <param name="Pending">Systems that wait to be determined again.</param>
public sealed record RulebooksShape(IReadOnlyList<BookShape> Installed, IReadOnlyList<string> Available, IReadOnlyList<string> Chosen, long Entry, int Pending);

/// <summary>The books that were chosen, each with its version and hash.</summary>
public sealed record BooksChosenShape(IReadOnlyList<BookPin> Books);

/// <summary>A rule's text for a span of days.</summary>
public sealed record RuleVersionShape(DateOnly? From, DateOnly? Until, string? Cite, string Condition);

/// <summary>A rule of a book.</summary>
/// <param name="Id">The id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Note">What to know about it.</param>
/// <param name="Cite">The provision.</param>
/// <param name="Class">The class that it gives.</param>
/// <param name="Duty">The duty that follows from it.</param>
/// <param name="Strength">must, must_not, should or may.</param>
/// <param name="Versions">Its text by days.</param>
public sealed record RuleShape(string Id, LocalText Title, LocalText Note, string Cite, string? Class, string? Duty, string? Strength, IReadOnlyList<RuleVersionShape> Versions);

/// <summary>How many tests of a book ran, and how many passed.</summary>
public sealed record BookTestsShape(int Count, int Passed);

/// <summary>One rulebook with its rules.</summary>
public sealed record BookDetailShape(BookShape Book, IReadOnlyDictionary<string, string> Source, IReadOnlyList<RuleShape> Rules, BookTestsShape? Tests)
{
    internal static BookDetailShape Of(Rulebook b, string hash, DateOnly today, BookTestsShape? tests) => new(BookShape.Of(b, hash, today), b.Source.ToDictionary(s => s.Key, s => s.Value),
        [.. b.Rules.Select(r => new RuleShape(r.Id, r.Title, r.Note, r.Cite, r.Class, r.Duty?.Id, r.Duty?.Modality.Word(), [.. r.Versions.Select(v => new RuleVersionShape(v.From, v.Until, v.Cite, v.Body.Yes.Text))]))], tests);
}

/// <summary>How many systems go from which outcome to which.</summary>
public sealed record ShiftShape(string Before, string After, int Systems);

/// <summary>What becomes of a class.</summary>
public sealed record ClassShiftShape(string Class, LocalText Title, int Changed, IReadOnlyList<ShiftShape> Shifts);

/// <summary>What becomes of a duty.</summary>
public sealed record DutyShiftShape(string Rule, LocalText Title, string Cite, string Strength, int Before, int After, int Begins, int Ends, int Changes);

/// <summary>How many systems of a department change.</summary>
public sealed record DepartmentShiftShape(string? Department, int Systems);

/// <summary>What would change over the whole register.</summary>
public sealed record PreviewShape(
    DateOnly From, DateOnly On, int Systems, int Changed, IReadOnlyList<DepartmentShiftShape> Departments, IReadOnlyList<ClassShiftShape> Classes, IReadOnlyList<DutyShiftShape> Duties, IReadOnlyList<BookPin> Before, IReadOnlyList<BookPin> After)
{
    internal static PreviewShape Of(BookPreview p) => new(p.From, p.On, p.Systems, p.Changed, [.. p.Departments.Select(d => new DepartmentShiftShape(d.Department, d.Systems))],
        [.. p.Classes.Select(c => new ClassShiftShape(c.Class.Id, c.Class.Title, c.Changed, [.. c.Counts.Select(s => new ShiftShape(s.Before.Word(), s.After.Word(), s.Count))]))],
        [.. p.Duties.Select(d => new DutyShiftShape(d.Rule.Id, d.Rule.Title, d.Rule.Cite, d.Strength.Word(), d.Before, d.After, d.Begins, d.Ends, d.Changes))], p.Before, p.After);
}

/// <summary>A class of a system.</summary>
/// <param name="Class">The class.</param>
/// <param name="Title">Its title.</param>
/// <param name="Outcome">yes, no, unknown or review.</param>
/// <param name="Word">The class's own word for it.</param>
/// <param name="Declared">The word that the owner declared.</param>
public sealed record SystemClassShape(string Class, LocalText Title, string Outcome, string Word, string? Declared);

/// <summary>The classes of a system under the books in force.</summary>
public sealed record SystemClassesShape(string System, int Version, IReadOnlyList<BookPin> Books, IReadOnlyList<SystemClassShape> Classes);

/// <summary>A class with the rules behind it, as the command <c>haechi rules explain</c> writes them.</summary>
public sealed record WhyClassShape(string Class, LocalText Title, string Outcome, string Word, JsonElement Explained);

/// <summary>Why a system has its classes.</summary>
public sealed record WhyShape(string System, int Version, IReadOnlyList<WhyClassShape> Classes);

/// <summary>A question that is worth asking, with the classes that its answer may settle.</summary>
public sealed record NextQuestionShape(FieldShape Question, IReadOnlyList<string> Settles);
