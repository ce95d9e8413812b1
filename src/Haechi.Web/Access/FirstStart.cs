using Haechi.Tower.Access;
using Haechi.Web.Frame;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Web.Access;

/// <summary>The one-time address of the first officer. Its secret lives as long as the process and is printed where the program was started.</summary>
public sealed class FirstStart
{
    private string? _hash;

    /// <summary>Makes the secret and returns the path.</summary>
    public string Open()
    {
        var secret = Secrets.Next();
        _hash = Secrets.HashOf(secret);
        return "/first/" + secret;
    }

    /// <summary>True when this is the secret and it was not used.</summary>
    public bool Fits(string secret) => Secrets.Fits(_hash, secret);

    /// <summary>Ends it.</summary>
    public void Close() => _hash = null;
}

internal sealed class AccessWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<IPasswords, IdentityPasswords>().AddSingleton<FirstStart>();
}
