using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Haechi.Labels.Tests.Support;

/// <summary>A time stamp authority (RFC 3161) that lives in memory and answers as one on the network would.</summary>
internal sealed class StampingAuthority : HttpMessageHandler
{
    private readonly X509Certificate2 _signer;
    private readonly DateTimeOffset _time;

    public StampingAuthority(DateTimeOffset time)
    {
        _time = time;
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=Test time root,O=Test", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var rootId = new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false);
        rootRequest.CertificateExtensions.Add(rootId);
        Root = rootRequest.CreateSelfSigned(time.AddDays(-30), time.AddYears(5));
        var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Test time,O=Test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(rootId));
        using var issued = request.Create(Root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), time.AddDays(-20), time.AddYears(3), [1, 2, 3, 4]);
        _signer = issued.CopyWithPrivateKey(key);
    }

    /// <summary>The certificate to trust.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Set to stamp something else than what was asked.</summary>
    public bool Lies { get; set; }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        request.Content!.CopyTo(body, null, cancellationToken);
        if (!Rfc3161TimestampRequest.TryDecode(body.ToArray(), out var asked, out _))
        {
            return new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest);
        }
        var hash = Lies ? new byte[32] : asked.GetMessageHash();
        var info = new Rfc3161TimestampTokenInfo(new Oid("1.2.3.4.1"), asked.HashAlgorithmId, hash, new byte[] { 7 }, _time, nonce: asked.GetNonce());
        var cms = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()));
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _signer) { IncludeOption = X509IncludeOption.EndCertOnly, DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") };
        signer.Certificates.Add(Root);
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid("1.2.840.113549.1.9.16.2.47"), CertificateId()));
        cms.ComputeSignature(signer);
        var answer = new AsnWriter(AsnEncodingRules.DER);
        using (answer.PushSequence())
        {
            using (answer.PushSequence())
            {
                answer.WriteInteger(0);
            }
            answer.WriteEncodedValue(cms.Encode());
        }
        return new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new ByteArrayContent(answer.Encode()) };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));

    /// <summary>SigningCertificateV2 (RFC 5035): the hash of the signer's certificate.</summary>
    private byte[] CertificateId()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(SHA256.HashData(_signer.RawData));
        }
        return writer.Encode();
    }
}
