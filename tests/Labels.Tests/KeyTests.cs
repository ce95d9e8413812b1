using System.Net;
using Haechi.Labels.Cose;
using Haechi.Labels.Keys;
using Haechi.Labels.Signing;
using Haechi.Labels.Tests.Support;

namespace Haechi.Labels.Tests;

/// <summary>Keys, signers and whom to trust.</summary>
public sealed class KeyTests
{
    /// <summary>RFC 8032, 7.1: key, message, signature.</summary>
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Ed25519_agrees_with_its_test_vectors(string key, string message, string signature)
    {
        var (k, m, s) = (Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature));
        Assert.True(Ed25519.Verify(k, m, s));
        for (var bit = 0; bit < 512; bit += 37)
        {
            s[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(k, m, s), $"bit {bit}");
            s[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.False(Ed25519.Verify(k, [.. m, 0], s));
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var other = TestAuthority.Create("other", City.Now);
        Assert.Equal("key-differs", KeySigner.Create(other.KeyPem, City.Authority.ChainPem, "keys").Problem!.Code);
        Assert.Equal("key-unreadable", KeySigner.Create("no key", City.Authority.ChainPem, "keys").Problem!.Code);
        Assert.Equal("certificate-unfit", KeySigner.Create(City.Authority.KeyPem, City.Authority.AnchorPem, "keys").Problem!.Code);
        Assert.Equal("trust-empty", KeySigner.Create(City.Authority.KeyPem, "nothing", "keys").Problem!.Code);
    }

    [Fact]
    public void Another_authority_of_the_same_name_is_not_trusted()
    {
        var twin = TestAuthority.Create("하늘시", City.Now);
        var trust = new TrustAnchors(TrustAnchors.Read(twin.AnchorPem, "twin").Value, []);
        Assert.Equal(CredentialState.Valid, City.Check(City.Add(Made.All["a.png"], "a.png"), trust).State);
    }

    [Fact]
    public void A_certificate_that_ran_out_does_not_sign_well()
    {
        var file = City.Add(Made.All["a.png"], "a.png");
        var report = ContentCredentials.Check(new MemoryStream(file), "file", City.Trust, City.Now.AddYears(2)).Value;
        Assert.Equal(CredentialState.Invalid, report.State);
        Assert.Contains("signingCredential.expired", report.Failures);
    }

    [Fact]
    public void A_remote_signer_signs_and_its_answer_is_checked()
    {
        using var good = new HttpClient(new Answers(bytes => City.Signer.Sign(bytes)));
        var signer = RemoteSigner.Create(new Uri("https://signer.example/sign"), City.Authority.ChainPem, "secret", good, "signer.json").Value;
        Assert.Equal(CredentialState.Trusted, City.Check(City.Add(Made.All["a.jpg"], "a.jpg", new SignRequest(signer, SourceType.Composite, ("Haechi", "0.1.0")))).State);

        using var bad = new HttpClient(new Answers(_ => new byte[64]));
        var wrong = RemoteSigner.Create(new Uri("https://signer.example/sign"), City.Authority.ChainPem, null, bad, "signer.json").Value;
        Assert.Equal("not-signed", City.TryAdd(Made.All["a.jpg"], "a.jpg", out _, new SignRequest(wrong, null, ("Haechi", "0.1.0"))).Problem!.Code);
        Assert.Equal("signer-plain", RemoteSigner.Create(new Uri("http://signer.example/sign"), City.Authority.ChainPem, null, good, "signer.json").Problem!.Code);
    }

    [Fact]
    public void Trust_lists_are_put_in_replaced_and_taken_out()
    {
        var folder = Directory.CreateTempSubdirectory("haechi-trust").FullName;
        try
        {
            var trust = new TrustFolder(folder);
            Assert.Equal(1, trust.Put("city", City.Authority.AnchorPem, TrustPurpose.Signers, new Uri("https://example.org/list.pem")).Value.Certificates);
            Assert.Equal("trust-empty", trust.Put("city", "<html>", TrustPurpose.Signers, null).Problem!.Code);
            Assert.Equal("trust-name", trust.Put("../city", City.Authority.AnchorPem, TrustPurpose.Signers, null).Problem!.Code);
            var list = Assert.Single(trust.Lists().Value);
            Assert.Equal(("city", "https://example.org/list.pem"), (list.Name, list.Source!.ToString()));
            Assert.Equal(CredentialState.Trusted, City.Check(City.Add(Made.All["a.png"], "a.png"), trust.Read().Value).State);
            Assert.False(trust.Remove("../city", TrustPurpose.Signers));
            Assert.True(trust.Remove("city", TrustPurpose.Signers));
            Assert.Empty(trust.Lists().Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Answers(Func<byte[], byte[]> answer) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var body = new MemoryStream();
            request.Content!.CopyTo(body, null, cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer(body.ToArray())) };
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));
    }
}
