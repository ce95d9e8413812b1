using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haechi.Labels.Keys;

/// <summary>Keys for trying things out: an authority of one's own, and a signer under it.</summary>
/// <param name="AnchorPem">The authority's certificate: whoever is to trust the signer takes it into their trust list.</param>
/// <param name="ChainPem">The signer's certificate.</param>
/// <param name="KeyPem">The signer's private key (PKCS #8).</param>
public sealed record TestAuthority(string AnchorPem, string ChainPem, string KeyPem)
{
    private static readonly TimeSpan Backdated = TimeSpan.FromMinutes(10);

    /// <summary>Makes an authority and one signer. The authority's own key is thrown away, so that nobody can issue another.</summary>
    /// <param name="organisation">The name that appears as signer.</param>
    /// <param name="now">The day from which they are valid; the signer for a year, the authority for ten.</param>
    public static TestAuthority Create(string organisation, DateTimeOffset now)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var rootName = Name(organisation, "Haechi test authority");
        var rootRequest = new CertificateRequest(rootName, rootKey, HashAlgorithmName.SHA384);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var rootId = new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false);
        rootRequest.CertificateExtensions.Add(rootId);
        using var root = rootRequest.CreateSelfSigned(now - Backdated, now.AddYears(10));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(organisation, "Haechi test signer"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(CertificateProfile.DocumentSigning), new Oid(CertificateProfile.ClaimSigning)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(rootId));
        using var signer = request.Create(root, now - Backdated, now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return new TestAuthority(root.ExportCertificatePem() + "\n", signer.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private static X500DistinguishedName Name(string organisation, string common)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(organisation);
        name.AddCommonName(common);
        return name.Build();
    }
}
