using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>A fact of a column, held against the books in use.</summary>
/// <param name="Fact">What the profile or the column map says.</param>
/// <param name="Question">The question; the field's own question for a field of a list.</param>
/// <param name="Number">Which record of the list, from 0.</param>
/// <param name="Reader">Reads its cells; null when the column map of a book does.</param>
internal sealed record BoundFact(ColumnFact Fact, Question Question, int Number, CellReader? Reader);

/// <summary>A column of a table that the profile knows.</summary>
internal sealed record BoundColumn(int Index, ProfileColumn Column, IReadOnlyList<BoundFact> Facts);

/// <summary>A profile held against a table's headers and the books in use. A fact whose book is not in use is passed over.</summary>
internal sealed class BoundProfile
{
    private readonly BookSet _books;
    private readonly IReadOnlyList<ProfileRow> _rows;

    public BoundProfile(Profile profile, IReadOnlyList<string> headers, BookSet books, IReadOnlyList<ProfileRow>? rows = null)
    {
        (Profile, Headers, _books, _rows) = (profile, headers, books, rows ?? []);
        var index = new HeaderIndex(headers);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var columns = new List<BoundColumn>();
        foreach (var column in profile.Columns)
        {
            IReadOnlyList<int> found = column.Repeats ? index.AllOf(column) : index.Of(column) is var i and >= 0 ? [i] : [];
            columns.AddRange(found.Select(f => new BoundColumn(f, column, [.. Own(column, f, numbers), .. OfMap(f, index)])));
            if (found.Count == 0)
            {
                Missing.Add(column);
            }
        }
        Columns = [.. columns.DistinctBy(c => c.Index).OrderBy(c => c.Index)];
        ByIndex = Columns.ToDictionary(c => c.Index);
        Picked = profile.Columns.SelectMany(c => c.Facts).Where(f => f.Where is not null).GroupBy(f => f.Question, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<(string, string)>)[.. g.Select(f => f.Where!.Value).Distinct()], StringComparer.Ordinal);
        (Organisation, Unit, Name) = (IndexOf(profile.Identity.Organisation), IndexOf(profile.Identity.Unit), IndexOf(profile.Identity.Name));
        IdColumns = [.. profile.Ids.Columns.Select(c => IndexOf(c))];
    }

    public Profile Profile { get; }

    public IReadOnlyList<string> Headers { get; }

    /// <summary>The columns found, in the table's order.</summary>
    public IReadOnlyList<BoundColumn> Columns { get; }

    public IReadOnlyDictionary<int, BoundColumn> ByIndex { get; }

    /// <summary>The columns of the profile that the table lacks.</summary>
    public List<ProfileColumn> Missing { get; } = [];

    /// <summary>By list question: the values by which columns pick their records.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<(string Field, string Value)>> Picked { get; }

    public int Organisation { get; }

    public int Unit { get; }

    public int Name { get; }

    /// <summary>The columns of the id; -1 for one that the table lacks.</summary>
    public IReadOnlyList<int> IdColumns { get; }

    public IReadOnlyList<(string Field, string Value)> PickedOf(string question) => Picked.TryGetValue(question, out var picked) ? picked : [];

    public int IndexOf(string? header) => header is null ? -1 : Columns.FirstOrDefault(c => c.Column.Header == header)?.Index ?? -1;

    public Question? Question(string id) => _books.IndexOfQuestion(id) is var i and >= 0 ? _books.Questions[i] : null;

    private IEnumerable<BoundFact> Own(ProfileColumn column, int index, Dictionary<string, int> numbers)
    {
        foreach (var fact in column.Facts)
        {
            var question = Question(fact.Question);
            var asked = fact.Field is null ? question : question?.Fields.FirstOrDefault(f => f.Id == fact.Field);
            if (asked is null || asked.Type == QuestionType.List)
            {
                continue;
            }
            var number = fact.Field is null || fact.Where is not null ? 0 : numbers.GetValueOrDefault(fact.Path);
            numbers[fact.Path] = number + 1;
            // A cell made of several facts is read as the first of them.
            var reads = column.Combine is null || ReferenceEquals(fact, column.Facts[0]);
            yield return new BoundFact(fact, asked, number, reads ? new CellReader(fact, asked, Profile.NoAnswer, asked.Type == QuestionType.Date ? OrderOf(index) : default) : null);
        }
    }

    private DateOrder OrderOf(int column) =>
        Profile.DateOrder != DateOrder.Undecided ? Profile.DateOrder : DateOrders.Of([.. _rows.Select(r => r[column])]).Order;

    /// <summary>What the book's column map reads from the same column; it is needed here to write.</summary>
    private IEnumerable<BoundFact> OfMap(int column, HeaderIndex index) =>
        (Profile.Map?.Facts ?? []).Where(f => index.Of(f.Column.Header) == column).Select(f => (f, Question(f.Question))).Where(f => f.Item2 is not null)
            .Select(f => new BoundFact(OfMap(f.f), f.Item2!, 0, null));

    private static ColumnFact OfMap(FactColumn fact) =>
        new(fact.Question, null, null, fact.Values, new Dictionary<string, string>(), fact.Several ? ListStyle.Python : ListStyle.Single, null, [], null);
}
