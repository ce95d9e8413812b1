namespace Haechi.Tower.Access.Sessions;

/// <summary>A browser in which somebody is signed in, or on the way there. The cookie holds a random secret; here lies its hash. No address of the visitor is kept.</summary>
public sealed class UserSession
{
    /// <summary>The id, by which a session is named when it is listed or ended.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the secret in the cookie, in hex.</summary>
    public required string SecretHash { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>The account's stamp when the session began; another stamp has ended it.</summary>
    public required string Stamp { get; init; }

    /// <summary>How far the sign-in has come.</summary>
    public SessionStep Step { get; set; }

    /// <summary>How the person came in: <c>password</c>, <c>code</c>, <c>recovery</c>, <c>provider</c>, <c>address</c> or <c>persona</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The family of the browser and of its system, such as <c>Firefox · Linux</c>; never the whole text that it sends.</summary>
    public required string Agent { get; init; }

    /// <summary>When it began, in UTC microseconds.</summary>
    public long BegunAt { get; init; }

    /// <summary>When it was last used, within <see cref="LiveSessions.Coarse"/>, in UTC microseconds.</summary>
    public long SeenAt { get; set; }

    /// <summary>How long it may stand unused, in microseconds.</summary>
    public long Idle { get; init; }

    /// <summary>When it ends however much it is used, in UTC microseconds.</summary>
    public long ExpiresAt { get; init; }
}

/// <summary>How far a sign-in has come.</summary>
public enum SessionStep
{
    /// <summary>Signed in.</summary>
    Full,

    /// <summary>The password was right; the code is still to come.</summary>
    Code,

    /// <summary>Signed in, and must set up a second factor before anything else.</summary>
    Enrol,
}
