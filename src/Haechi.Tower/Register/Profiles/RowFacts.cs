using System.Globalization;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Reads the profile's own facts of a row (those of law books come from the column map) and gathers the records of lists.</summary>
internal sealed class RowFacts(BoundProfile bound, string file, UnreadCells unread)
{
    public Dictionary<string, FactValue> Read(ProfileRow row)
    {
        var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
        var lists = new Dictionary<string, List<(BoundFact Fact, FactValue Value, string Source)>>(StringComparer.Ordinal);
        foreach (var column in bound.Columns)
        {
            foreach (var fact in column.Facts.Where(f => f.Reader is not null))
            {
                var cell = row[column.Index];
                var value = fact.Reader!.Read(cell, out var text);
                if (text is not null)
                {
                    unread.Add(bound.Headers[column.Index], fact.Fact.Path, fact.Question.Type, text, row.Line);
                }
                if (value is null)
                {
                    continue;
                }
                var source = $"{file}:{row.Line.ToString(CultureInfo.InvariantCulture)}, {bound.Headers[column.Index]}";
                if (fact.Fact.Field is not null)
                {
                    (lists.TryGetValue(fact.Fact.Question, out var list) ? list : lists[fact.Fact.Question] = []).Add((fact, value, source));
                }
                else if (facts.TryAdd(fact.Fact.Question, value with { Source = source }))
                {
                    AddPrecision(facts, fact, cell, source);
                }
            }
        }
        foreach (var (question, fields) in lists)
        {
            facts[question] = new ListFact(Records(fields)) { Source = fields[0].Source };
        }
        return facts;
    }

    /// <summary>How exact a day is, where the books ask for it under the day's id and <c>_precision</c>.</summary>
    private void AddPrecision(Dictionary<string, FactValue> facts, BoundFact fact, string cell, string source)
    {
        if (fact.Question.Type == QuestionType.Date && bound.Question(fact.Question.Id + "_precision") is not null
            && CellDates.Read(cell, fact.Fact.DateFormat, fact.Reader!.Order, out _) is { } date)
        {
            facts[fact.Question.Id + "_precision"] = new TextFact(CellDates.Word(date.Precision)) { Source = source };
        }
    }

    /// <summary>First the records by number, then those that are picked by a value, each with that value.</summary>
    private static List<FactRecord> Records(List<(BoundFact Fact, FactValue Value, string Source)> fields)
    {
        var records = new List<FactRecord>();
        foreach (var group in fields.GroupBy(f => (f.Fact.Fact.Where, f.Fact.Number)).OrderBy(g => g.Key.Where is not null).ThenBy(g => g.Key.Number))
        {
            var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
            if (group.Key.Where is { } where)
            {
                facts[where.Field] = new TextFact(where.Value);
            }
            foreach (var (fact, value, source) in group)
            {
                facts.TryAdd(fact.Fact.Field!, value with { Source = source });
            }
            records.Add(new FactRecord(records.Count.ToString(CultureInfo.InvariantCulture), facts));
        }
        return records;
    }
}

/// <summary>Counts the values that could not be read, each spelling once for its column.</summary>
internal sealed class UnreadCells
{
    private const int LinesShown = 5;

    private readonly Dictionary<(string, string, string), (UnreadValue First, List<int> Lines, int Count)> _all = [];

    public IEnumerable<UnreadValue> All => _all.Values.Select(u => u.First with { Count = u.Count, Lines = u.Lines });

    public void Add(string column, string of, QuestionType type, string value, int line)
    {
        var key = (column, of, Folded.Of(value));
        var known = _all.GetValueOrDefault(key, (new UnreadValue(column, of, type, value, 0, []), [], 0));
        if (known.Lines.Count < LinesShown)
        {
            known.Lines.Add(line);
        }
        _all[key] = (known.First, known.Lines, known.Count + 1);
    }
}
