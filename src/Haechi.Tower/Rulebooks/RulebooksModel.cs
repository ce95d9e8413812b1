using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Rulebooks;

/// <summary>A derived run over pending systems. Each of its portions has a journal entry; a run without an end was cut short, and the next one goes on.</summary>
public sealed class DeterminationRun
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>When it began, in UTC microseconds.</summary>
    public long StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public long? EndedAt { get; set; }

    /// <summary>The legal day for which it determined.</summary>
    public DateOnly Day { get; init; }

    /// <summary>SHA-256 of books, waivers and way of counting.</summary>
    public required string Key { get; init; }

    /// <summary>The books with version and hash, as JSON.</summary>
    public required string Books { get; init; }

    /// <summary>How many systems it looked at.</summary>
    public int Systems { get; set; }

    /// <summary>For how many of them the result was not the same as before.</summary>
    public int Changed { get; set; }

    /// <summary>SHA-256 over systems and results, or null.</summary>
    public string? Hash { get; set; }
}

/// <summary>What the rules said of one version of a system. Never changed: a newer one supersedes it.</summary>
public sealed class DeterminationRow
{
    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The run; one determination of a system in each.</summary>
    public required string Run { get; init; }

    /// <summary>The version whose facts were used; 0 when none was in force on the day.</summary>
    public long Version { get; init; }

    /// <summary>The day.</summary>
    public DateOnly Day { get; init; }

    /// <summary>When it was recorded, in UTC microseconds.</summary>
    public long RecordedAt { get; init; }

    /// <summary>The result's hash.</summary>
    public required string Result { get; init; }

    /// <summary>The highest outcome of the classes of risk: 3 yes, 2 review, 1 unknown, 0 none (<see cref="ClassRows.Risk"/>).</summary>
    public int Risk { get; init; }
}

/// <summary>A result, kept once for all systems that share it.</summary>
public sealed class DeterminedResult
{
    /// <summary>SHA-256 of the text, in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The text (<see cref="ResultJson"/>).</summary>
    public required string Json { get; init; }
}

/// <summary>The newest determination of each system, and until when it may stand. Derived.</summary>
public sealed class DeterminationNow
{
    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The run that made it.</summary>
    public required string Run { get; init; }

    /// <summary>The newest version of the system when it was made.</summary>
    public long SeenVersion { get; init; }

    /// <summary>Under which books and counting.</summary>
    public required string Key { get; init; }

    /// <summary>The first day on which it may be different.</summary>
    public DateOnly Until { get; init; }

    /// <summary>The result's hash.</summary>
    public required string Result { get; init; }

    /// <summary>The highest outcome of the classes of risk: 3 yes, 2 review, 1 unknown, 0 none (<see cref="ClassRows.Risk"/>).</summary>
    public int Risk { get; init; }
}

/// <summary>
/// One class of one system when it is yes or for a person, when the owner declared something, and for classes of risk also when it is unknown. No row: a plain no, or unknown in a class that no board
/// counts; the kept result tells which. Derived; for lists and counts.
/// </summary>
public sealed class SystemClass
{
    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The class.</summary>
    public required string Class { get; init; }

    /// <summary>0 unknown, 1 yes, 2 no, 3 review.</summary>
    public int Outcome { get; init; }

    /// <summary>The class's word for it.</summary>
    public required string Word { get; init; }

    /// <summary>The word that the owner declared, or null.</summary>
    public string? Declared { get; init; }

    /// <summary>True when the owner said yes or no, and the rules come to something else that is not unknown.</summary>
    public bool Disagrees { get; init; }
}

internal static class DeterminationChanges
{
    /// <summary>The kind of change number that every determination raises.</summary>
    public const string Kind = "determination";
}

internal sealed class RulebooksModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<DeterminationRun>(e =>
        {
            e.ToTable("determination_run").HasKey(r => r.Id);
            e.HasIndex(r => r.StartedAt);
        });
        model.Entity<DeterminationRow>(e =>
        {
            e.ToTable("determination").HasKey(d => new { d.System, d.Run });
            // With the risk, so that a board of the past reads the index alone.
            e.HasIndex(d => new { d.System, d.RecordedAt, d.Risk });
        });
        model.Entity<DeterminedResult>(e => e.ToTable("determined_result").HasKey(r => r.Hash));
        model.Entity<DeterminationNow>(e => e.ToTable("determination_now").HasKey(d => d.System));
        model.Entity<SystemClass>(e =>
        {
            e.ToTable("system_class").HasKey(c => new { c.System, c.Class });
            e.HasIndex(c => new { c.Class, c.Outcome, c.System });
            e.HasIndex(c => c.Disagrees).HasFilter("disagrees");
        });
    }
}
