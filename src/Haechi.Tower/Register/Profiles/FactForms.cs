using Haechi.Rules.Facts;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Facts compared and taken apart. Where a value came from does not count, and a set has no order.</summary>
internal static class FactForms
{
    public static bool Same(FactValue? a, FactValue? b) => (a, b) switch
    {
        (null, null) => true,
        (BoolFact x, BoolFact y) => x.Value == y.Value,
        (NumberFact x, NumberFact y) => x.Value.Equals(y.Value),
        (DateFact x, DateFact y) => x.Value == y.Value,
        (TextFact x, TextFact y) => string.Equals(x.Value, y.Value, StringComparison.Ordinal),
        (SetFact x, SetFact y) => x.Values.ToHashSet(StringComparer.Ordinal).SetEquals(y.Values),
        (ListFact x, ListFact y) => x.Records.Count == y.Records.Count && x.Records.Zip(y.Records).All(r => Same(r.First, r.Second)),
        _ => false,
    };

    /// <summary>The value that a column takes from a record's facts: the fact, or the field of one record of a list.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="fact">The column's fact.</param>
    /// <param name="number">Which record of those that no other column picks by a value, from 0.</param>
    /// <param name="picked">The values by which columns of the profile pick records of this list.</param>
    public static FactValue? At(IReadOnlyDictionary<string, FactValue> facts, ColumnFact fact, int number, IReadOnlyList<(string Field, string Value)> picked)
    {
        if (!facts.TryGetValue(fact.Question, out var value) || fact.Field is null)
        {
            return fact.Field is null ? value : null;
        }
        return value is ListFact list ? RecordOf(list, fact, number, picked)?[fact.Field] : null;
    }

    public static FactRecord? RecordOf(ListFact list, ColumnFact fact, int number, IReadOnlyList<(string Field, string Value)> picked) => fact.Where is { } where
        ? list.Records.FirstOrDefault(r => Holds(r, where))
        : list.Records.Where(r => !picked.Any(p => Holds(r, p))).Skip(number).FirstOrDefault();

    private static bool Holds(FactRecord record, (string Field, string Value) where) => record[where.Field] is TextFact text && text.Value == where.Value;

    private static bool Same(FactRecord a, FactRecord b) => a.Facts.Count == b.Facts.Count && a.Facts.All(f => Same(f.Value, b[f.Key]));
}
