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
}

/// <summary>Who acts. <paramref name="Department"/> is the scope: null for the whole body, else a department and all below it.</summary>
/// <param name="Account">The account's id; <c>haechi</c> for the program itself.</param>
/// <param name="Name">The person's name, family name first, in one field.</param>
/// <param name="Roles">What the account may do.</param>
/// <param name="Department">The id of the department that bounds it, or null.</param>
public sealed record Actor(string Account, string Name, Roles Roles, string? Department = null)
{
    /// <summary>The program itself, for derived runs and first start.</summary>
    public static Actor Program { get; } = new("haechi", "Haechi", Roles.Reader | Roles.Owner | Roles.Officer);

    /// <summary>The person at the command line, who can read and write the data folder anyway.</summary>
    public static Actor Terminal { get; } = new("terminal", Environment.UserName, Roles.Reader | Roles.Owner | Roles.Verifier | Roles.Officer);

    /// <summary>True when the account has any of these roles.</summary>
    public bool Is(Roles roles) => (Roles & roles) != 0;
}
