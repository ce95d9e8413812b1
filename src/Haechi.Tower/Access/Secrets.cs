using System.Security.Cryptography;
using System.Text;
using Haechi.Tower.Common;

namespace Haechi.Tower.Access;

/// <summary>Secrets that stand in an address and work once or until they are replaced. Only their hash is kept.</summary>
public static class Secrets
{
    private const string Letters = "23456789bcdfghjkmnpqrstvwxyz";

    /// <summary>A new secret of 32 characters: 154 bits of chance.</summary>
    public static string Next() => RandomNumberGenerator.GetString(Letters, 32);

    /// <summary>What is kept of it: SHA-256 in hex. A secret this long needs no salt.</summary>
    public static string HashOf(string secret) => Digest.Of(secret);

    /// <summary>True when the secret has this hash; takes the same time whether or not.</summary>
    public static bool Fits(string? hash, string secret) =>
        hash is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(secret)));
}
