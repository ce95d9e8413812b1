using Haechi.Labels.Keys;
using Haechi.Labels.Tests.Support;

namespace Haechi.Labels.Tests;

/// <summary>
/// The public test files of C2PA (CC BY-SA 4.0; kept beside the repository). State and failing codes are those that c2pa-rs gives, its new findings about ingredients included; the outside tests ask it anew.
/// </summary>
public sealed class PublicFileTests
{
    private const string Untrusted = "signingCredential.untrusted";

    public static TheoryData<string, CredentialState, string[]> Table => new()
    {
        { "adobe-20220124-A.jpg", CredentialState.None, [] },
        { "adobe-20220124-CA.jpg", CredentialState.Valid, [Untrusted] },
        { "adobe-20220124-CACAICAICICA.jpg", CredentialState.Valid, [Untrusted] },
        { "adobe-20220124-CAIAIIICAICIICAIICICA.jpg", CredentialState.Valid, [Untrusted] },
        { "adobe-20220124-CAICAI.jpg", CredentialState.Valid, [Untrusted] },
        { "adobe-20220124-CICA.jpg", CredentialState.Valid, [Untrusted] },
        { "adobe-20220124-CIE-sig-CA.jpg", CredentialState.Valid, [Untrusted] },
        { "adobe-20220124-E-clm-CAICAI.jpg", CredentialState.Invalid, ["assertion.hashedURI.mismatch", "ingredient.manifest.missing", Untrusted] },
        { "adobe-20220124-E-sig-CA.jpg", CredentialState.Invalid, ["claimSignature.mismatch", Untrusted] },
        { "adobe-20220124-E-uri-CIE-sig-CA.jpg", CredentialState.Invalid, ["assertion.hashedURI.mismatch", Untrusted] },
        { "adobe-20220124-XCA.jpg", CredentialState.Invalid, ["assertion.dataHash.mismatch", Untrusted] },
        { "nikon-20221019-building.jpeg", CredentialState.Invalid, ["signingCredential.expired", Untrusted] },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_public_test_file_stands_as_expected(string name, CredentialState state, string[] failures)
    {
        var report = City.Check(File.ReadAllBytes(Path.Combine(Folders.Shared("data/labels/public-testfiles"), name)), TrustAnchors.None);
        Assert.Equal(state, report.State);
        Assert.Equal(failures.Order(), report.Failures.Order());
    }

    [Fact]
    public void Every_public_test_file_is_in_the_table()
    {
        var files = Directory.EnumerateFiles(Folders.Shared("data/labels/public-testfiles"), "*.jp*").Select(f => Path.GetFileName(f)!);
        Assert.Empty(files.Except(Table.Select(r => r.Data.Item1)));
    }
}
