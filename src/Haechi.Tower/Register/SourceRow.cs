namespace Haechi.Tower.Register;

/// <summary>The raw cells from which an import made a system's version, kept unaltered (law 7 of the house), so that an export to the source's format can return them.</summary>
public sealed class SourceRow
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The import.</summary>
    public required string Import { get; init; }

    /// <summary>The system that the row became.</summary>
    public required string System { get; init; }

    /// <summary>The column profile by which it was read.</summary>
    public required string Profile { get; init; }

    /// <summary>The line or row number in the file.</summary>
    public int Line { get; init; }

    /// <summary>The ids that the row gives itself, as a JSON array of <c>{"scheme", "id"}</c>.</summary>
    public required string SourceIds { get; init; }

    /// <summary>The cells as written, as a JSON array in the order of the file's columns.</summary>
    public required string Cells { get; init; }

    /// <summary>SHA-256 of the file, in hex.</summary>
    public required string FileHash { get; init; }
}

/// <summary>An id that a source gives a system. One id of a scheme names one system, so that the next import of the source finds it.</summary>
public sealed class SystemSourceId
{
    /// <summary>Whose id it is, such as a profile and an organisation.</summary>
    public required string Scheme { get; init; }

    /// <summary>The id as the source writes it.</summary>
    public required string Value { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; set; }
}
