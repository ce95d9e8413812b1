using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haechi.Labels.Cose;

/// <summary>Checks a signature with the key of a certificate.</summary>
internal static class SignatureCheck
{
    /// <summary>True when the key made the signature over the bytes.</summary>
    public static bool Holds(X509Certificate2 certificate, long algorithm, byte[] signed, byte[] signature)
    {
        try
        {
            if (CoseAlgorithm.IsEcdsa(algorithm))
            {
                using var key = certificate.GetECDsaPublicKey();
                return key is not null && key.VerifyData(signed, signature, CoseAlgorithm.Hash(algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            if (CoseAlgorithm.IsPss(algorithm))
            {
                using var key = RsaKey(certificate);
                return key is not null && key.VerifyData(signed, signature, CoseAlgorithm.Hash(algorithm), RSASignaturePadding.Pss);
            }
            return algorithm == CoseAlgorithm.EdDsa && certificate.PublicKey.Oid.Value == Ed25519.Oid
                && Ed25519.Verify(certificate.PublicKey.EncodedKeyValue.RawData, signed, signature);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The framework does not know keys that are marked for PSS alone (RFC 4055, 1.2); their bits are those of any RSA key.</summary>
    public static RSA? RsaKey(X509Certificate2 certificate)
    {
        if (certificate.PublicKey.Oid.Value != "1.2.840.113549.1.1.10")
        {
            return certificate.GetRSAPublicKey();
        }
        var key = RSA.Create();
        key.ImportRSAPublicKey(certificate.PublicKey.EncodedKeyValue.RawData, out _);
        return key;
    }
}
