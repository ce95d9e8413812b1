using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>The fact that a column holds, or the field of a record of a list fact.</summary>
/// <param name="Question">The id of the question.</param>
/// <param name="Field">The field of the list's record, or null when the fact is no list.</param>
/// <param name="Where">Which record: the one whose field has this value; null means by order, the first column of that field holding the first record.</param>
/// <param name="Values">What each spelling means, in the order in which the profile gives them; the first spelling of a value is the one written. Null: by the question's type.</param>
/// <param name="Write">Spellings for values that are only written, never read: several states of the house may share one word of the profile.</param>
/// <param name="List">How several values stand in one cell.</param>
/// <param name="DateFormat">The shape in which a day is written, such as <c>yyyy-MM</c>; null is yyyy-MM-dd.</param>
/// <param name="Else">Facts near in meaning that are written when this one is unknown; each such cell is declared as a loss.</param>
/// <param name="Join">What stands between the records when one column takes the field of all of them; null: only one record.</param>
public sealed record ColumnFact(
    string Question, string? Field, (string Field, string Value)? Where, IReadOnlyList<CellValue>? Values, IReadOnlyDictionary<string, string> Write, ListStyle List,
    string? DateFormat, IReadOnlyList<string> Else, string? Join)
{
    /// <summary>True when other spellings than those of <see cref="Values"/> are for another fact of the column, so that they are not reported.</summary>
    public bool Only { get; init; }

    /// <summary>The name under which losses and messages mean it: <c>datasets.url</c>.</summary>
    public string Path => Field is null ? Question : $"{Question}.{Field}";
}

/// <summary>A column of the profile.</summary>
/// <param name="Header">The official header; the second column of one header is <c>Header#2</c>.</param>
/// <param name="Aliases">Other headers under which it is found.</param>
/// <param name="Facts">What it holds, the one that is written first; empty for a column that is kept as it stands.</param>
/// <param name="Required">True when the source wants it filled.</param>
/// <param name="Max">The most characters that it takes, or null.</param>
/// <param name="Constant">What every row holds, such as the version of the standard; null for an ordinary column.</param>
/// <param name="Repeats">True when the column may come several times, once for each record of a list.</param>
public sealed record ProfileColumn(
    string Header, IReadOnlyList<string> Aliases, IReadOnlyList<ColumnFact> Facts, bool Required, int? Max, string? Constant, bool Repeats)
{
    /// <summary>What stands between several facts that are written into one cell; the cell is read as the first of them. Null: the first known fact is written.</summary>
    public string? Combine { get; init; }
}

/// <summary>Where the ids of a source stand.</summary>
/// <param name="Scheme">The name of the numbering, the same in every file of the source.</param>
/// <param name="Columns">The columns that make up the id; empty when the source has none.</param>
public sealed record ProfileIds(string Scheme, IReadOnlyList<string> Columns);

/// <summary>
/// A format in which registers are exchanged: its columns, what they mean for the register's facts, and how facts are written in its words. The facts that law books ask for
/// come from the column map of the book (<see cref="Map"/>), so that their words are written down once. Read from <c>profiles/*.yaml</c> (docs/profiles.md).
/// </summary>
public sealed record Profile(string Id, LocalText Title, string Jurisdiction)
{
    /// <summary>What people should know before they use it, or empty.</summary>
    public LocalText Note { get; init; } = LocalText.Empty;

    /// <summary>True when nobody has published the official format, so that the columns may still change.</summary>
    public bool Provisional { get; init; }

    /// <summary>The states (<see cref="Lifecycle"/>) whose systems belong to a list of this format; empty when every system does.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>True for a profile that any table may partly fit; it is taken only when no other fits.</summary>
    public bool Generic { get; init; }

    /// <summary>The language in which its words are.</summary>
    public string Language { get; init; } = "en";

    /// <summary>The books whose questions it answers.</summary>
    public IReadOnlyList<string> Books { get; init; } = [];

    /// <summary>The map that reads the facts of law books from the same columns, or null.</summary>
    public FactMap? Map { get; init; }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<ProfileColumn> Columns { get; init; } = [];

    /// <summary>The source's ids.</summary>
    public ProfileIds Ids { get; init; } = new("", []);

    /// <summary>The columns with the organisation's name or abbreviation, the unit and the system's name: what an id is made of when the source gives none.</summary>
    public (string? Organisation, string? Unit, string? Name) Identity { get; init; }

    /// <summary>Words that say "no answer" in the profile's own columns.</summary>
    public IReadOnlyList<string> NoAnswer { get; init; } = [];

    /// <summary>Facts that are a class of the source's own regime. They are never carried over to the class of another regime.</summary>
    public IReadOnlyList<string> Regimes { get; init; } = [];

    /// <summary>A row with one of these values in this column says that there is no system; null when every row is one.</summary>
    public (string Column, IReadOnlyList<string> Values)? NotASystem { get; init; }

    /// <summary>The order of day and month in the source's dates; undecided: what each column proves, and a date that may mean two days is no date.</summary>
    public DateOrder DateOrder { get; init; }

    /// <summary>The words for yes and no.</summary>
    public (string Yes, string No) Words { get; init; } = ("Yes", "No");

    /// <summary>The headers among those of a table that give no fact: columns that the profile does not know, or keeps as they stand.</summary>
    public IReadOnlyList<string> RawColumns(IReadOnlyList<string> headers)
    {
        var index = new HeaderIndex(headers);
        var known = Columns.Where(c => c.Facts.Count > 0 || c.Constant is not null).SelectMany(c => c.Repeats ? index.AllOf(c) : [index.Of(c)])
            .Concat((Map?.Columns ?? []).Select(c => index.Of(c.Header))).Concat(Ids.Columns.Select(index.Of)).ToHashSet();
        return [.. headers.Where((_, i) => !known.Contains(i))];
    }

    /// <summary>The file that it was read from.</summary>
    public string File { get; init; } = "";
}
