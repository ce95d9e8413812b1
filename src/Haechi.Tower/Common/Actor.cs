namespace Haechi.Tower.Common;

/// <summary>What an account may do. One account may have several.</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Reads everything that is not personal.</summary>
    Reader = 1,

    /// <summary>Owns systems of a department: answers, delivers evidence (담당자).</summary>
    Owner = 2,

    /// <summary>Verifies what others delivered, never what they delivered themselves (확인자).</summary>
    Verifier = 4,

    /// <summary>Runs the register: imports, assigns, installs books (총괄 담당관).</summary>
    Officer = 8,

    /// <summary>Manages accounts, roles, sessions and sign-in; decides nothing about systems (관리자).</summary>
    Administrator = 16,

    /// <summary>Reads everything, the journal and the sign-ins too, and changes nothing (감사자).</summary>
    Auditor = 32,

    /// <summary>Reads assessments as the second person: approves them or gives them back (검토자).</summary>
    Reviewer = 64,

    /// <summary>Sits on a council or committee and prepares by reading (위원).</summary>
    CouncilMember = 128,

    /// <summary>Makes approved results public, never those they wrote (공개 담당자).</summary>
    Publisher = 256,

    /// <summary>Works for a supplier and sees only what is shared with suppliers; stands alone (공급사 담당자).</summary>
    Supplier = 512,
}

/// <summary>Roles that go together where a door is opened to several.</summary>
public static class RoleSets
{
    /// <summary>Everyone of the body: whoever may read what is not personal. A supplier is no part of it.</summary>
    public const Roles Insiders = Roles.Reader | Roles.Owner | Roles.Verifier | Roles.Officer | Roles.Administrator | Roles.Auditor | Roles.Reviewer | Roles.CouncilMember | Roles.Publisher;

    /// <summary>Everyone who can sign in.</summary>
    public const Roles All = Insiders | Roles.Supplier;
}

/// <summary>Who acts. <paramref name="Department"/> is the scope: null for the whole body, else a department and all below it.</summary>
/// <param name="Account">The account's id; <c>haechi</c> for the program itself.</param>
/// <param name="Name">The person's name, family name first, in one field.</param>
/// <param name="Roles">What the account may do.</param>
/// <param name="Department">The id of the department that bounds it, or null.</param>
public sealed record Actor(string Account, string Name, Roles Roles, string? Department = null)
{
    /// <summary>The program itself, for derived runs and first start.</summary>
    public static Actor Program { get; } = new("haechi", "Haechi", Roles.Reader | Roles.Owner | Roles.Officer | Roles.Administrator);

    /// <summary>The person at the command line, who can read and write the data folder anyway.</summary>
    public static Actor Terminal { get; } = new("terminal", Environment.UserName, Roles.Reader | Roles.Owner | Roles.Verifier | Roles.Officer | Roles.Administrator | Roles.Auditor);

    /// <summary>The id of the API token by which the account acts, or null for a person who is signed in.</summary>
    public string? Token { get; init; }

    /// <summary>True when nothing may be changed, whatever the roles: a token that only reads. The store refuses every act.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>What else belongs into the transaction of the act, or null.</summary>
    public Storage.IErrand? Errand { get; init; }

    /// <summary>True when the account has any of these roles.</summary>
    public bool Is(Roles roles) => (Roles & roles) != 0;
}
