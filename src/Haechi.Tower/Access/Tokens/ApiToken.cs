using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access.Tokens;

/// <summary>By which a program acts as an account. Its secret is shown once; kept is its hash. Revoked, never deleted: the journal names it.</summary>
public sealed class ApiToken
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The account as which it acts.</summary>
    public required string Account { get; init; }

    /// <summary>What it is for, in the person's words.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The last four characters of the secret, by which people tell tokens apart.</summary>
    public required string Ending { get; init; }

    /// <summary>What it may do (<see cref="TokenScopes"/>), separated by spaces.</summary>
    public required string Scopes { get; init; }

    /// <summary>The department that bounds it, or null for all that the account may.</summary>
    public string? Department { get; init; }

    /// <summary>When it was made, in UTC microseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when it no longer works, in UTC microseconds.</summary>
    public long ExpiresAt { get; init; }

    /// <summary>The day on which it was used last, or null.</summary>
    public DateOnly? LastUsed { get; set; }

    /// <summary>When it was revoked, or null.</summary>
    public long? RevokedAt { get; set; }
}

/// <summary>What came of an act that a program may ask for twice: the answer, kept for a day, so that asking again does not act again.</summary>
public sealed class ApiReceipt
{
    /// <summary>The token that asked.</summary>
    public required string Token { get; init; }

    /// <summary>The key that the caller gave the act; unique for the token.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of the request: the same key for another request is a mistake of the caller.</summary>
    public required string Request { get; init; }

    /// <summary>The status of the answer.</summary>
    public int Status { get; init; }

    /// <summary>The answer; null when it held a secret, which is kept nowhere.</summary>
    public string? Answer { get; set; }

    /// <summary>The entity tag of the answer, or null.</summary>
    public string? Tag { get; set; }

    /// <summary>When the act was done, in UTC microseconds.</summary>
    public long At { get; init; }
}

internal sealed class TokensModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<ApiToken>(e =>
        {
            e.ToTable("api_token").HasKey(t => t.Id);
            e.HasIndex(t => t.Hash).IsUnique();
            e.HasIndex(t => t.Account);
        });
        model.Entity<ApiReceipt>(e =>
        {
            e.ToTable("api_receipt").HasKey(r => new { r.Token, r.Key });
            e.HasIndex(r => r.At);
        });
    }
}
