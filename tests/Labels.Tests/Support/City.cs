using Haechi.Labels.Carriers;
using Haechi.Labels.Keys;
using Haechi.Labels.Signing;

namespace Haechi.Labels.Tests.Support;

/// <summary>A city with keys: signs, and trusts itself.</summary>
internal static class City
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    public static readonly TestAuthority Authority = TestAuthority.Create("하늘시", Now);
    public static readonly KeySigner Signer = KeySigner.Create(Authority.KeyPem, Authority.ChainPem, "keys").Value;
    public static readonly TrustAnchors Trust = new(TrustAnchors.Read(Authority.AnchorPem, "anchor").Value, []);

    public static SignRequest Request(SourceType? source = SourceType.Generated) => new(Signer, source, ("Haechi", "0.1.0")) { Agent = "haneul-poster", Trust = Trust };

    public static LabelResult<Labelled> TryAdd(byte[] file, string name, out byte[] written, SignRequest? request = null)
    {
        using var source = new MemoryStream(file);
        using var target = new MemoryStream();
        var result = ContentCredentials.Add(source, name, target, request ?? Request(), Now);
        written = target.ToArray();
        return result;
    }

    public static byte[] Add(byte[] file, string name, SignRequest? request = null)
    {
        var result = TryAdd(file, name, out var written, request);
        Assert.True(result.Done, result.Problem?.ToLine("en"));
        return written;
    }

    public static LabelResult<CredentialReport> TryCheck(byte[] file, TrustAnchors? trust = null) => ContentCredentials.Check(new MemoryStream(file), "file", trust ?? Trust, Now);

    public static CredentialReport Check(byte[] file, TrustAnchors? trust = null)
    {
        var result = TryCheck(file, trust);
        Assert.True(result.Done, result.Problem?.ToLine("en"));
        return result.Value;
    }

    public static ByteRange StoreIn(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return AllCarriers.Of(stream)!.Find(stream)!.At;
    }
}
