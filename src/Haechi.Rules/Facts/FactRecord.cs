namespace Haechi.Rules.Facts;

/// <summary>The value of a fact: exactly one of the forms below. An unknown fact is absent from its record.</summary>
public abstract record FactValue
{
    /// <summary>Where the value comes from (a file and cell, a person, a document), or null.</summary>
    public string? Source { get; init; }

    /// <summary>The value as people read it in conditions and reasons.</summary>
    public abstract string Shown { get; }
}

/// <summary>Yes or no.</summary>
public sealed record BoolFact(bool Value) : FactValue
{
    /// <inheritdoc />
    public override string Shown => Value ? "true" : "false";
}

/// <summary>A finite number.</summary>
public sealed record NumberFact(double Value) : FactValue
{
    /// <inheritdoc />
    public override string Shown => Numbers.Show(Value);
}

/// <summary>A day.</summary>
public sealed record DateFact(DateOnly Value) : FactValue
{
    /// <inheritdoc />
    public override string Shown => Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The id of a declared value (enum), or free text.</summary>
public sealed record TextFact(string Value) : FactValue
{
    /// <inheritdoc />
    public override string Shown => Value;
}

/// <summary>Ids of declared values; a set: order and repetition mean nothing.</summary>
public sealed record SetFact(IReadOnlyList<string> Values) : FactValue
{
    /// <inheritdoc />
    public override string Shown => $"[{string.Join(", ", Values)}]";
}

/// <summary>Records of a list question.</summary>
public sealed record ListFact(IReadOnlyList<FactRecord> Records) : FactValue
{
    /// <inheritdoc />
    public override string Shown => $"[{string.Join(", ", Records.Select(r => r.Shown))}]";
}

/// <summary>The known facts of one system, by question id.</summary>
public sealed class FactRecord(string id, IReadOnlyDictionary<string, FactValue> facts, string? name = null)
{
    /// <summary>The record's id in its source.</summary>
    public string Id { get; } = id;

    /// <summary>A name for people, or null.</summary>
    public string? Name { get; } = name;

    /// <summary>The known facts. Absent means unknown.</summary>
    public IReadOnlyDictionary<string, FactValue> Facts { get; } = facts;

    /// <summary>The value of a fact, or null when it is unknown.</summary>
    public FactValue? this[string question] => Facts.TryGetValue(question, out var value) ? value : null;

    /// <summary>All facts on one line.</summary>
    public string Shown => $"{{{string.Join(", ", Facts.Select(f => $"{f.Key}: {f.Value.Shown}"))}}}";
}

/// <summary>Numbers as text, the same in every culture.</summary>
public static class Numbers
{
    /// <summary>The shortest text that reads back to the same number: <c>8</c>, <c>0.5</c>, <c>1E+26</c>.</summary>
    public static string Show(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
