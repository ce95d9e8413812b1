using System.Security.Cryptography;

namespace Haechi.Labels.Cose;

/// <summary>The signature algorithms that C2PA allows (13.2), by their COSE numbers.</summary>
internal static class CoseAlgorithm
{
    public const long Es256 = -7;
    public const long Es384 = -35;
    public const long Es512 = -36;
    public const long Ps256 = -37;
    public const long Ps384 = -38;
    public const long Ps512 = -39;
    public const long EdDsa = -8;

    /// <summary>The name that people know it by, or null when C2PA does not allow it.</summary>
    public static string? Name(long algorithm) => algorithm switch
    {
        Es256 => "ES256", Es384 => "ES384", Es512 => "ES512", Ps256 => "PS256", Ps384 => "PS384", Ps512 => "PS512", EdDsa => "Ed25519", _ => null,
    };

    public static HashAlgorithmName Hash(long algorithm) => algorithm switch
    {
        Es384 or Ps384 => HashAlgorithmName.SHA384, Es512 or Ps512 => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256,
    };

    public static bool IsEcdsa(long algorithm) => algorithm is Es256 or Es384 or Es512;

    public static bool IsPss(long algorithm) => algorithm is Ps256 or Ps384 or Ps512;
}

/// <summary>Hash algorithms by the names that C2PA gives them (13.1).</summary>
internal static class HashNames
{
    /// <summary>The algorithm, or null when C2PA does not allow it.</summary>
    public static HashAlgorithmName? Find(string? name) => name switch
    {
        "sha256" => HashAlgorithmName.SHA256, "sha384" => HashAlgorithmName.SHA384, "sha512" => HashAlgorithmName.SHA512, _ => null,
    };

    public static bool Matches(string? algorithm, ReadOnlySpan<byte> data, byte[]? expected) =>
        Find(algorithm) is { } name && expected is not null && CryptographicOperations.HashData(name, data).AsSpan().SequenceEqual(expected);
}
