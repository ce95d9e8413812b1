using Haechi.Rules.Books;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Tables;
using Haechi.Web.Frame;
using Haechi.Web.Frame.Fields;

namespace Haechi.Web.Register.Importing;

/// <summary>A column to be given to a field.</summary>
/// <param name="Mark">Its mark in the form.</param>
/// <param name="Header">Its header.</param>
/// <param name="Samples">Some of its cells.</param>
/// <param name="Match">What it is proposed for.</param>
/// <param name="Chosen">The field chosen, or null.</param>
public sealed record ColumnRow(string Mark, string Header, IReadOnlyList<string> Samples, ColumnMatch Match, string? Chosen)
{
    private const int Shown = 3;
    private const int Longest = 90;

    /// <summary>True when a person should look first.</summary>
    public bool Doubtful => Match.Field is null ? Match.Alternatives is [{ Confidence: >= 0.3 }, ..] : Match.Confidence < 0.8;

    /// <summary>The rows, doubtful ones first, else in the order of the file.</summary>
    public static IReadOnlyList<ColumnRow> Of(SourceTable table, IReadOnlyList<ColumnMatch> matches, IReadOnlyDictionary<string, string?> chosen) =>
        [.. matches.Select((m, i) => new ColumnRow(ImportForm.MarkOf(m.Column), m.Column, SamplesOf(table, i), m, chosen.GetValueOrDefault(m.Column))).OrderByDescending(r => r.Doubtful)];

    private static List<string> SamplesOf(SourceTable table, int column) =>
        [.. table.CellsOf(column).Where(c => !string.IsNullOrWhiteSpace(c)).Distinct(StringComparer.Ordinal).Take(Shown).Select(c => Cut(c, Longest))];

    internal static string Cut(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");
}

/// <summary>A spelling that was not recognised.</summary>
/// <param name="Column">The column's header.</param>
/// <param name="Mark">The name of its controls after <c>s.</c> and <c>v.</c>.</param>
/// <param name="Spelling">The spelling.</param>
/// <param name="Cells">In how many cells; 0 when an officer said already what it means.</param>
/// <param name="Values">What it could mean, the likeliest first.</param>
/// <param name="Chosen">What was chosen, or null.</param>
public sealed record SpellingRow(string Column, string Mark, string Spelling, int Cells, IReadOnlyList<Choice> Values, string? Chosen)
{
    // Two controls for each: the server takes 1,024 fields in a form.
    private const int Most = 100;

    /// <summary>What was decided and what is still open.</summary>
    public static IReadOnlyList<SpellingRow> Of(ImportForm form, SourceTable table, IReadOnlyDictionary<string, string?> chosen, ImportPlan? plan, IReadOnlyList<FieldsOfBook> books, Visit visit)
    {
        var questions = books.SelectMany(b => b.Fields).ToDictionary(q => q.Id, StringComparer.Ordinal);
        var open = (plan?.Inventory.Read.Unread ?? []).Select(u => (u.Column, Spelling: u.Value, u.Count));
        var decided = from column in table.Columns
                      from value in form.Values.GetValueOrDefault(ImportForm.MarkOf(column.Key)) ?? new Dictionary<string, string>()
                      select (Column: column.Key, Spelling: value.Key, Count: 0);
        return [.. decided.Concat(open).DistinctBy(s => (s.Column, s.Spelling)).Where(s => chosen.GetValueOrDefault(s.Column) is { } field && questions.GetValueOrDefault(field) is { } q && HasValues(q)).Take(Most)
            .Select((s, i) => One(s.Column, s.Spelling, s.Count, i, questions[chosen[s.Column]!], form, visit))];
    }

    private static bool HasValues(Question question) => question.Type is QuestionType.Bool or QuestionType.Enum or QuestionType.Set;

