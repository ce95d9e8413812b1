using System.Buffers.Binary;
using System.Text;
using Haechi.Labels.Carriers;
using Haechi.Labels.Signing;
using Haechi.Labels.Tests.Support;

namespace Haechi.Labels.Tests;

/// <summary>Files of every format are labelled, and what was in them is still there.</summary>
public sealed class LabellingTests
{
    public static TheoryData<string> Names => [.. Made.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_labelled_file_is_trusted_and_says_what_was_said(string name)
    {
        var report = City.Check(City.Add(Made.All[name], name));
        Assert.Equal((CredentialState.Trusted, "하늘시"), (report.State, report.Signer));
        Assert.Empty(report.Failures);
        var claim = Assert.Single(report.Claims);
        Assert.Equal((true, 2, "Haechi 0.1.0"), (claim.Active, claim.Version, claim.Generator));
        Assert.Equal(new ClaimedAction("c2pa.created", "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "haneul-poster"), Assert.Single(claim.Actions));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_signer_whom_nobody_vouches_for_is_valid_and_not_trusted(string name)
    {
        var report = City.Check(City.Add(Made.All[name], name), Keys.TrustAnchors.None);
        Assert.Equal(CredentialState.Valid, report.State);
        Assert.Equal(["signingCredential.untrusted"], report.Failures);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_credential_that_was_there_becomes_the_parent(string name)
    {
        var first = City.Add(Made.All[name], name);
        var second = City.Add(first, name, City.Request(SourceType.Edited));
        var report = City.Check(second);
        Assert.Equal(CredentialState.Trusted, report.State);
        Assert.Equal([true, false], report.Claims.Select(c => c.Active));
        Assert.Equal(["c2pa.opened", "c2pa.edited"], report.Claims[0].Actions.Select(a => a.Action));
        Assert.Equal(City.Check(first).Claims[0].Manifest, report.Claims[1].Manifest);
        Assert.Equal(CredentialState.Trusted, City.Check(City.Add(second, name)).State);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_else_in_the_file_stays(string name)
    {
        var (before, after) = (Made.All[name], City.Add(Made.All[name], name));
        using var stream = new MemoryStream(before);
        var copied = AllCarriers.Of(stream)!.Plan(stream, 1_000).OfType<Piece.Copy>().Sum(c => c.Length);
        // Only sizes, tables of places and the frame around the store are new.
        Assert.InRange(before.Length - copied, 0, 100);
        Assert.True(after.Length > before.Length);
        Assert.True(after.AsSpan().EndsWith(before.AsSpan(before.Length - 30)) || Path.GetExtension(name) is ".webp" or ".wav" or ".pdf" or ".txt");
    }

    [Fact]
    public void A_parent_that_does_not_hold_is_kept_and_that_is_recorded()
    {
        var spoiled = City.Add(Made.All["a.png"], "a.png");
        spoiled[^20] ^= 1;
        var result = City.TryAdd(spoiled, "a.png", out var written);
        Assert.Equal(CredentialState.Invalid, result.Value.Parent);
        var report = City.Check(written);
        Assert.Equal((CredentialState.Trusted, 2), (report.State, report.Claims.Count));
        Assert.Contains("assertion.dataHash.mismatch", Encoding.Latin1.GetString(written), StringComparison.Ordinal);
    }

    [Fact]
    public void Edited_without_a_credential_has_a_parent_of_unknown_origin()
    {
        var report = City.Check(City.Add(Made.All["a.jpg"], "a.jpg", City.Request(SourceType.Edited)));
        Assert.Equal(CredentialState.Trusted, report.State);
        Assert.Contains("ingredient.unknownProvenance", report.Notes);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Places_named_in_a_film_still_lead_to_its_media(bool wide, bool mediaFirst)
    {
        var after = City.Add(Made.Mp4("isom", wide, mediaFirst), "a.mp4");
        var table = after.AsSpan().IndexOf(wide ? "co64"u8 : "stco"u8) + 12;
        var place = wide ? BinaryPrimitives.ReadInt64BigEndian(after.AsSpan(table)) : BinaryPrimitives.ReadInt32BigEndian(after.AsSpan(table));
        Assert.True(after.AsSpan((int)place, 500).SequenceEqual(Made.Noise(500, 9)));
        Assert.Equal(CredentialState.Trusted, City.Check(after).State);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    [InlineData(3, 0x80)]
    public void Frames_of_a_sound_s_tag_are_kept(byte version, byte flags)
    {
        var file = Made.Mp3(Made.Id3(version, flags, ("TIT2", [3, .. "하늘시 안내"u8]), ("TPE1", [3, .. "시청"u8])));
        var twice = City.Add(City.Add(file, "a.mp3"), "a.mp3");
        Assert.Equal(CredentialState.Trusted, City.Check(twice).State);
        Assert.True(twice.AsSpan().IndexOf("하늘시 안내"u8) > 0 && twice.AsSpan().IndexOf("시청"u8) > 0);
        Assert.True(twice.AsSpan().EndsWith(Made.Mp3(tag: null)));
    }

    [Theory]
    [InlineData("<metadata><x/></metadata>")]
    [InlineData("<metadata/>")]
    [InlineData("<metadata id='m'><!-- </metadata> --></metadata><g><metadata>y</metadata></g>")]
    [InlineData("<![CDATA[<metadata>]]>")]
    public void A_drawing_with_metadata_of_its_own_keeps_it(string inside)
    {
        var twice = City.Add(City.Add(Made.Svg(inside), "a.svg"), "a.svg");
        Assert.Equal((CredentialState.Trusted, 2), (City.Check(twice).State, City.Check(twice).Claims.Count));
        Assert.NotNull(System.Xml.Linq.XDocument.Load(System.Xml.XmlReader.Create(new MemoryStream(twice), new() { DtdProcessing = System.Xml.DtdProcessing.Ignore })).Root);
    }

    [Fact]
    public void A_long_film_needs_no_memory_of_its_length()
    {
        const long Length = 400L << 20;
        var path = Path.Combine(Path.GetTempPath(), $"haechi-long-{Guid.NewGuid():N}.mp4");
        using var film = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        film.Write(Made.Mp4("isom"));
        film.Write([0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0x19, 0, 0, 0]);
        film.SetLength(film.Position - 16 + Length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = ContentCredentials.Add(film, "long.mp4", Stream.Null, City.Request(), City.Now);
        Assert.True(result.Done, result.Problem?.ToLine("en"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Theory]
    [InlineData("name-misleads", "a.jpg")]
    [InlineData("format-unknown", "text")]
    [InlineData("file-empty", "")]
    public void What_cannot_be_labelled_is_refused_with_a_reason(string code, string what)
    {
        var file = what switch { "" => [], "text" => [0x12, .. "hello\0"u8], _ => Made.All["a.png"] };
        var problem = City.TryAdd(file, what == "text" ? "a.bin" : "a.jpg", out _).Problem!;
        Assert.Equal(code, problem.Code);
        Assert.NotEqual(problem.Ko, problem.En);
    }

    [Fact]
    public void A_fragmented_film_is_refused() =>
        Assert.Equal("file-fragmented", City.TryAdd([.. Made.Mp4("iso5"), .. Made.Box("moof", new byte[8])], "a.mp4", out _).Problem!.Code);

    [Fact]
    public void A_store_that_cannot_be_read_is_never_dropped()
    {
        var file = Made.All["a.png"];
        byte[] broken = [.. file[..33], .. Made.Chunk("caBX", Made.Noise(50, 1)), .. file[33..]];
        Assert.Equal("jumbf-malformed", City.TryAdd(broken, "a.png", out _).Problem!.Code);
        Assert.Equal(CredentialState.Invalid, City.Check(broken).State);
    }
}
