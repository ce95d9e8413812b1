using System.Globalization;
using System.Text.Json.Serialization;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Register;

namespace Haechi.Web.Api.Shapes;

/// <summary>A thing with its id and its name.</summary>
public sealed record Named(string Id, LocalText Name)
{
    /// <summary>A department; null for none.</summary>
    public static Named? Of(Department? department) => department is null ? null : new Named(department.Id, LocalText.Of(department.Name, department.In("en")));

    /// <summary>A thing whose name is the same in every language.</summary>
    public static Named Of(string id, string name) => new(id, LocalText.Same(name));
}

/// <summary>A system as it stands in a list. What is null is unknown.</summary>
/// <param name="Id">The id, for addresses.</param>
/// <param name="Number">The number that people see.</param>
/// <param name="Name">The name.</param>
/// <param name="Department">The department that uses it.</param>
/// <param name="State">The state of its life cycle.</param>
/// <param name="Product">The product behind it.</param>
/// <param name="Organisation">The body that answers for it.</param>
/// <param name="Version">The number of the version that is shown.</param>
/// <param name="Changed">When that version was recorded.</param>
public sealed record SystemShape(string Id, string Number, string Name, Named? Department, string? State, Named? Product, string? Organisation, int Version, Instant Changed)
{
    /// <summary>The known facts by their ids, where they were asked for; a fact that is not among them is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, FactValue?>? Facts { get; init; }

    /// <summary>A row of a list.</summary>
    public static SystemShape Of(SystemRow row, ShownNames names, bool facts) =>
        new(row.Listed.System, NumberOf(row.Listed.Number), row.Listed.Name, names.Department(row.Listed.Department), row.Listed.State, names.Product(row.Listed.Product), row.Listed.Organisation, row.Listed.VersionNumber,
            new Instant(row.Listed.ChangedAt))
        { Facts = facts ? ValuesOf(row.Facts) : null };

    internal static IReadOnlyDictionary<string, FactValue?> ValuesOf(SystemFacts facts) => facts.ById.OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary(f => f.Key, f => (FactValue?)f.Value.Value);

    internal static string NumberOf(int number) => "AI-" + number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The names of departments and products, for shapes that hold their ids.</summary>
public sealed class ShownNames(IReadOnlyDictionary<string, Department> departments, IReadOnlyDictionary<string, string> products)
{
    /// <summary>The department, or null.</summary>
    public Named? Department(string? id) => id is null ? null : departments.TryGetValue(id, out var found) ? Named.Of(found) : Named.Of(id, id);

    /// <summary>The product, or null.</summary>
    public Named? Product(string? id) => id is null ? null : Named.Of(id, products.GetValueOrDefault(id, id));
}
