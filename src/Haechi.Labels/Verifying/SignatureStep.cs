using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haechi.Labels.Cose;
using Haechi.Labels.Keys;
using Haechi.Labels.Manifests;

namespace Haechi.Labels.Verifying;

/// <summary>Checks a claim's signature, its time stamp, and the signer's certificate (C2PA 15.7 and 15.8).</summary>
internal sealed class SignatureStep(TrustAnchors trust, DateTimeOffset now)
{
    /// <summary>The signer's name and the time of a good time stamp, where they are known.</summary>
    public (string? Signer, DateTimeOffset? At) Check(Manifest manifest, Findings findings)
    {
        var url = JumbfUri.SignatureOf(manifest.Label);
        var claim = manifest.Claim!;
        var (named, path) = JumbfUri.Split(claim.SignatureUrl!);
        if (manifest.Signature is not { } bytes || (named is not null && named != manifest.Label) || path != JumbfUri.Signature)
        {
            findings.Fails("claimSignature.missing", url);
            return (null, null);
        }
        try
        {
            return Check(CoseSign1.Read(bytes), claim, url, findings);
        }
        catch (MalformedException fault)
        {
            findings.Fails("claimSignature.mismatch", url, fault.Message);
            return (null, null);
        }
    }

    private (string? Signer, DateTimeOffset? At) Check(CoseSign1 cose, Claim claim, string url, Findings findings)
    {
        if (cose.Algorithm is not { } algorithm || CoseAlgorithm.Name(algorithm) is null)
        {
            findings.Fails("algorithm.unsupported", url);
            return (null, null);
        }
        var chain = new List<X509Certificate2>();
        try
        {
            chain.AddRange(cose.Chain.Select(X509CertificateLoader.LoadCertificate));
            if (chain.Count == 0)
            {
                findings.Fails("signingCredential.invalid", url, "the signature holds no certificate that can be read");
                return (null, null);
            }
            return (CertificateProfile.Name(chain[0]), Judge(cose, algorithm, chain, claim, url, findings));
        }
        catch (CryptographicException fault)
        {
            // Some parts of a certificate are only read when they are asked for.
            findings.Fails("signingCredential.invalid", url, fault.Message);
            return (null, null);
        }
        finally
        {
            chain.ForEach(c => c.Dispose());
        }
    }

    private DateTimeOffset? Judge(CoseSign1 cose, long algorithm, List<X509Certificate2> chain, Claim claim, string url, Findings findings)
    {
        var stamped = Stamped(cose, claim, url, findings);
        var (signer, at) = (chain[0], stamped ?? now);
        if (CertificateProfile.Fault(signer) is { } fault)
        {
            findings.Fails("signingCredential.invalid", url, fault);
        }
        if (at < signer.NotBefore || at > signer.NotAfter)
        {
            findings.Fails("signingCredential.expired", url, $"valid from {signer.NotBefore:yyyy-MM-dd} to {signer.NotAfter:yyyy-MM-dd}");
        }
        if (TrustAnchors.Leads(chain, trust.Signers, at))
        {
            findings.Holds("signingCredential.trusted", url);
        }
        else
        {
            findings.Fails("signingCredential.untrusted", url);
        }
        // Nothing here asks an authority whether a certificate was withdrawn.
        findings.Notes("signingCredential.ocsp.skipped", url);
        if (!SignatureCheck.Holds(signer, algorithm, CoseSign1.Signed(cose.Protected, claim.Bytes), cose.Signature))
        {
            findings.Fails("claimSignature.mismatch", url);
        }
        else if (!cose.PadIsEmpty)
        {
            findings.Fails("claimSignature.mismatch", url, "the reserved space holds bytes that nobody signed");
        }
        else
        {
            findings.Holds("claimSignature.validated", url);
            findings.Holds("claimSignature.insideValidity", url);
        }
        return stamped;
    }

    /// <summary>A stamp of an authority that nobody trusts proves no time; only for claims of version 1 that was not asked.</summary>
    private DateTimeOffset? Stamped(CoseSign1 cose, Claim claim, string url, Findings findings)
    {
        if (TimeStamps.Check(cose, claim.Bytes, trust) is not { } stamp)
        {
            return null;
        }
        if (stamp.At is null)
        {
            findings.Notes(stamp.Code, url);
            return null;
        }
        findings.Holds("timeStamp.validated", url);
        if (stamp.Trusted || claim.Version == 1)
        {
            if (stamp.Trusted)
            {
                findings.Holds("timeStamp.trusted", url);
            }
            return stamp.At;
        }
        findings.Notes("timeStamp.untrusted", url);
        return null;
    }
}
