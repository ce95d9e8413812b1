using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Demo;

/// <summary>A department as the city stood at the beginning.</summary>
internal sealed record DepartmentSpec(string Key, LocalText Name, string? Parent, Place Place);

/// <summary>One step of the reorganisation: add, move, rename, hand over or close.</summary>
internal sealed record ReorganisationStep(RelativeDay At, string Kind, string Department, string? Other, LocalText Name, Place Place);

/// <summary>An invented person. <paramref name="Department"/>: the key of the department that bounds the account, or null for the whole city.</summary>
internal sealed record PersonaSpec(string Key, string Name, string Position, Roles Roles, string? Department, string Language, Place Place);

/// <summary>A product of an invented supplier.</summary>
internal sealed record ProductSpec(string Key, string Supplier, DemoFacts Facts, Place Place);

/// <summary>What became different in a system later.</summary>
internal sealed record ChangeSpec(RelativeDay At, string By, string? Note, DemoFacts Facts, Place Place);

/// <summary>A system of the city. One of the imported table has no department and day of its own: the import gives them.</summary>
internal sealed record SystemSpec(
    string Id, string? Department, string? By, RelativeDay? At, string? Product, string? State, string? Note, DemoFacts Facts, IReadOnlyList<ChangeSpec> Changes, Place Place)
{
    /// <summary>True when the system comes from the imported table and this only adds to it.</summary>
    public bool Imported => At is null;
}

/// <summary>The fictional city as its files describe it.</summary>
internal sealed record CityFile(
    string Folder, LocalText Body, string BodyKind, IReadOnlyList<string> Books, RelativeDay Opened, DateOnly Written, IReadOnlyList<string> FamilyNames,
    IReadOnlyList<DepartmentSpec> Departments, IReadOnlyList<ReorganisationStep> Reorganisation, IReadOnlyList<PersonaSpec> Personas, IReadOnlyList<ProductSpec> Products)
{
    /// <summary>The systems in the order of their ids.</summary>
    public IReadOnlyList<SystemSpec> Systems { get; init; } = [];
}
