namespace Haechi.Audit.Cells;

/// <summary>What the tables beside the cells are called.</summary>
public static class SideNames
{
    /// <summary>Cases by place and groups.</summary>
    public const string Ranking = "ranking";

    /// <summary>Lists by group with the sums of their quality.</summary>
    public const string Lists = "lists";

    /// <summary>Classes of equal quasi-identifiers by their size.</summary>
    public const string Classes = "privacy";

    /// <summary>A feature by an attribute.</summary>
    public static string Feature(string column, string attribute) => $"feature/{column}/{attribute}";

    /// <summary>Classes with what they give away of a sensitive column.</summary>
    public static string Sensitive(string column) => $"privacy/{column}";

    /// <summary>Persons by the pattern of their cases; no attributes means everybody.</summary>
    public static string Persons(IEnumerable<string> attributes) => $"persons/{string.Join(" × ", attributes)}";

    /// <summary>True when tables of two documents may be added: persons of two documents count as two.</summary>
    internal static bool AddUp(string name) => name.StartsWith(Ranking + "/", StringComparison.Ordinal) || name.StartsWith(Lists + "/", StringComparison.Ordinal) || name.StartsWith("persons/", StringComparison.Ordinal);
}
