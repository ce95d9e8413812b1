using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Reads one column's cells as values of its question. Nothing is guessed: what cannot be read is said so and stays unknown.</summary>
internal sealed class CellReader
{
    private readonly Dictionary<string, string?>? _values;
    private readonly HashSet<string> _noAnswer;
    private readonly ColumnFact _fact;

    public CellReader(ColumnFact fact, Question question, IEnumerable<string> noAnswer, DateOrder order = DateOrder.Undecided)
    {
        (_fact, Question, Order) = (fact, question, order);
        _noAnswer = noAnswer.Select(Folded.Of).ToHashSet(StringComparer.Ordinal);
        if (fact.Values is not null)
        {
            _values = new(StringComparer.Ordinal);
            foreach (var value in fact.Values)
            {
                _values.TryAdd(Folded.Of(value.Cell), value.Value);
            }
        }
        else if (question.Values.Count > 0)
        {
            // Without a table of its own a column holds the question's values, by their ids or by their titles in any language.
            _values = new(StringComparer.Ordinal);
            foreach (var value in question.Values)
            {
                foreach (var text in value.Title.All.Values.Prepend(value.Id))
                {
                    _values.TryAdd(Folded.Of(text), value.Id);
                }
            }
        }
    }

    public Question Question { get; }

    /// <summary>The order of day and month in the column.</summary>
    public DateOrder Order { get; }

    /// <summary>The value of a cell; null when it holds none, and <paramref name="unread"/> is then the text that could not be read, or null.</summary>
    public FactValue? Read(string cell, out string? unread)
    {
        unread = null;
        if (Folded.IsBlank(cell))
        {
            return null;
        }
        var folded = Folded.Of(cell);
        if (_values?.TryGetValue(folded, out var known) == true)
        {
            return known is null ? null : Value(known);
        }
        if (_noAnswer.Contains(folded) || (_fact.Only && Question.Type != QuestionType.Set))
        {
            return null;
        }
        if (Question.Type == QuestionType.Date)
        {
            return CellDates.Read(cell, _fact.DateFormat, Order, out unread) is { } date ? new DateFact(date.From) : null;
        }
        var value = Question.Type switch
        {
            QuestionType.Set => ReadSet(cell, ref unread),
            QuestionType.Enum when !Question.Open => null,
            QuestionType.Bool when _fact.Values is not null => null,
            _ => FactReader.ReadText(Question, cell, default, new Rules.Findings()),
        };
        unread = value is null && !_fact.Only ? unread ?? cell.Trim() : null;
        return value;
    }

    private FactValue? Value(string id) => FactReader.ReadText(Question, id, default, new Rules.Findings());

    /// <summary>A set is the whole set: one member that cannot be read leaves it unknown, else what was left out would count as a no.</summary>
    private SetFact? ReadSet(string cell, ref string? unread)
    {
        var members = new List<string>();
        foreach (var item in Members(cell, _fact.List).Where(i => !Folded.IsBlank(i)))
        {
            if (_values?.TryGetValue(Folded.Of(item), out var known) != true)
            {
                known = Question.Open ? item : null;
                unread ??= known is null ? item : null;
            }
            if (known is not null && !members.Contains(known, StringComparer.Ordinal))
            {
                members.Add(known);
            }
        }
        return unread is null && members.Count > 0 ? new SetFact(members) : null;
    }

    /// <summary>The members of a cell. A list in brackets is read as such whatever the profile's style.</summary>
    internal static IReadOnlyList<string> Members(string cell, ListStyle style) =>
        style == ListStyle.Single && !cell.TrimStart().StartsWith('[') ? [cell.Trim()] : ListCells.Read(cell, style == ListStyle.Comma).Items;
}
