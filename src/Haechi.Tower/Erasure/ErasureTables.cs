using System.Text.Json;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Erasure;

/// <summary>A list of things that somebody asked to be erased, and what a second person decided.</summary>
public sealed class ErasureCase
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>What is to be erased, pinned: canonical JSON of things and provision. Ids only.</summary>
    public required string List { get; init; }

    /// <summary>SHA-256 of the list, in hex; whoever signs, signs this.</summary>
    public required string ListHash { get; init; }

    /// <summary>The provision on which it rests: a word of <see cref="Grounds"/>.</summary>
    public required string Ground { get; init; }

    /// <summary>Who asked.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long AskedAt { get; init; }

    /// <summary><c>asked</c>, <c>erased</c> or <c>refused</c>.</summary>
    public required string State { get; set; }

    /// <summary>The second person, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When, in UTC microseconds, or null.</summary>
    public long? DecidedAt { get; set; }

    /// <summary>The certificate of what was erased: canonical JSON; null before.</summary>
    public string? Certificate { get; set; }

    /// <summary>SHA-256 of the certificate, in hex; also in the journal's entry.</summary>
    public string? CertificateHash { get; set; }

    /// <summary>The things on the list.</summary>
    public IReadOnlyList<string> Things()
    {
        using var list = JsonDocument.Parse(List);
        return [.. list.RootElement.GetProperty("things").EnumerateArray().Select(t => t.GetString()!)];
    }
}

/// <summary>What is left of a thing that was erased: which, when, by which role and on which provision.</summary>
public sealed class Tombstone
{
    /// <summary>The thing.</summary>
    public required string Thing { get; init; }

    /// <summary>The case.</summary>
    public required string Case { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long At { get; init; }

    /// <summary>The role of whoever signed; <c>replay</c> when it was erased again after a restore.</summary>
    public required string Role { get; init; }

    /// <summary>The provision.</summary>
    public required string Provision { get; init; }
}

/// <summary>A thing that must not be erased for now, such as during a law suit.</summary>
public sealed class LegalHold
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The thing; what is part of it is held too.</summary>
    public required string Thing { get; init; }

    /// <summary>Why: the number of a file or case.</summary>
    public required string Reason { get; init; }

    /// <summary>Who set it.</summary>
    public required string SetBy { get; init; }

    /// <summary>When, in UTC microseconds.</summary>
    public long SetAt { get; init; }

    /// <summary>When it was lifted, or null.</summary>
    public long? LiftedAt { get; set; }

    /// <summary>Who lifted it, or null.</summary>
    public string? LiftedBy { get; set; }
}

internal sealed class ErasureModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<ErasureCase>(e =>
        {
            e.ToTable("erasure_case").HasKey(c => c.Id);
            e.HasIndex(c => new { c.State, c.AskedAt });
        });
        model.Entity<Tombstone>(e =>
        {
            e.ToTable("tombstone").HasKey(t => t.Thing);
            e.HasIndex(t => t.At);
        });
        model.Entity<LegalHold>(e =>
        {
            e.ToTable("legal_hold").HasKey(h => h.Id);
            e.HasIndex(h => h.Thing);
        });
    }
}
