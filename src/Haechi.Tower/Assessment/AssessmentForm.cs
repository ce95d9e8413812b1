using Haechi.Rules;
using Haechi.Rules.Books;

namespace Haechi.Tower.Assessment;

/// <summary>On what an item of a form rests. The strengths are never mixed: what a guideline advises is not a duty.</summary>
public enum ItemBasis
{
    /// <summary>Act or Decree binds the body to consider or to write it.</summary>
    Duty,

    /// <summary>Content of an assessment that the law asks the operator to try to make.</summary>
    Effort,

    /// <summary>Recommended by the ministry's guideline, which does not bind.</summary>
    Guideline,

    /// <summary>Added by the makers of the form, who infer that it is needed.</summary>
    Inference,
}

/// <summary>How an item is answered.</summary>
public enum ItemKind
{
    /// <summary>Free text, in Korean and, if wanted, in English.</summary>
    Text,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>Any of the options.</summary>
    Choices,

    /// <summary>Rows with columns.</summary>
    Table,
}

/// <summary>What can fill an item before a person does.</summary>
public enum PrefillKind
{
    /// <summary>The value of one fact.</summary>
    Fact,

    /// <summary>The outcome of one rule, with its provision.</summary>
    Rule,

    /// <summary>The duties that are owed, among those named.</summary>
    Duties,

    /// <summary>The records of a list fact, as rows of a table.</summary>
    Rows,
}

/// <summary>One source that fills an item.</summary>
/// <param name="Kind">What it reads.</param>
/// <param name="Ids">The fact, rule or list; or the duties.</param>
/// <param name="English">The fact that holds the same text in English, or null.</param>
/// <param name="Label">Stands before the value; may be empty.</param>
/// <param name="Columns">For rows: which column of the table takes which field of the list.</param>
public sealed record PrefillSource(PrefillKind Kind, IReadOnlyList<string> Ids, string? English, LocalText Label, IReadOnlyDictionary<string, string> Columns)
{
    /// <summary>The facts that it reads.</summary>
    public IEnumerable<string> Facts => Kind is PrefillKind.Fact or PrefillKind.Rows ? English is null ? Ids : [.. Ids, English] : [];
}

/// <summary>One thing that a form asks.</summary>
/// <param name="Id">Unique in the form; for a column, in its table.</param>
/// <param name="Title">What is asked.</param>
/// <param name="Help">What to write, and why.</param>
/// <param name="Cite">The provision that it serves.</param>
/// <param name="Basis">On what it rests.</param>
/// <param name="Kind">How it is answered.</param>
/// <param name="Required">True when the assessment cannot be submitted without it.</param>
/// <param name="Options">For choices.</param>
/// <param name="Columns">For a table.</param>
/// <param name="Withheld">Why it is left out of the published page; empty when it is published.</param>
/// <param name="Prefill">What fills it.</param>
public sealed record FormItem(
    string Id, LocalText Title, LocalText Help, string Cite, ItemBasis Basis, ItemKind Kind, bool Required, IReadOnlyList<QuestionValue> Options, IReadOnlyList<FormItem> Columns, LocalText Withheld,
    IReadOnlyList<PrefillSource> Prefill)
{
    /// <summary>The title of an option, or the id itself when the form has none.</summary>
    public LocalText OptionTitle(string id) => Options.FirstOrDefault(o => o.Id == id)?.Title ?? LocalText.Same(id);
}

/// <summary>A part of a form that is edited and saved at once.</summary>
public sealed record FormSection(string Id, LocalText Title, LocalText Help, string Cite, IReadOnlyList<FormItem> Items);

/// <summary>The form of one kind of assessment, as data.</summary>
/// <param name="Id">Its id, also the file's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Title">Its name.</param>
/// <param name="Help">What the law says about it, in one paragraph.</param>
/// <param name="Book">The rulebook of the law.</param>
/// <param name="Rules">The rules that say when it applies: any of them.</param>
/// <param name="Strength">How strongly the law asks for it.</param>
/// <param name="Provision">The provision.</param>
/// <param name="Publishing">What the law says about publishing.</param>
/// <param name="Watch">Facts that matter although no item is filled from them.</param>
/// <param name="Descriptive">Facts that fill items and change nothing of substance, such as a name: a change of them makes nothing stale.</param>
/// <param name="Lead">Items that the published page shows before everything else.</param>
/// <param name="Sections">The parts.</param>
/// <param name="Hash">SHA-256 of the form's text.</param>
/// <param name="Text">The text itself, kept with every assessment that uses it.</param>
public sealed record AssessmentForm(
    string Id, string Version, LocalText Title, LocalText Help, string Book, IReadOnlyList<string> Rules, Modality Strength, string Provision, LocalText Publishing, IReadOnlyList<string> Watch,
    IReadOnlyList<string> Descriptive, IReadOnlyList<string> Lead, IReadOnlyList<FormSection> Sections, string Hash, string Text)
{
    /// <summary>The rules whose duties a finished assessment shows as done; those of <see cref="Rules"/> unless the form says otherwise.</summary>
    public IReadOnlyList<string> Shows { get; init; } = Rules;

    /// <summary>Every item in order.</summary>
    public IEnumerable<FormItem> Items => Sections.SelectMany(s => s.Items);

    /// <summary>The item with an id, or null.</summary>
    public FormItem? Find(string id) => Items.FirstOrDefault(i => i.Id == id);

    /// <summary>The facts whose change makes an assessment stale: those that fill an item and those watched, without the merely descriptive ones.</summary>
    public IReadOnlyList<string> MaterialFacts =>
        [.. Items.SelectMany(i => i.Prefill).SelectMany(p => p.Facts).Concat(Watch).Except(Descriptive).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
