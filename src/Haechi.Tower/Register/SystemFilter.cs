using Haechi.Tower.Common;

namespace Haechi.Tower.Register;

/// <summary>In which order a list stands.</summary>
public enum SystemOrder
{
    /// <summary>What fits the search words best first; by name when there are none.</summary>
    Best,

    /// <summary>By name: digits, Latin letters, then Hangul in the order of the dictionary.</summary>
    Name,

    /// <summary>By number.</summary>
    Number,

    /// <summary>What changed last first.</summary>
    Changed,
}

/// <summary>Which systems a list shows. Everything that is given must hold.</summary>
public sealed record SystemFilter
{
    /// <summary>A department, or state, that stands for "none" and "unknown".</summary>
    public const string Unknown = "unknown";

    /// <summary>Words to search for, or null.</summary>
    public string? Text { get; init; }

    /// <summary>A department with all below it; <see cref="Unknown"/> for systems without one.</summary>
    public string? Department { get; init; }

    /// <summary>Any of these states; <see cref="Unknown"/> where none is stated.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>The product behind them.</summary>
    public string? Product { get; init; }

    /// <summary>A fact that is known.</summary>
    public string? Has { get; init; }

    /// <summary>A fact that is unknown.</summary>
    public string? Lacks { get; init; }

    /// <summary>Changed on this day or later.</summary>
    public DateOnly? ChangedSince { get; init; }

    /// <summary>Choices of other modules' filters (<see cref="Contracts.ISystemFilter"/>), by key.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>True when every system is meant.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Department is null && States.Count == 0 && Product is null && Has is null && Lacks is null && ChangedSince is null && More.Count == 0;
}

/// <summary>A list of systems.</summary>
/// <param name="Filter">Which.</param>
/// <param name="At">For when; null for now.</param>
/// <param name="Order">In which order.</param>
/// <param name="Descending">The other way round.</param>
/// <param name="Skip">How many to pass over.</param>
/// <param name="Take">How many to show.</param>
/// <param name="WithFacts">Also their facts.</param>
public sealed record ListSystems(SystemFilter Filter, Moment? At = null, SystemOrder Order = SystemOrder.Best, bool Descending = false, int Skip = 0, int Take = 50, bool WithFacts = false);

/// <summary>A page of a list.</summary>
/// <param name="Total">How many there are in all.</param>
/// <param name="Rows">Those of the page.</param>
public sealed record SystemPage(int Total, IReadOnlyList<SystemRow> Rows);

/// <summary>A system as it stands in a list.</summary>
/// <param name="Listed">Its columns.</param>
/// <param name="Facts">Its facts; none when they were not asked for.</param>
public sealed record SystemRow(ListedSystem Listed, SystemFacts Facts);

/// <summary>The columns of a system in a list, now or at a moment.</summary>
public sealed class ListedSystem
{
    /// <summary>The id.</summary>
    public required string System { get; init; }

    /// <summary>The number that people see.</summary>
    public int Number { get; init; }

    /// <summary>The version's row.</summary>
    public long Version { get; init; }

    /// <summary>The version's number.</summary>
    public int VersionNumber { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The name folded.</summary>
    public required string NameKey { get; init; }

    /// <summary>The department, or null.</summary>
    public string? Department { get; init; }

    /// <summary>The product, or null.</summary>
    public string? Product { get; init; }

    /// <summary>The state, or null when unknown.</summary>
    public string? State { get; init; }

    /// <summary>The body, or null.</summary>
    public string? Organisation { get; init; }

    /// <summary>When the version was recorded.</summary>
    public long ChangedAt { get; init; }

    /// <summary>The row of its words in the search.</summary>
    public long Words { get; init; }
}
