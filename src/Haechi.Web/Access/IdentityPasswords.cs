using Haechi.Tower.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Haechi.Web.Access;

/// <summary>The framework's hasher: PBKDF2 with HMAC-SHA512, salt and cost inside the hash.</summary>
internal sealed class IdentityPasswords : IPasswords
{
    // The count that OWASP's password storage cheat sheet names for PBKDF2-HMAC-SHA512.
    private const int Iterations = 210_000;

    private readonly PasswordHasher<Account> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    // The hasher takes the account for implementations that need it; this one does not look at it.
    public string Hash(string password) => _hasher.HashPassword(null!, password);

    public PasswordCheck Check(string hash, string password) => _hasher.VerifyHashedPassword(null!, hash, password) switch
    {
        PasswordVerificationResult.Success => PasswordCheck.Right,
        PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButOld,
        _ => PasswordCheck.Wrong,
    };
}
