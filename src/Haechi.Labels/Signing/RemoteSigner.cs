using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Haechi.Labels.Cose;
using Haechi.Labels.Keys;

namespace Haechi.Labels.Signing;

/// <summary>
/// Signs with a key that never leaves its holder: the bytes are posted as <c>application/octet-stream</c>, and the answer is the bare signature, in the form that COSE wants (r and s one after the
/// other for ES256 and its kin). What comes back is checked with the certificate before it is used.
/// </summary>
public sealed class RemoteSigner : IClaimSigner
{
    private const int LargestAnswer = 4 * 1024;
    private readonly Uri _address;
    private readonly HttpClient _http;
    private readonly string? _token;
    private readonly X509Certificate2 _certificate;

    private RemoteSigner(Uri address, HttpClient http, string? token, long algorithm, IReadOnlyList<X509Certificate2> chain) =>
        (_address, _http, _token, Algorithm, Chain, _certificate) = (address, http, token, algorithm, [.. chain.Select(c => c.RawData)], chain[0]);

    /// <inheritdoc/>
    public long Algorithm { get; }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Chain { get; }

    /// <summary>A signer at an address.</summary>
    /// <param name="address">Where it answers: HTTPS, or this machine.</param>
    /// <param name="chainPem">The signer's certificate first, then those between it and the authority.</param>
    /// <param name="token">Sent as bearer token; null for none.</param>
    /// <param name="http">The connection; its time limit applies.</param>
    /// <param name="where">The file that says so, for a problem.</param>
    public static LabelResult<RemoteSigner> Create(Uri address, string chainPem, string? token, HttpClient http, string where)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            return new LabelProblem("signer-plain", where, "원격 서명기의 주소는 https 이거나 이 컴퓨터여야 합니다.", "the address of a remote signer has to be https, or this machine");
        }
        var chain = TrustAnchors.Read(chainPem, where);
        if (!chain.Done)
        {
            return chain.Problem!;
        }
        return CertificateProfile.Fault(chain.Value[0]) is { } fault
            ? new LabelProblem("certificate-unfit", where, $"서명자의 인증서가 C2PA의 요건에 맞지 않습니다: {fault}", $"the signer's certificate is not fit for C2PA: {fault}")
            : new RemoteSigner(address, http, token, AlgorithmOf(chain.Value[0]), chain.Value);
    }

    /// <inheritdoc/>
    public byte[] Sign(byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var signature = Exchange.Post(_http, _address, content, LargestAnswer, "the remote signer", _token);
        return SignatureCheck.Holds(_certificate, Algorithm, bytes, signature) ? signature
            : throw new SigningException($"the remote signer {_address.Host} answered no signature that the certificate confirms");
    }

    private static long AlgorithmOf(X509Certificate2 certificate)
    {
        using var curve = certificate.GetECDsaPublicKey();
        return curve is null ? CoseAlgorithm.Ps256 : curve.KeySize switch { 384 => CoseAlgorithm.Es384, 521 => CoseAlgorithm.Es512, _ => CoseAlgorithm.Es256 };
    }
}
