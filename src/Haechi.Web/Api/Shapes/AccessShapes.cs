using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Clocks;

namespace Haechi.Web.Api.Shapes;

/// <summary>An account.</summary>
/// <param name="Id">The id.</param>
/// <param name="Login">What is typed at sign-in.</param>
/// <param name="Name">The name.</param>
/// <param name="Position">The position.</param>
/// <param name="Email">Where reminders go.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Department">The department that bounds it.</param>
/// <param name="Service">True for a program.</param>
/// <param name="Closed">True when it may no longer sign in.</param>
/// <param name="Created">When it was made.</param>
public sealed record AccountShape(string Id, string Login, string Name, string? Position, string? Email, IReadOnlyList<string> Roles, string? Department, bool Service, bool Closed, Instant Created)
{
    internal static AccountShape Of(Account a) => new(a.Id, a.Login, a.Name, a.Position, a.Email, RoleList.Of(a.Roles), a.Department, a.Service, a.Closed, new Instant(a.CreatedAt));
}

/// <summary>The secret with which a password is set once, at <c>/password/SECRET</c>.</summary>
public sealed record ResetShape(string Account, string Secret, Instant Until)
{
    internal static ResetShape Of(OneTimeAddress a) => new(a.Account, a.Secret, new Instant(a.Until));
}

/// <summary>A token without its secret.</summary>
public sealed record TokenShape(string Id, string Name, string Ending, IReadOnlyList<string> Scopes, string? Department, Instant Created, Instant Expires, DateOnly? LastUsed, Instant? Revoked)
{
    internal static TokenShape Of(ApiToken t) => new(t.Id, t.Name, t.Ending, TokenScopes.Of(t.Scopes), t.Department, new Instant(t.CreatedAt), new Instant(t.ExpiresAt), t.LastUsed, Instant.Of(t.RevokedAt));
}

/// <summary>A department.</summary>
public sealed record DepartmentShape(string Id, string? Parent, LocalText Name, string Path, int Position, bool Closed)
{
    internal static DepartmentShape Of(Department d) => new(d.Id, d.Parent, LocalText.Of(d.Name, d.In("en")), d.Path, d.Position, d.Closed);
}

/// <summary>Who calls.</summary>
/// <param name="Account">The account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Department">The department that bounds this call; null for the whole body.</param>
/// <param name="Token">The token; null for a person in a browser.</param>
/// <param name="ReadOnly">True when the token only reads.</param>
/// <param name="Today">The legal day of the tower.</param>
public sealed record MeShape(string Account, string Name, IReadOnlyList<string> Roles, string? Department, string? Token, bool ReadOnly, DateOnly Today);

/// <summary>The choices of the installation.</summary>
public sealed record SettingsShape(LocalText Body, string? Kind, CountingChoice Counting, IReadOnlyList<string> Books);

/// <summary>An entry of the journal.</summary>
/// <param name="Token">The id of the API token by which the account acted; null for a person who was signed in.</param>
public sealed record EntryShape(long Seq, Instant At, string Account, string? Token, string Act, string Subject, System.Text.Json.JsonElement Detail);
