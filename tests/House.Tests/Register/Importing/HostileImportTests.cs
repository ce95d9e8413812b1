using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using Haechi.House.Tests.Register.Tables;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Register.Importing;

/// <summary>Files that are broken or made to hurt: a clear page with the place, and a register as it was.</summary>
public sealed class HostileImportTests
{
    public static TheoryData<string, byte[], string> Files => new()
    {
        { "bomb.xlsx", Workbooks.Packed(("[Content_Types].xml", s => s.WriteByte(32)), ("xl/workbook.xml", s => s.WriteByte(32)), ("xl/worksheets/sheet1.xml", s => Fill(s, 24))), "sheet1.xml" },
        { "cut.xlsx", [0x50, 0x4B, 3, 4, 20, 0, 0, 0], "" },
        { "empty.csv", [], "" },
        { "report.csv", "%PDF-1.7 ..."u8.ToArray(), "PDF" },
        { "page.xls", "<html><script>alert(1)</script></html>"u8.ToArray(), "HTML" },
        { "quotes.csv", "시스템명,목적\n갑,\"끝나지 않는\n을,둘\n"u8.ToArray(), "quotes.csv:2" },
        { "nul.csv", "시스템명,목적\n갑,\0\n"u8.ToArray(), "" },
    };

    [Theory]
    [MemberData(nameof(Files), DisableDiscoveryEnumeration = true)]
    public async Task A_broken_file_is_refused_on_the_page_and_changes_nothing(string name, byte[] bytes, string says)
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var before = await Entries(site);
        var address = await ImportVisit.Sent(site, bytes, visitor, name);
        using var page = await site.Get(address, HttpStatusCode.UnprocessableEntity, visitor);
        var alert = page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains(says, alert, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("button[value=import], script"));
        using var forced = await site.Post(address.Split('?')[0], new() { ["name"] = name, ["act"] = "import" }, from: "/import", visitor);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forced.StatusCode);
        Assert.Equal(before, await Entries(site));
        Assert.Empty(await ImportVisit.Names(site));
    }

    [Fact]
    public async Task The_wrong_encoding_is_refused_and_the_right_one_can_be_chosen()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var address = await ImportVisit.Sent(site, Encoding.GetEncoding(949).GetBytes("시스템명,목적\n민원 챗봇,민원 응대\n"), visitor, "목록.csv");
        using var found = await site.Get(address, visitor: visitor);
        Assert.Contains("cp949", found.Body!.TextContent, StringComparison.Ordinal);
        using var wrong = await site.Get(address + "&encoding=utf-8", HttpStatusCode.UnprocessableEntity, visitor);
        Assert.Contains("UTF-8", wrong.QuerySelector("[role=alert]")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("utf-8", ImportVisit.FormOf(wrong, "look")["encoding"]);
    }

    [Fact]
    public async Task A_gigabyte_is_refused_before_it_is_read()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        using var body = new Gigabyte();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/import") { Content = body };
        request.Headers.ExpectContinue = true;
        using var answer = await visitor.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        using var page = await TestSite.Read(answer);
        Assert.Contains("256 MB", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, body.Taken);
    }

    [Fact]
    public async Task No_file_and_no_such_file_are_told()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        using var page = await site.Get("/import", visitor: visitor);
        using var nothing = new MultipartFormDataContent { { new StringContent(page.QuerySelector("input[name=__token]")!.GetAttribute("value")!), "__token" } };
        using var answer = await visitor.PostAsync(new Uri("/import", UriKind.Relative), nothing, TestContext.Current.CancellationToken);
        using var refused = await TestSite.Read(answer);
        Assert.Contains("파일을 고르지 않았습니다", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        using var gone = await site.Get("/import/" + new string('0', 64), HttpStatusCode.NotFound, visitor);
        using var odd = await site.Get("/import/..%2f..%2fetc", HttpStatusCode.NotFound, visitor);
    }

    private static Task<int> Entries(TestSite site) => site.Store.Read(c => c.Set<JournalEntry>().CountAsync(TestContext.Current.CancellationToken));

    private static void Fill(Stream to, int megabytes)
    {
        var block = new byte[1024 * 1024];
        for (var i = 0; i < megabytes; i++)
        {
            to.Write(block);
        }
    }

    /// <summary>Says that a gigabyte comes, and counts whether anybody takes it.</summary>
    private sealed class Gigabyte : HttpContent
    {
        public Gigabyte() => Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        public int Taken { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Taken++;
            return Task.CompletedTask;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 1L << 30;
            return true;
        }
    }
}
