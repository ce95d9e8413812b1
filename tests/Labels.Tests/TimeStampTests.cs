using Haechi.Labels.Keys;
using Haechi.Labels.Signing;
using Haechi.Labels.Tests.Support;

namespace Haechi.Labels.Tests;

/// <summary>A time stamp says when, and outlives the signer's certificate.</summary>
public sealed class TimeStampTests
{
    private static readonly Uri Address = new("https://time.example/");

    [Fact]
    public void A_trusted_stamp_says_when_and_holds_after_the_certificate_ran_out()
    {
        using var authority = new StampingAuthority(City.Now);
        var file = Stamped(authority);
        var trust = City.Trust with { TimeStampers = [authority.Root] };
        var later = ContentCredentials.Check(new MemoryStream(file), "file", trust, City.Now.AddYears(2)).Value;
        Assert.Equal(CredentialState.Trusted, later.State);
        Assert.Equal(City.Now.ToUnixTimeSeconds(), later.SignedAt!.Value.ToUnixTimeSeconds());
        Assert.Contains(later.Statuses, s => s.Code == "timeStamp.trusted");
    }

    [Fact]
    public void A_stamp_of_an_authority_whom_nobody_trusts_proves_no_time()
    {
        using var authority = new StampingAuthority(City.Now);
        var file = Stamped(authority);
        var now = City.Check(file);
        Assert.Equal((CredentialState.Trusted, null), (now.State, now.SignedAt));
        Assert.Contains("timeStamp.untrusted", now.Notes);
        Assert.Equal(CredentialState.Invalid, ContentCredentials.Check(new MemoryStream(file), "file", City.Trust, City.Now.AddYears(2)).Value.State);
    }

    [Fact]
    public void A_stamp_of_something_else_is_not_taken()
    {
        using var authority = new StampingAuthority(City.Now) { Lies = true };
        using var http = new HttpClient(authority);
        var request = City.Request() with { TimeStamp = new TimeStampAuthority(Address, http).Stamp };
        var problem = City.TryAdd(Made.All["a.png"], "a.png", out _, request).Problem!;
        Assert.Equal("not-signed", problem.Code);
        Assert.Contains("time.example", problem.En, StringComparison.Ordinal);
    }

    private static byte[] Stamped(StampingAuthority authority)
    {
        using var http = new HttpClient(authority, disposeHandler: false);
        return City.Add(Made.All["a.jpg"], "a.jpg", City.Request() with { TimeStamp = new TimeStampAuthority(Address, http).Stamp });
    }
}
