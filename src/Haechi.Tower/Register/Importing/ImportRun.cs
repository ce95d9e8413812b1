namespace Haechi.Tower.Register.Importing;

/// <summary>One import that was carried out: what came in and what came of it.</summary>
public sealed class ImportRun
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>Who.</summary>
    public required string Account { get; init; }

    /// <summary>The file's name.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file, in hex.</summary>
    public required string FileHash { get; init; }

    /// <summary>The profile by which it was read.</summary>
    public required string Profile { get; init; }

    /// <summary>The headers as the table had them, as a JSON array: what <see cref="SourceRow.Cells"/> stand under.</summary>
    public required string Headers { get; init; }

    /// <summary>How the table was written (format, encoding, delimiter, sheet), as JSON, so that an export can write it so again.</summary>
    public required string Dialect { get; init; }

    /// <summary>The day on which the file states its facts.</summary>
    public DateOnly FactsOn { get; init; }

    /// <summary>Rows of the file.</summary>
    public int Rows { get; init; }

    /// <summary>Systems that were new.</summary>
    public int Created { get; init; }

    /// <summary>Systems that got a new version.</summary>
    public int Changed { get; init; }

    /// <summary>Systems that stayed as they were.</summary>
    public int Unchanged { get; init; }

    /// <summary>Rows that were set aside.</summary>
    public int SetAside { get; init; }

    /// <summary>When it was undone, or null.</summary>
    public long? UndoneAt { get; set; }
}

/// <summary>A row that could not be taken, kept with its cells until somebody repairs or dismisses it.</summary>
public sealed class SetAsideRow
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The import.</summary>
    public required string Import { get; init; }

    /// <summary>The line in the file.</summary>
    public int Line { get; init; }

    /// <summary>Why: a stable word.</summary>
    public required string Code { get; init; }

    /// <summary>The cells as written, as a JSON array.</summary>
    public required string Cells { get; set; }

    /// <summary><c>waiting</c>, <c>taken</c> or <c>dismissed</c>.</summary>
    public required string State { get; set; }
}

/// <summary>A mapping that an officer saved: a profile of this installation, in the same YAML as those built in.</summary>
public sealed class SavedProfile
{
    /// <summary>The profile's id.</summary>
    public required string Id { get; init; }

    /// <summary>The profile as YAML.</summary>
    public required string Yaml { get; set; }

    /// <summary>Who saved it last.</summary>
    public required string Account { get; set; }

    /// <summary>When, in UTC microseconds.</summary>
    public long SavedAt { get; set; }
}
