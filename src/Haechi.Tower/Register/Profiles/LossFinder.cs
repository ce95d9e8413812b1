using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Finds what an export lost by reading the written row back and comparing: nothing has to be declared by hand, and nothing is forgotten.</summary>
internal sealed class LossFinder
{
    private const string Precision = "_precision";

    private readonly BoundProfile _bound;
    private readonly IReadOnlySet<string> _regimes;
    private readonly Dictionary<string, List<(BoundFact Fact, string Header, bool Combined)>> _columns = new(StringComparer.Ordinal);

    public LossFinder(BoundProfile bound, IReadOnlySet<string> regimes)
    {
        (_bound, _regimes) = (bound, regimes);
        foreach (var column in bound.Columns)
        {
            foreach (var fact in column.Facts)
            {
                (_columns.TryGetValue(fact.Fact.Question, out var list) ? list : _columns[fact.Fact.Question] = []).Add((fact, bound.Headers[column.Index], column.Column.Combine is not null && column.Facts.Count > 1));
            }
        }
    }

    /// <summary>What the row read back lacks of the system's facts.</summary>
    public IEnumerable<Loss> Find(string system, IReadOnlyDictionary<string, FactValue> facts, IReadOnlyDictionary<string, FactValue> back)
    {
        foreach (var (question, value) in facts)
        {
            // How exact a day is belongs to the day.
            var day = question.EndsWith(Precision, StringComparison.Ordinal) && facts.ContainsKey(question[..^Precision.Length]);
            var written = back.TryGetValue(question, out var v) ? v : null;
            if (day || SameDay(question, value, written, facts, back))
            {
                continue;
            }
            if (!_columns.TryGetValue(question, out var columns))
            {
                yield return new Loss(system, _regimes.Contains(question) ? LossKind.Reclassification : LossKind.NoColumn, question, null);
                continue;
            }
            foreach (var loss in value is ListFact list ? OfList(system, question, list, written as ListFact, columns) : [OfValue(system, question, value, written, columns[0].Header, columns[0].Combined)])
            {
                yield return loss;
            }
        }
    }

    private static bool SameDay(string question, FactValue value, FactValue? written, IReadOnlyDictionary<string, FactValue> facts, IReadOnlyDictionary<string, FactValue> back) =>
        FactForms.Same(value, written)
        && (value is not DateFact || !facts.TryGetValue(question + Precision, out var exact) || (back.TryGetValue(question + Precision, out var other) && FactForms.Same(exact, other)));

    private static Loss OfValue(string system, string question, FactValue value, FactValue? written, string header, bool combined)
    {
        var kind = (value, written) switch
        {
            (TextFact text, TextFact cut) when IsCut(text.Value, cut.Value) => LossKind.Shortened,
            _ when combined => LossKind.Joined,
            (DateFact, DateFact) => LossKind.LessExact,
            _ => LossKind.Narrowed,
        };
        return new Loss(system, kind, question, header);
    }

    /// <summary>Field by field: a field without a column is lost, a text may be cut, and records may be joined or left out.</summary>
    private IEnumerable<Loss> OfList(string system, string question, ListFact list, ListFact? written, List<(BoundFact Fact, string Header, bool Combined)> columns)
    {
        var picks = _bound.PickedOf(question).Select(p => p.Field).ToHashSet(StringComparer.Ordinal);
        foreach (var field in list.Records.SelectMany(r => r.Facts.Keys).Distinct(StringComparer.Ordinal))
        {
            var path = $"{question}.{field}";
            var header = columns.FirstOrDefault(c => c.Fact.Fact.Field == field).Header;
            var (before, after) = (Values(list, field), written is null ? [] : Values(written, field));
            if (header is null && !(picks.Contains(field) && before.All(b => after.Any(a => FactForms.Same(a, b)))))
            {
                yield return new Loss(system, LossKind.NoColumn, path, null);
            }
            else if (header is not null && !(before.Count == after.Count && before.Zip(after).All(p => FactForms.Same(p.First, p.Second))))
            {
                var cut = before.Count == after.Count && before.Zip(after).All(p => FactForms.Same(p.First, p.Second) || (p is (TextFact a, TextFact b) && IsCut(a.Value, b.Value)));
                yield return new Loss(system, cut ? LossKind.Shortened : before.Count > 1 || columns.Any(c => c.Combined && c.Fact.Fact.Field == field) ? LossKind.Joined : LossKind.Narrowed, path, header);
            }
        }
    }

    private static List<FactValue> Values(ListFact list, string field) => [.. list.Records.Select(r => r[field]).OfType<FactValue>()];

    private static bool IsCut(string whole, string cut) =>
        cut.EndsWith('…') && cut.Length <= whole.Length && whole.StartsWith(cut[..^1], StringComparison.Ordinal);
}
