namespace Haechi.Tower.Access.Factors;

/// <summary>The authenticator app of an account. Its secret is closed by <see cref="ISecretBox"/>.</summary>
public sealed class FactorRow
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>The closed secret in use, or null while the first is being set up.</summary>
    public string? Closed { get; set; }

    /// <summary>The last step whose code was taken; that one and older ones are refused.</summary>
    public long LastStep { get; set; }

    /// <summary>The closed secret that waits for its first right code, or null.</summary>
    public string? Pending { get; set; }

    /// <summary>Until when it waits, in UTC microseconds.</summary>
    public long PendingUntil { get; set; }
}

/// <summary>A code on paper that lets a person in once without the app.</summary>
public sealed class RecoveryCode
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>Its number, from 0; the first character of the code, so that one hash is tried and not ten.</summary>
    public int Slot { get; init; }

    /// <summary>Its hash, made like a password's: a code short enough to type is short enough to try out.</summary>
    public required string Hash { get; set; }

    /// <summary>When it was used, in UTC microseconds; 0 when not.</summary>
    public long UsedAt { get; set; }
}
