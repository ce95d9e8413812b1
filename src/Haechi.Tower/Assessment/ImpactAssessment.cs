using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>Where an assessment stands. <c>Stale</c> is no state of its own: it is computed from the facts whenever someone looks.</summary>
public enum AssessmentState
{
    /// <summary>Being written.</summary>
    Draft = 0,

    /// <summary>Complete in the eyes of its authors; a second person reads it.</summary>
    Submitted = 1,

    /// <summary>Approved by a person who wrote none of it.</summary>
    Approved = 2,

    /// <summary>Approved and public.</summary>
    Published = 3,

    /// <summary>Taken back, with a reason.</summary>
    Withdrawn = 4,

    /// <summary>Published once, and a newer one has taken its place.</summary>
    Replaced = 5,
}

/// <summary>One assessment of one system under one form. Its content stands in its versions; how it came to its state, in its events.</summary>
public sealed class ImpactAssessment
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The system.</summary>
    public required string System { get; init; }

    /// <summary>The form's id.</summary>
    public required string Form { get; init; }

    /// <summary>Where it stands.</summary>
    public AssessmentState State { get; set; }

    /// <summary>The number of its newest version.</summary>
    public int Version { get; set; }

    /// <summary>When it was started, in UTC microseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public long ChangedAt { get; set; }

    /// <summary>The day on which it was approved, or null.</summary>
    public DateOnly? ApprovedOn { get; set; }

    /// <summary>The day since which the result is public, or null.</summary>
    public DateOnly? PublishedOn { get; set; }

    /// <summary>The day on which it ceased to be the public result (withdrawn or replaced), or null.</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>Where the result is public outside this tower, or null when this tower shows it.</summary>
    public string? Link { get; set; }

    /// <summary>SHA-256 of the published page in Korean, or null.</summary>
    public string? PageKo { get; set; }

    /// <summary>SHA-256 of the published page in English, or null.</summary>
    public string? PageEn { get; set; }

    /// <summary>The assessment from which it was begun anew, or null.</summary>
    public string? Follows { get; init; }
}

/// <summary>What an assessment said at one time, and exactly on what it rested. Never changed.</summary>
public sealed class ImpactAssessmentVersion
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The assessment.</summary>
    public required string Assessment { get; init; }

    /// <summary>1, 2, 3 … within the assessment.</summary>
    public int Number { get; init; }

    /// <summary>When it was saved, in UTC microseconds.</summary>
    public long RecordedAt { get; init; }

    /// <summary>Who saved it.</summary>
    public required string Account { get; init; }

    /// <summary>What made it: <c>start</c>, <c>save</c>, <c>refresh</c>.</summary>
    public required string Change { get; init; }

    /// <summary>The answers (<see cref="AnswersJson"/>).</summary>
    public required string Content { get; init; }

    /// <summary>SHA-256 of the answers.</summary>
    public required string Hash { get; init; }

    /// <summary>The version of the system whose facts were used (its row).</summary>
    public long FactsVersion { get; init; }

    /// <summary>The material facts as they were (<see cref="MaterialFacts"/>).</summary>
    public required string Facts { get; init; }

    /// <summary>SHA-256 over the installed books, or an empty text when none was.</summary>
    public required string Books { get; init; }

    /// <summary>SHA-256 of the form's text.</summary>
    public required string FormHash { get; init; }
}

/// <summary>One step of an assessment's way: who did what, when, and why.</summary>
public sealed class AssessmentEvent
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The assessment.</summary>
    public required string Assessment { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>Who.</summary>
    public required string Account { get; init; }

    /// <summary><c>start</c>, <c>submit</c>, <c>return</c>, <c>approve</c>, <c>publish</c>, <c>withdraw</c>, <c>replace</c>.</summary>
    public required string Act { get; init; }

    /// <summary>The state after it.</summary>
    public AssessmentState State { get; init; }

    /// <summary>The version that was meant.</summary>
    public int Version { get; init; }

    /// <summary>Why, in the person's words, or null.</summary>
    public string? Note { get; init; }
}

/// <summary>A page exactly as it was published.</summary>
public sealed class PublishedPage
{
    /// <summary>SHA-256 of the bytes, in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>HTML in UTF-8.</summary>
    public required byte[] Bytes { get; init; }
}

/// <summary>A form exactly as it was when an assessment used it.</summary>
public sealed class KeptForm
{
    /// <summary>SHA-256 of the text, in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The form's id.</summary>
    public required string Form { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }
}

internal sealed class AssessmentModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<ImpactAssessment>(e =>
        {
            e.ToTable("assessment").HasKey(a => a.Id);
            e.HasIndex(a => new { a.System, a.Form, a.State });
            e.HasIndex(a => a.State);
        });
        model.Entity<ImpactAssessmentVersion>(e =>
        {
            e.ToTable("assessment_version").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedOnAdd();
            e.HasIndex(v => new { v.Assessment, v.Number }).IsUnique();
        });
        model.Entity<AssessmentEvent>(e =>
        {
            e.ToTable("assessment_event").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedOnAdd();
            e.HasIndex(v => new { v.Assessment, v.At });
        });
        model.Entity<PublishedPage>(e => e.ToTable("assessment_page").HasKey(p => p.Hash));
        model.Entity<KeptForm>(e => e.ToTable("assessment_form").HasKey(f => f.Hash));
        model.Entity<Exemption>(e =>
        {
            e.ToTable("exemption").HasKey(x => x.Id);
            e.HasIndex(x => new { x.System, x.Ground });
        });
    }
}
