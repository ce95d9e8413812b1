using Haechi.Tower.Common;

namespace Haechi.Tower.Access;

/// <summary>A person who signs in. Closed, never deleted: the journal names it.</summary>
public sealed class Account
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>What is typed at sign-in; unique without regard to case.</summary>
    public required string Login { get; set; }

    /// <summary>The name in one field, family name first.</summary>
    public required string Name { get; set; }

    /// <summary>The position (직위), apart from the name; or null.</summary>
    public string? Position { get; set; }

    /// <summary>Where reminders go, or null.</summary>
    public string? Email { get; set; }

    /// <summary>The hash of the password, or null when the account cannot sign in with one.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>What it may do.</summary>
    public Roles Roles { get; set; }

    /// <summary>The department that bounds it, or null for the whole body.</summary>
    public string? Department { get; set; }

    /// <summary>The language of mail and feeds: <c>ko</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "ko";

    /// <summary>SHA-256 of the secret in the address of the person's calendar feed, in hex; null when there is none.</summary>
    public string? FeedHash { get; set; }

    /// <summary>Changes whenever a session of it must end (password, roles, closing).</summary>
    public required string Stamp { get; set; }

    /// <summary>Wrong passwords since the last right one.</summary>
    public int Failures { get; set; }

    /// <summary>Refused until this instant, in UTC microseconds; 0 when not.</summary>
    public long LockedUntil { get; set; }

    /// <summary>SHA-256 of the secret in the address at which a new password is set, in hex; null when there is none.</summary>
    public string? ResetHash { get; set; }

    /// <summary>Until when that address works, in UTC microseconds.</summary>
    public long ResetUntil { get; set; }

    /// <summary>True for a persona of the demonstration, who signs in without a password on the loopback address only.</summary>
    public bool Persona { get; init; }

    /// <summary>True for a program that calls the API by tokens: nobody signs in as it.</summary>
    public bool Service { get; init; }

    /// <summary>True when it may no longer sign in.</summary>
    public bool Closed { get; set; }

    /// <summary>When it was made, in UTC microseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>The account as the one who acts.</summary>
    public Actor ToActor() => new(Id, Name, Roles, Department);
}
