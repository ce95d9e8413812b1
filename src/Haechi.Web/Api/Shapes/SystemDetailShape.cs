using Haechi.Rules.Facts;
using Haechi.Tower.Register;

namespace Haechi.Web.Api.Shapes;

/// <summary>One system at a moment. What is null is unknown.</summary>
/// <param name="Id">The id, for addresses.</param>
/// <param name="Number">The number that people see.</param>
/// <param name="Name">The name.</param>
/// <param name="Department">The department that uses it.</param>
/// <param name="State">The state of its life cycle.</param>
/// <param name="Product">The product behind it.</param>
/// <param name="Organisation">The body that answers for it.</param>
/// <param name="Version">The version that answers.</param>
/// <param name="Newest">The newest version.</param>
/// <param name="ValidFrom">The day from which this version is true of the world.</param>
/// <param name="Recorded">When this version was recorded.</param>
/// <param name="Left">When it left the lists.</param>
/// <param name="MergedInto">The system that it turned out to be.</param>
/// <param name="Facts">The known facts by their ids; a fact that is not among them is unknown.</param>
public sealed record SystemDetailShape(
    string Id, string Number, string Name, Named? Department, string? State, Named? Product, string? Organisation, int Version, int Newest, DateOnly ValidFrom, Instant Recorded, Instant? Left, string? MergedInto,
    IReadOnlyDictionary<string, FactValue?> Facts)
{
    internal static SystemDetailShape Of(SeenSystem seen, ShownNames names)
    {
        var (s, v) = (seen.System, seen.Version);
        return new SystemDetailShape(s.Id, SystemShape.NumberOf(s.Number), v.Name, names.Department(v.Department), v.State, names.Product(v.Product), v.Organisation, v.Number, seen.Newest, v.ValidFrom, new Instant(v.RecordedAt),
            Instant.Of(s.LeftAt), s.MergedInto, SystemShape.ValuesOf(seen.Facts));
    }
}

/// <summary>A fact with where it comes from.</summary>
/// <param name="Value">The value.</param>
/// <param name="Source">A file and cell, a form, a document.</param>
/// <param name="On">The day on which the source stated it.</param>
/// <param name="Who">The account that entered it.</param>
public sealed record FactShape(FactValue Value, string Source, DateOnly? On, string Who)
{
    internal static FactShape Of(HeldFact fact) => new(fact.Value, fact.Source, fact.On, fact.Who);
}

/// <summary>The facts of a system with their sources.</summary>
/// <param name="System">The system.</param>
/// <param name="Version">The version.</param>
/// <param name="Facts">The known facts by their ids.</param>
/// <param name="Unknown">Fields of the register that are unknown.</param>
public sealed record SystemFactsShape(string System, int Version, IReadOnlyDictionary<string, FactShape> Facts, IReadOnlyList<string> Unknown);

/// <summary>A version in a history.</summary>
public sealed record VersionShape(int Version, Instant Recorded, DateOnly ValidFrom, string Change, string Who, string? Note, string? Import, IReadOnlyList<string> Changed)
{
    internal static VersionShape Of(HistoryRow row) => new(row.Number, new Instant(row.RecordedAt), row.ValidFrom, row.Change, row.Who, row.Note, row.Import, row.Changed);
}

/// <summary>A fact that differs; null is unknown.</summary>
public sealed record DifferenceShape(string Fact, FactShape? Before, FactShape? After);

/// <summary>A row of an import behind a system.</summary>
public sealed record SystemSourceShape(string Import, string Profile, int Line, string FileHash);
