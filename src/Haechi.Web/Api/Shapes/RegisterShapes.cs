using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Register;

namespace Haechi.Web.Api.Shapes;

/// <summary>Systems that may be one.</summary>
public sealed record DuplicateShape(IReadOnlyList<string> Systems, double Score, LocalText Reason);

/// <summary>A value that a field may have.</summary>
public sealed record ValueShape(string Id, LocalText Title);

/// <summary>What is asked about a system.</summary>
/// <param name="Id">The fact's id.</param>
/// <param name="From">register, or rulebooks for what only laws ask.</param>
/// <param name="Type">bool, number, date, enum, set, text or list.</param>
/// <param name="Ask">The question.</param>
/// <param name="Help">What it means.</param>
/// <param name="Cite">The provision that asks it.</param>
/// <param name="Values">The declared values.</param>
/// <param name="Open">True when other values are taken too.</param>
/// <param name="Unit">The unit of a number.</param>
/// <param name="Min">The least number.</param>
/// <param name="Max">The greatest number.</param>
/// <param name="Fields">What a list's records hold.</param>
public sealed record FieldShape(
    string Id, string From, string Type, LocalText Ask, LocalText Help, string? Cite, IReadOnlyList<ValueShape> Values, bool Open, string? Unit, double? Min, double? Max, IReadOnlyList<FieldShape> Fields)
{
    internal static FieldShape Of(Question q, string from) => new(q.Id, from, q.Type.ToString().ToLowerInvariant(), q.Ask, q.Help, q.Cite, [.. q.Values.Select(v => new ValueShape(v.Id, v.Title))], q.Open, q.Unit, q.Min, q.Max,
        [.. q.Fields.Select(f => Of(f, from))]);
}

/// <summary>A saved view.</summary>
public sealed record ViewShape(string Id, string Name, string Page, string Query);

/// <summary>A product. What is null is unknown.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Supplier">Who makes or sells it.</param>
/// <param name="Version">The newest version.</param>
/// <param name="Changed">When that was recorded.</param>
/// <param name="Systems">How many systems rest on it.</param>
public sealed record ProductShape(string Id, string Name, string? Supplier, int Version, Instant Changed, int Systems);

/// <summary>A product with its facts.</summary>
public sealed record ProductDetailShape(string Id, string Name, string? Supplier, int Version, Instant Changed, IReadOnlyDictionary<string, FactShape> Facts, IReadOnlyList<ProductSystemShape> Systems);

/// <summary>A system that rests on a product.</summary>
public sealed record ProductSystemShape(string Id, string Number, string Name);

/// <summary>Systems that seem to be one product.</summary>
public sealed record SuggestionShape(string Name, string? Supplier, string? Product, IReadOnlyList<ProductSystemShape> Systems)
{
    internal static SuggestionShape Of(ProductSuggestion s) => new(s.Name, s.Supplier, s.Product, [.. s.Systems.Select(x => new ProductSystemShape(x.Id, SystemShape.NumberOf(x.Number), x.Name))]);
}
