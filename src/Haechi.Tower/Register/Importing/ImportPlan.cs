using Haechi.Tower.Common;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;

namespace Haechi.Tower.Register.Importing;

/// <summary>Where an import takes the departments of its systems from.</summary>
public enum DepartmentsFrom
{
    /// <summary>Only departments that exist already, found by name; else unknown.</summary>
    Existing,

    /// <summary>The organisation, and the unit below it; those that are missing are made.</summary>
    Columns,
}

/// <summary>What an officer chose for an import; everything may be left out.</summary>
public sealed record ImportChoices
{
    /// <summary>The profile; null: the one that fits best.</summary>
    public string? Profile { get; init; }

    /// <summary>A file with a profile or column map, which is kept with the register under the id that it names; instead of <see cref="Profile"/>.</summary>
    public string? ProfileFile { get; init; }

    /// <summary>A mapping of columns instead of a profile.</summary>
    public ColumnChoices? Columns { get; init; }

    /// <summary>What spellings mean, by column and spelling, with <see cref="Columns"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Values { get; init; }

    /// <summary>The id under which a mapping is saved as a profile; null: after the file's name.</summary>
    public string? SaveAs { get; init; }

    /// <summary>Where departments come from.</summary>
    public DepartmentsFrom Departments { get; init; }

    /// <summary>The day on which the file states its facts; null for today.</summary>
    public DateOnly? FactsOn { get; init; }

    /// <summary>How the file is read; null: found out from its bytes.</summary>
    public TableOptions? Reading { get; init; }
}

/// <summary>A file read for import: nothing of the register was looked at yet.</summary>
/// <param name="Table">The table.</param>
/// <param name="Profile">The profile in use.</param>
/// <param name="Fit">How well the profile fits, or null when columns were matched one by one.</param>
/// <param name="Matches">Each column with its field, confidence and alternatives.</param>
/// <param name="Read">The rows.</param>
/// <param name="MappingYaml">The profile made of a mapping, or null when a profile that exists was used.</param>
public sealed record ReadInventory(SourceTable Table, Profile Profile, ProfileFit? Fit, IReadOnlyList<ColumnMatch> Matches, ReadTable Read, string? MappingYaml);

/// <summary>What an import would do to a row.</summary>
public enum RowEffect
{
    /// <summary>A new system.</summary>
    New,

    /// <summary>A new version of a known system.</summary>
    Changed,

    /// <summary>Nothing: the register holds it already.</summary>
    Unchanged,

    /// <summary>Set aside: it cannot be taken as it is.</summary>
    SetAside,

    /// <summary>The row says that there is no system.</summary>
    NoSystem,
}

/// <summary>One row with what would be done.</summary>
/// <param name="Row">The row.</param>
/// <param name="Effect">What would be done.</param>
/// <param name="System">The system that it belongs to already, or null.</param>
/// <param name="Facts">The facts of the next version; null when there is none.</param>
/// <param name="ChangedFacts">The ids of the facts that change.</param>
/// <param name="Conflicts">Facts that a person edited since and that the file now states otherwise: the person's are kept.</param>
/// <param name="Why">Why it was set aside, or null.</param>
public sealed record PlannedRow(ReadRow Row, RowEffect Effect, string? System, SystemFacts? Facts, IReadOnlyList<string> ChangedFacts, IReadOnlyList<string> Conflicts, Refusal? Why = null);

/// <summary>What an import would do.</summary>
/// <param name="Inventory">The file.</param>
/// <param name="Rows">Every row.</param>
/// <param name="Gone">Systems of the same source that the file no longer names; they stay as they are.</param>
/// <param name="NewDepartments">Names of departments that would be made, with the one above.</param>
public sealed record ImportPlan(ReadInventory Inventory, IReadOnlyList<PlannedRow> Rows, IReadOnlyList<string> Gone, IReadOnlyList<(string? Above, string Name)> NewDepartments)
{
    /// <summary>Rows whose system comes to a state that a guard would refuse: recorded all the same, because the list says what is so, and told (docs/decisions/0012).</summary>
    public IReadOnlyDictionary<PlannedRow, IReadOnlyList<Refusal>> Breaches { get; init; } = new Dictionary<PlannedRow, IReadOnlyList<Refusal>>();

    /// <summary>How many rows have an effect.</summary>
    public int Count(RowEffect effect) => Rows.Count(r => r.Effect == effect);

    /// <summary>True when carrying it out would change nothing.</summary>
    public bool ChangesNothing => Rows.All(r => r.Effect is RowEffect.Unchanged or RowEffect.NoSystem);
}
