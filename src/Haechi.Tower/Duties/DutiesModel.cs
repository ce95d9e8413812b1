using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Something that happened to a duty. Never changed; an act is undone by another event.</summary>
public sealed class DutyEvent : IChangeNumbered
{
    /// <summary>Position.</summary>
    public long Id { get; init; }

    /// <summary>The duty.</summary>
    public required string Duty { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>Who.</summary>
    public required string Account { get; init; }

    /// <summary>closed, reopened, changed, period, claim, assigned, started, evidence, verified, refused, withdrawn, stale, fresh, not_applicable, waived, note, undone.</summary>
    public required string Kind { get; init; }

    /// <summary>The state before, as <see cref="DutyMark"/> writes it.</summary>
    public string? Before { get; init; }

    /// <summary>The state after.</summary>
    public string? After { get; init; }

    /// <summary>A reason or note in the person's words, or null.</summary>
    public string? Note { get; init; }

    /// <summary>The evidence or provision that it is about, or null.</summary>
    public string? About { get; init; }

    /// <summary>The number of the transaction that wrote it.</summary>
    public long Change { get; set; }

    string IChangeNumbered.ChangeKind => DutyRow.Kind;
}

/// <summary>Evidence for a duty.</summary>
public sealed class EvidenceRow
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The duty.</summary>
    public required string Duty { get; init; }

    /// <summary>The period of a yearly duty that it belongs to.</summary>
    public int Period { get; init; }

    /// <summary>file, link, result, attestation, or record: a record of this tower.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is, in the person's words.</summary>
    public required string Title { get; init; }

    /// <summary>The file's name, or null.</summary>
    public string? FileName { get; init; }

    /// <summary>The link, the measured result, the attested sentence or the record (<c>assessment:ID</c>, <c>exemption:ID</c>), or null.</summary>
    public string? Content { get; init; }

    /// <summary>SHA-256 of the file, of the record's document, or of the content; what was shown cannot be exchanged later.</summary>
    public required string Hash { get; init; }

    /// <summary>The day of the document or measurement.</summary>
    public DateOnly Day { get; init; }

    /// <summary>The last day on which it counts, or null. It ends early when facts behind a record change.</summary>
    public DateOnly? Until { get; set; }

    /// <summary>Who gave it.</summary>
    public required string GivenBy { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long GivenAt { get; init; }

    /// <summary>given, verified, refused or withdrawn.</summary>
    public required string State { get; set; }

    /// <summary>Who verified, refused or withdrew it, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When, or null.</summary>
    public long? DecidedAt { get; set; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; set; }
}

/// <summary>Up to which determination a system's duties are. Derived.</summary>
public sealed class DutySync
{
    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The run.</summary>
    public required string Run { get; init; }
}

/// <summary>A message that is to be sent, was sent, or could not be. The key keeps it from being sent twice.</summary>
public sealed class Delivery
{
    /// <summary>What it is and for which day, such as <c>digest:ACCOUNT:2026-11-23</c>; unique. <c>plan:2026-11-23</c> is no message: it says that the day was planned.</summary>
    public required string Key { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>When it was planned, in UTC microseconds.</summary>
    public long PlannedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Tries { get; set; }

    /// <summary>Not before this instant.</summary>
    public long NextTry { get; set; }

    /// <summary>When it was sent, or null.</summary>
    public long? SentAt { get; set; }

    /// <summary>The last failure, or null.</summary>
    public string? Failure { get; set; }
}

internal sealed class DutiesModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<DutyRow>(e =>
        {
            e.ToTable("duty").HasKey(d => d.Id);
            e.HasIndex(d => new { d.System, d.Rule }).IsUnique();
            // Boards count in memory (DutyColumns) and read what is new to them by this.
            e.HasIndex(d => d.Change);
            e.HasIndex(d => new { d.Standing, d.Due });
            e.HasIndex(d => new { d.Owner, d.Due });
            e.HasIndex(d => new { d.Department, d.Due });
        });
        model.Entity<DutyTerms>(e =>
        {
            e.ToTable("duty_terms").HasKey(t => t.Id);
            e.Property(t => t.Id).ValueGeneratedOnAdd();
            e.HasIndex(t => t.Hash).IsUnique();
        });
        model.Entity<DutyEvent>(e =>
        {
            e.ToTable("duty_event").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedOnAdd();
            e.HasIndex(v => new { v.Duty, v.Id });
            e.HasIndex(v => v.Change);
        });
        model.Entity<EvidenceRow>(e =>
        {
            e.ToTable("evidence").HasKey(v => v.Id);
            e.HasIndex(v => new { v.Duty, v.Period });
            e.HasIndex(v => new { v.State, v.GivenAt });
        });
        model.Entity<DutySync>(e => e.ToTable("duty_sync").HasKey(s => s.System));
        model.Entity<Delivery>(e =>
        {
            e.ToTable("delivery").HasKey(d => d.Key);
            e.HasIndex(d => new { d.SentAt, d.NextTry });
        });
    }
}
