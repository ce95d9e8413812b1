using System.Security.Cryptography;
using Haechi.Labels.Cose;
using Haechi.Labels.Keys;

namespace Haechi.Labels.Signing;

/// <summary>Signs with a key in memory: ECDSA on P-256, P-384 or P-521, or RSA of 2,048 bits and more (as PS256).</summary>
public sealed class KeySigner : IClaimSigner, IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private KeySigner(AsymmetricAlgorithm key, long algorithm, IReadOnlyList<byte[]> chain) => (_key, Algorithm, Chain) = (key, algorithm, chain);

    /// <inheritdoc/>
    public long Algorithm { get; }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Chain { get; }

    /// <summary>A signer of a key and its certificates, both in PEM.</summary>
    /// <param name="keyPem">The private key (PKCS #8, SEC 1 or PKCS #1), not encrypted.</param>
    /// <param name="chainPem">The signer's certificate first, then those between it and the authority; an authority's own is left out.</param>
    /// <param name="where">The folder or file, for a problem.</param>
    public static LabelResult<KeySigner> Create(string keyPem, string chainPem, string where)
    {
        var chain = TrustAnchors.Read(chainPem, where);
        if (!chain.Done)
        {
            return chain.Problem!;
        }
        // C2PA wants the chain without the authority's own certificate.
        var certificates = chain.Value.Where((c, i) => i == 0 || !c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData)).ToList();
        if (CertificateProfile.Fault(certificates[0]) is { } fault)
        {
            return new LabelProblem("certificate-unfit", where, $"서명자의 인증서가 C2PA의 요건에 맞지 않습니다: {fault}", $"the signer's certificate is not fit for C2PA: {fault}");
        }
        if (Key(keyPem) is not { } key)
        {
            return new LabelProblem("key-unreadable", where, "개인 키를 읽을 수 없습니다. 암호화하지 않은 PEM의 ECDSA(P-256, P-384, P-521) 또는 RSA 키를 주십시오.",
                "the private key cannot be read; give an ECDSA (P-256, P-384, P-521) or RSA key in PEM that is not encrypted");
        }
        var signer = new KeySigner(key, AlgorithmOf(key), [.. certificates.Select(c => c.RawData)]);
        var probe = "haechi"u8.ToArray();
        if (!SignatureCheck.Holds(certificates[0], signer.Algorithm, probe, signer.Sign(probe)))
        {
            signer.Dispose();
            return new LabelProblem("key-differs", where, "개인 키와 인증서가 서로 짝이 아닙니다.", "the private key does not belong to the certificate");
        }
        return signer;
    }

    /// <inheritdoc/>
    public byte[] Sign(byte[] bytes) => _key is ECDsa curve
        ? curve.SignData(bytes, CoseAlgorithm.Hash(Algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
        : ((RSA)_key).SignData(bytes, CoseAlgorithm.Hash(Algorithm), RSASignaturePadding.Pss);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static long AlgorithmOf(AsymmetricAlgorithm key) => key is RSA ? CoseAlgorithm.Ps256
        : key.KeySize switch { 384 => CoseAlgorithm.Es384, 521 => CoseAlgorithm.Es512, _ => CoseAlgorithm.Es256 };

    private static AsymmetricAlgorithm? Key(string pem)
    {
        foreach (var make in new Func<AsymmetricAlgorithm>[] { ECDsa.Create, RSA.Create })
        {
            var key = make();
            try
            {
                key.ImportFromPem(pem);
                return key;
            }
            catch (Exception fault) when (fault is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }
        return null;
    }
}
