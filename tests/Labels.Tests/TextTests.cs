using System.Text;
using Haechi.Labels.Carriers;
using Haechi.Labels.Carriers.Text;
using Haechi.Labels.Tests.Support;

namespace Haechi.Labels.Tests;

/// <summary>Text, Markdown and web pages carry a credential, and say to readers what they said.</summary>
public sealed class TextTests
{
    private const string Script = "<script type=\"application/c2pa\">";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(4_000)]
    public void A_wrapper_has_a_length_that_only_the_length_of_the_store_decides(int length)
    {
        foreach (var store in new[] { new byte[length], Made.Noise(length, 3), [.. Enumerable.Repeat((byte)0xFF, length)] })
        {
            var written = TextWrapper.Write(store);
            Assert.Equal(3 + ((13 + length) * 4) + 6, written.Length);
            Assert.Equal(store, TextWrapper.Find([.. "앞"u8, .. written])!.Bytes);
        }
    }

    /// <summary>The bytes of the specification's marks, written out here anew (C2PA 2.4 A.8).</summary>
    [Fact]
    public void A_wrapper_is_what_the_specification_says()
    {
        string Selector(int b) => char.ConvertFromUtf32(b < 16 ? 0xFE00 + b : 0xE0100 + b - 16);
        var wanted = "\uFEFF" + string.Concat(new int[] { 0x43, 0x32, 0x50, 0x41, 0x54, 0x58, 0x54, 0, 1, 0, 0, 0, 3, 0, 15, 255 }.Select(Selector));
        Assert.StartsWith(wanted, Encoding.UTF8.GetString(TextWrapper.Write([0, 15, 255])), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_bound_in_its_composed_form()
    {
        var signed = City.Add(Encoding.UTF8.GetBytes("한글 Café 하늘시".Normalize(NormalizationForm.FormD)), "a.txt");
        Assert.StartsWith("한글 Café 하늘시", Encoding.UTF8.GetString(signed), StringComparison.Ordinal);
        var taken = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(signed).Normalize(NormalizationForm.FormD));
        Assert.NotEqual(signed, taken);
        Assert.Equal((CredentialState.Trusted, CredentialState.Trusted), (City.Check(signed).State, City.Check(taken).State));
    }

    [Theory]
    [InlineData("twice", "manifest.text.multipleWrappers")]
    [InlineData("cut off", "manifest.text.corruptedWrapper")]
    [InlineData("version", "manifest.text.corruptedWrapper")]
    [InlineData("filling", "manifest.text.corruptedWrapper")]
    [InlineData("before", "assertion.dataHash.mismatch")]
    [InlineData("behind", "assertion.dataHash.mismatch")]
    public void A_wrapper_that_was_touched_does_not_hold(string how, string code)
    {
        var file = City.Add(Made.Text, "a.txt");
        var at = City.StoreIn(file);
        byte[] spoiled = how switch
        {
            "twice" => [.. file, .. file[(int)at.Start..]],
            "cut off" => file[..((int)at.Start + 37)],
            "version" => [.. file[..((int)at.Start + 3 + 28 + 3)], 0xEF, 0xB8, 0x82, .. file[((int)at.Start + 3 + 28 + 6)..]],
            "filling" => [.. file, 0xEF, 0xB8, 0x85],
            "before" => [.. file[..(int)at.Start], (byte)'!', .. file[(int)at.Start..]],
            _ => [.. file, (byte)'!'],
        };
        var report = City.Check(spoiled);
        Assert.Equal(CredentialState.Invalid, report.State);
        Assert.Contains(code, report.Failures);
    }

    [Theory]
    [InlineData("# 제목\n\n본문\n", 0)]
    [InlineData("\uFEFF# 제목\r\n\r\n본문\r\n", 3)]
    [InlineData("---\ntitle: 공고\n---\n\n본문\n", -1)]
    [InlineData("+++\ntitle = 1\n+++\n끝", -1)]
    public void Markdown_keeps_its_first_line_where_that_counts(string text, int start)
    {
        var before = Encoding.UTF8.GetBytes(text);
        var after = City.Add(City.Add(before, "a.md"), "a.md");
        Assert.Equal((CredentialState.Trusted, 2), (City.Check(after).State, City.Check(after).Claims.Count));
        var at = City.StoreIn(after);
        Assert.Equal(start < 0 ? before.Length : start, at.Start);
        Assert.Equal(before, (byte[])[.. after[..(int)at.Start], .. after[(int)at.End..]]);
        Assert.Single(Encoding.UTF8.GetString(after, (int)at.Start, (int)at.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Text_beside_a_comment_with_a_store_is_not_left_out()
    {
        var file = Encoding.UTF8.GetString(City.Add(Made.All["a.md"], "a.md"));
        Assert.Equal("store-form-unknown", City.TryCheck(Encoding.UTF8.GetBytes(file.Replace("-->", "--> 무료입니다", StringComparison.Ordinal))).Problem?.Code);
        var twice = City.TryCheck(Encoding.UTF8.GetBytes(file + file)).Value;
        Assert.Equal((CredentialState.Invalid, "manifest.structuredText.multipleReferences"), (twice.State, Assert.Single(twice.Failures)));
    }

    [Fact]
    public void Text_that_only_speaks_of_the_marks_has_no_credential() =>
        Assert.Equal(CredentialState.None, City.Check("The marks are -----BEGIN C2PA MANIFEST----- and -----END C2PA MANIFEST-----."u8.ToArray()).State);

    [Theory]
    [InlineData("<!doctype html><title>x</title><p>y", "<p>y")]
    [InlineData("<html><body>y</body></html>", "<body>y</body></html>")]
    [InlineData("<!DOCTYPE html>\n<html><HEAD><Style>a>b{}</sTyle></HEAD><body>y", "</HEAD><body>y")]
    [InlineData("<!-- <p> --><html><head><link rel=icon href='a>b'><meta charset=euc-kr>\n\n", "")]
    [InlineData("<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title></title></head><body/></html>", "</head><body/></html>")]
    [InlineData("<html>plain", "plain")]
    public void An_element_goes_to_the_end_of_the_head(string page, string behind)
    {
        var after = Encoding.UTF8.GetString(City.Add(City.Add(Encoding.UTF8.GetBytes(page), "a.html"), "a.html"));
        Assert.EndsWith("</script>" + behind, after, StringComparison.Ordinal);
        Assert.Equal(page, after.Remove(after.IndexOf(Script, StringComparison.Ordinal), after.IndexOf("</script>", after.IndexOf(Script, StringComparison.Ordinal), StringComparison.Ordinal) + 9 - after.IndexOf(Script, StringComparison.Ordinal)));
        Assert.Equal((CredentialState.Trusted, 2), (City.Check(Encoding.UTF8.GetBytes(after)).State, City.Check(Encoding.UTF8.GetBytes(after)).Claims.Count));
    }

    [Theory]
    [InlineData("text-not-utf8", "a.txt")]
    [InlineData("name-misleads", "a.jpg")]
    [InlineData("text-marks", "marks.txt")]
    [InlineData("store-elsewhere", "link.html")]
    [InlineData("html-broken", "open.html")]
    [InlineData("html-broken", "tag.html")]
    [InlineData("store-elsewhere", "link.md")]
    [InlineData("file-malformed", "more.html")]
    public void What_cannot_be_labelled_is_refused_with_a_reason(string code, string name)
    {
        byte[] file = name switch
        {
            "a.txt" => [0xB0, 0xF8, 0xB0, 0xED],
            "a.jpg" => Made.Text,
            "marks.txt" => Encoding.UTF8.GetBytes("e" + string.Concat(Enumerable.Repeat("\u0301\u0323", 200_000))),
            "link.html" => Made.Page("utf-8", "<link href=\"https://example.org/a.c2pa\" rel='x C2PA-manifest'>"),
            "open.html" => "<html><head><style>a { }</head>"u8.ToArray(),
            "tag.html" => "<html><head><link rel=\""u8.ToArray(),
            "more.html" => Made.Page("utf-8", "<script type=\"application/c2pa\" src=\"a.js\">QUJD</script>"),
            _ => "<!-- -----BEGIN C2PA MANIFEST----- https://example.org/a.c2pa -----END C2PA MANIFEST----- -->\n"u8.ToArray(),
        };
        var problem = City.TryAdd(file, name, out var written).Problem;
        Assert.Equal(code, problem?.Code);
        Assert.NotEqual(problem!.Ko, problem.En);
        Assert.Empty(written);
    }

    [Fact]
    public void Two_elements_are_reported_with_the_code_of_the_specification()
    {
        var file = Encoding.UTF8.GetString(City.Add(Made.All["a.html"], "a.html"));
        var report = City.Check(Encoding.UTF8.GetBytes(file.Replace("</head>\n<body>", "<link rel=c2pa-manifest href=a></head>\n<body>", StringComparison.Ordinal)));
        Assert.Equal((CredentialState.Invalid, "manifest.html.multipleManifests"), (report.State, Assert.Single(report.Failures)));
    }

    [Fact]
    public void A_page_with_a_drawing_in_it_is_a_page()
    {
        using var page = new MemoryStream("<!DOCTYPE html><svg></svg>"u8.ToArray());
        Assert.Equal("text/html", AllCarriers.Of(page)!.Format);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("md")]
    [InlineData("txt")]
    public void Hostile_text_is_answered_in_time(string kind)
    {
        var hostile = new Dictionary<string, string>
        {
            ["html"] = "<html><head>" + string.Concat(Enumerable.Repeat("<meta a=\"", 200_000)), ["md"] = string.Concat(Enumerable.Repeat("-----BEGIN C2PA MANIFEST----- data:x ", 100_000)) + "-----END C2PA MANIFEST-----",
            ["txt"] = string.Concat(Enumerable.Repeat("\uFEFF\uFE04", 500_000)),
        };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        City.TryAdd(Encoding.UTF8.GetBytes(hostile[kind]), "a." + kind, out _);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), clock.Elapsed.ToString());
    }
}
