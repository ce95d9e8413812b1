using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haechi.Labels.Cose;

namespace Haechi.Labels.Keys;

/// <summary>What a signer's certificate has to be (C2PA 14.5.1).</summary>
internal static class CertificateProfile
{
    public const string DocumentSigning = "1.3.6.1.5.5.7.3.36";
    public const string ClaimSigning = "1.3.6.1.4.1.62558.2.1";
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const string EmailProtection = "1.3.6.1.5.5.7.3.4";
    private const string AnyPurpose = "2.5.29.37.0";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    private const int LeastRsaBits = 2_048;

    private static readonly HashSet<string> SignedWith =
    [
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", "1.2.840.113549.1.1.10",
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4", Ed25519.Oid,
    ];

    private static readonly HashSet<string> Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

    /// <summary>What is wrong with it, in English for the status's explanation; null when nothing is. Its dates are looked at elsewhere.</summary>
    public static string? Fault(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Version != 3 ? "it is not version 3"
                : certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? "it is self-signed"
                : !SignedWith.Contains(certificate.SignatureAlgorithm.Value ?? "") ? "it was signed with an algorithm that is not allowed"
                : certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(b => b.CertificateAuthority) ? "it is an authority's"
                : !certificate.Extensions.Any(e => e is X509AuthorityKeyIdentifierExtension) ? "it has no authority key identifier"
                : certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault() is not { } usage || !usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature) ? "its key may not sign"
                : Purposes(certificate) ?? Key(certificate);
        }
        catch (CryptographicException fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The signer's name for people: organisation, else common name, else the whole subject.</summary>
    public static string Name(X509Certificate2 certificate)
    {
        string? Part(string oid) => certificate.SubjectName.EnumerateRelativeDistinguishedNames().FirstOrDefault(n => !n.HasMultipleElements && n.GetSingleElementType().Value == oid)?.GetSingleElementValue();
        return Part("2.5.4.10") ?? Part("2.5.4.3") ?? certificate.Subject;
    }

    private static string? Purposes(X509Certificate2 certificate)
    {
        var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>()).Select(o => o.Value).ToHashSet();
        return purposes.Contains(AnyPurpose) ? "it may be used for anything"
            : purposes.Contains(TimeStamping) || purposes.Contains(OcspSigning) ? "it is for time stamps or certificate status"
            : !purposes.Overlaps([DocumentSigning, ClaimSigning, EmailProtection]) ? "it is not for signing claims or documents" : null;
    }

    private static string? Key(X509Certificate2 certificate)
    {
        if (certificate.GetECDsaPublicKey() is { } curve)
        {
            using (curve)
            {
                return Curves.Contains(curve.ExportParameters(false).Curve.Oid.Value ?? "") ? null : "its curve is not allowed";
            }
        }
        using var rsa = SignatureCheck.RsaKey(certificate);
        return rsa is not null ? (rsa.KeySize < LeastRsaBits ? $"its RSA key has fewer than {LeastRsaBits} bits" : null)
            : certificate.PublicKey.Oid.Value == Ed25519.Oid ? null : "its kind of key is not allowed";
    }
}
