using Haechi.Rules.Facts;

namespace Haechi.Tower.Register;

/// <summary>A fact as the register holds it: the value, and where it comes from.</summary>
/// <param name="Value">The value.</param>
/// <param name="Source">Where it comes from: a file and cell, a form, a document.</param>
/// <param name="On">The day on which the source stated it, or null.</param>
/// <param name="Who">The account that entered it.</param>
public sealed record HeldFact(FactValue Value, string Source, DateOnly? On, string Who);

/// <summary>All facts of a system, by question id. Absent means unknown.</summary>
/// <param name="ById">The facts.</param>
public sealed record SystemFacts(IReadOnlyDictionary<string, HeldFact> ById)
{
    /// <summary>Nothing known.</summary>
    public static SystemFacts None { get; } = new(new Dictionary<string, HeldFact>());

    /// <summary>The value of a fact, or null when unknown.</summary>
    public FactValue? this[string question] => ById.TryGetValue(question, out var held) ? held.Value : null;

    /// <summary>The text of a text or enum fact, or null.</summary>
    public string? Text(string question) => this[question] is TextFact text ? text.Value : null;

    /// <summary>The record that rules are applied to.</summary>
    public FactRecord ToRecord(string system) =>
        new(system, ById.ToDictionary(f => f.Key, f => f.Value.Value with { Source = f.Value.Source }, StringComparer.Ordinal), Text("name"));

    /// <summary>These facts with some set, and those with a null value forgotten.</summary>
    public SystemFacts With(IEnumerable<KeyValuePair<string, HeldFact?>> changes)
    {
        var facts = new Dictionary<string, HeldFact>(ById, StringComparer.Ordinal);
        foreach (var (id, fact) in changes)
        {
            if (fact is null)
            {
                facts.Remove(id);
            }
            else
            {
                facts[id] = fact;
            }
        }
        return new SystemFacts(facts);
    }
}