    private static SpellingRow One(string column, string spelling, int count, int index, Question question, ImportForm form, Visit visit)
    {
        var mark = ImportForm.MarkOf(column);
        IReadOnlyList<Choice> all = question.Type == QuestionType.Bool ? [new("true", visit.Say("예", "yes")), new("false", visit.Say("아니요", "no"))] : [.. question.Values.Select(v => new Choice(v.Id, question.TitleOf(v.Id, visit.Language)))];
        var match = ValueMatcher.For(TargetField.Of(question)).Match(spelling);
        List<string> likely = [.. match.Values.Concat(match.Alternatives.Select(a => a.Id))];
        return new SpellingRow(column, $"{mark}.{index}", spelling, count, [.. all.OrderBy(c => likely.IndexOf(c.Value) is var at and >= 0 ? at : likely.Count)],
            form.Values.GetValueOrDefault(mark)?.GetValueOrDefault(spelling));
    }
}

/// <summary>Something that an officer should look at before importing.</summary>
/// <param name="Where">The column or place, or null.</param>
/// <param name="Lines">The first lines that are meant.</param>
/// <param name="Text">What it is.</param>
public sealed record Note(string? Where, IReadOnlyList<int> Lines, string Text);

/// <summary>What an import would do, ready to be shown.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="SetAside">Rows that would be set aside.</param>
/// <param name="Ids">Repeated and blank ids.</param>
/// <param name="Notes">Everything else to look at.</param>
/// <param name="Conflicts">Facts that a person edited and the file states otherwise.</param>
/// <param name="Changes">The first changed systems with the fields that change.</param>
/// <param name="Gone">Systems that the file no longer names: the first, with their names.</param>
/// <param name="Title">A field as people are asked for it.</param>
public sealed record PreviewView(
    ImportPlan Plan, IReadOnlyList<Note> SetAside, IReadOnlyList<Note> Ids, IReadOnlyList<Note> Notes, IReadOnlyList<Note> Conflicts, IReadOnlyList<Note> Changes, IReadOnlyList<(string Id, string Name)> Gone, Func<string, string> Title)
{
    /// <summary>How many of each list are shown.</summary>
    public const int Shown = 20;

    /// <summary>Gathers a plan.</summary>
    public static PreviewView Of(ImportPlan plan, IReadOnlyList<(string Id, string Name)> gone, Func<string, string> title, Visit visit)
    {
        var read = plan.Inventory.Read;
        var isId = read.Problems.ToLookup(p => p.Code is "repeated-id" or "blank-id" or "missing-id");
        string Fields(IEnumerable<string> ids) => string.Join(", ", ids.Select(title));
        return new PreviewView(plan,
            [.. plan.Rows.Where(r => r.Why is not null).Select(r => new Note(null, [r.Row.Line], visit.Say(r.Why!.Message)))],
            [.. isId[true].Select(p => new Note(p.Column, p.Lines, visit.Say(p.Message)))],
            [
                .. plan.Inventory.Table.Problems.Select(p => new Note(p.Where, [], visit.Say(p.Message))),
                .. plan.Breaches.SelectMany(b => b.Value.Select(r => new Note(b.Key.Row.Name, [b.Key.Row.Line], visit.Say(r.Message) + (r.Provision is null ? "" : $" ({visit.Cite(r.Provision)})")))),
                .. isId[false].Select(p => new Note(p.Column, p.Lines, visit.Say(p.Message))),
                .. read.Unread.Select(u => new Note(u.Column, u.Lines, visit.Say($"'{ColumnRow.Cut(u.Value, 80)}'을(를) 읽지 못하여 모름으로 둡니다({Visit.Count(u.Count)}칸).",
                    $"'{ColumnRow.Cut(u.Value, 80)}' could not be read and stays unknown ({Visit.Count(u.Count)} cells)."))),
            ],
            [.. plan.Rows.Where(r => r.Conflicts.Count > 0).Select(r => new Note(r.Row.Name, [r.Row.Line], Fields(r.Conflicts)))],
            [.. plan.Rows.Where(r => r.Effect == RowEffect.Changed).Take(Shown).Select(r => new Note(r.Row.Name, [r.Row.Line], Fields(r.ChangedFacts)))], gone, title);
    }
}

/// <summary>All that the page about one file shows.</summary>
/// <param name="Form">What was decided so far.</param>
/// <param name="Table">The table, or null when the file could not be read as one.</param>
/// <param name="Look">By which profile it would be read.</param>
/// <param name="Columns">The columns to match; empty with a profile.</param>
/// <param name="Spellings">Spellings to explain; empty with a profile.</param>
/// <param name="Preview">What would be done, or null when that can't be said yet.</param>
/// <param name="Books">Books that would be installed, with their titles; empty when some are installed.</param>
/// <param name="Today">The day that facts get when none is chosen.</param>
public sealed record LookView(
    ImportForm Form, SourceTable? Table, TableLook? Look, IReadOnlyList<ColumnRow> Columns, IReadOnlyList<SpellingRow> Spellings, PreviewView? Preview, IReadOnlyList<(string Id, string Title)> Books, DateOnly Today)
{
    /// <summary>True when columns are matched one by one.</summary>
    public bool Matching => Columns.Count > 0;
}
