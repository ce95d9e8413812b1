using System.Security.Cryptography;
using Haechi.Tower.Access;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Access;

/// <summary>Closes secrets with the protection keys of the installation.</summary>
internal sealed class ProtectedSecrets(IDataProtectionProvider provider) : ISecretBox
{
    private readonly IDataProtector _protector = provider.CreateProtector("haechi.secrets");

    public string Close(string secret) => _protector.Protect(secret);

    public string? Open(string closed)
    {
        try
        {
            return _protector.Unprotect(closed);
        }
        catch (CryptographicException)
        {
            // The keys are others, as after moving the database without its folder of keys.
            return null;
        }
    }
}

internal sealed class SecretsWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<ISecretBox, ProtectedSecrets>();
}
