namespace Haechi.Labels.Signing;

/// <summary>Signs claims. The key may be in a file, or elsewhere.</summary>
public interface IClaimSigner
{
    /// <summary>COSE's number of the algorithm: -7 ES256, -35 ES384, -36 ES512, -37 PS256, -38 PS384, -39 PS512 (C2PA 13.2).</summary>
    public long Algorithm { get; }

    /// <summary>The signer's certificate, then those between it and the authority, in DER.</summary>
    public IReadOnlyList<byte[]> Chain { get; }

    /// <summary>The signature over the bytes: r and s one after the other for ES256 and its kin.</summary>
    /// <exception cref="SigningException">It could not be had.</exception>
    public byte[] Sign(byte[] bytes);
}

/// <summary>A signature could not be had: the key's holder refused or was not reached.</summary>
public sealed class SigningException : Exception
{
    /// <summary>With the reason, in English.</summary>
    public SigningException(string message) : base(message) { }

    /// <summary>With the reason, in English, and what caused it.</summary>
    public SigningException(string message, Exception cause) : base(message, cause) { }

    /// <summary>Without a reason.</summary>
    public SigningException() { }
}
