using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haechi.Labels.Keys;

/// <summary>Whom a verifier trusts: authorities of signers, and, apart from them, authorities of time stamps (C2PA 14.4).</summary>
/// <param name="Signers">Certificates of authorities whose signers are trusted.</param>
/// <param name="TimeStampers">Certificates of authorities whose time stamps are trusted.</param>
public sealed record TrustAnchors(IReadOnlyList<X509Certificate2> Signers, IReadOnlyList<X509Certificate2> TimeStampers)
{
    /// <summary>Nobody: a good signature is then <see cref="CredentialState.Valid"/> and never <see cref="CredentialState.Trusted"/>.</summary>
    public static TrustAnchors None { get; } = new([], []);

    /// <summary>Reads certificates in PEM.</summary>
    /// <param name="pem">The text of one or more certificates.</param>
    /// <param name="where">The file, for the problem.</param>
    public static LabelResult<IReadOnlyList<X509Certificate2>> Read(string pem, string where)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);
            return all.Count == 0
                ? new LabelProblem("trust-empty", where, "PEM 인증서가 들어 있지 않습니다. '-----BEGIN CERTIFICATE-----'로 시작하는 파일을 주십시오.", "it holds no certificate in PEM; give a file with '-----BEGIN CERTIFICATE-----'")
                : LabelResult<IReadOnlyList<X509Certificate2>>.Of([.. all]);
        }
        catch (CryptographicException fault)
        {
            return new LabelProblem("trust-unreadable", where, $"인증서를 읽을 수 없습니다: {fault.Message}", $"a certificate cannot be read: {fault.Message}");
        }
    }

    /// <summary>True when a chain leads from the certificate to one of the anchors, at that time. Nothing is fetched.</summary>
    internal static bool Leads(IReadOnlyList<X509Certificate2> chain, IReadOnlyList<X509Certificate2> anchors, DateTimeOffset at)
    {
        if (anchors.Count == 0)
        {
            return false;
        }
        using var builder = new X509Chain();
        builder.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        builder.ChainPolicy.CustomTrustStore.AddRange(anchors.ToArray());
        builder.ChainPolicy.ExtraStore.AddRange(chain.Skip(1).ToArray());
        builder.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        builder.ChainPolicy.DisableCertificateDownloads = true;
        builder.ChainPolicy.VerificationTime = at.UtcDateTime;
        // An authority's intermediate may be the anchor itself: then the chain ends there, without its root.
        builder.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return builder.Build(chain[0]) && builder.ChainElements.Skip(1).Any(e => anchors.Any(a => a.RawDataMemory.Span.SequenceEqual(e.Certificate.RawDataMemory.Span)));
    }
}
