namespace Haechi.Tower.Register;

/// <summary>What is left of a raw cell that was erased by law: where it stood, when, and on which provision; never what it said. Imports leave the cell of this system under this header blank from then on.</summary>
public sealed class ErasedCell
{
    /// <summary>The import in which the cell stood that was asked for.</summary>
    public required string Import { get; init; }

    /// <summary>Its line.</summary>
    public int Line { get; init; }

    /// <summary>Its column, from 0.</summary>
    public int Column { get; init; }

    /// <summary>The header over it.</summary>
    public required string Header { get; init; }

    /// <summary>The profile by which it was read.</summary>
    public required string Profile { get; init; }

    /// <summary>The system that its row became; null for a row that was set aside.</summary>
    public string? System { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>The provision.</summary>
    public required string Provision { get; init; }
}
