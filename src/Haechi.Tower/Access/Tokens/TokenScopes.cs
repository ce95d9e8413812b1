namespace Haechi.Tower.Access.Tokens;

/// <summary>
/// What a token may do of what its account may: <c>read</c> and <c>write</c> for the whole tower but the administering of accounts, or a part of it such as <c>duties:write</c>. Writing includes reading.
/// A scope never gives more than the account's roles.
/// </summary>
public static class TokenScopes
{
    /// <summary>The part that the short scopes leave out: accounts, departments, settings.</summary>
    public const string Access = "access";

    /// <summary>The parts of the tower.</summary>
    public static IReadOnlyList<string> Areas { get; } = ["register", "rulebooks", "duties", "gate", "assessment", "council", "journal", Access];

    /// <summary>Every scope there is.</summary>
    public static IReadOnlyList<string> All { get; } = ["read", "write", .. Areas.SelectMany(a => new[] { a + ":read", a + ":write" })];

    /// <summary>The scopes of a token as a list.</summary>
    public static IReadOnlyList<string> Of(string scopes) => scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True when the scopes let a token read or write a part.</summary>
    public static bool Allow(string scopes, string area, bool write) => Of(scopes).Any(s => Covers(s, area, write));

    /// <summary>True when nothing of the scopes writes.</summary>
    public static bool OnlyRead(string scopes) => Of(scopes).All(s => s == "read" || s.EndsWith(":read", StringComparison.Ordinal));

    private static bool Covers(string scope, string area, bool write) => scope switch
    {
        "read" => !write && area != Access,
        "write" => area != Access,
        _ => scope == area + ":write" || (!write && scope == area + ":read"),
    };
}
