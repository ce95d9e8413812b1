using System.Net;
using System.Text;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Importing;

public sealed class ExportPagesTests
{
    private const string Formula = "=HYPERLINK(\"http://evil.example\")";

    [Fact]
    public async Task What_is_lost_and_missing_is_shown_before_the_file()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await Filled(site, visitor);
        using var page = await site.Get("/export?profile=kr-service-list", visitor: visitor);
        Assert.Contains("임시 양식", page.QuerySelector(".notice-warn")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("유형", page.QuerySelectorAll(".table-wrap")[^1].TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("form[action='/export/file'] input[name=profile][value=kr-service-list]"));
        using var lossy = await site.Get("/export?profile=uk-atrs", visitor: visitor);
        Assert.NotEmpty(lossy.QuerySelectorAll(".table-wrap tbody tr"));
    }

    [Fact]
    public async Task A_formula_is_disarmed_unless_an_exact_copy_is_asked_for()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        var sent = await Filled(site, visitor);
        using var safe = await site.Send("/export/file?profile=kr-service-list", visitor);
        Assert.Equal("haechi-kr-service-list-2026-11-22.csv", safe.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var read = TableReader.Read(await safe.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), "a.csv", stop: TestContext.Current.CancellationToken).Value!;
        Assert.Contains("'" + Formula, read.Rows.SelectMany(r => r.Cells));
        Assert.DoesNotContain(Formula, read.Rows.SelectMany(r => r.Cells));
        using var exact = await site.Send("/export/file?profile=kr-service-list&exact=1", visitor);
        var copy = TableReader.Read(await exact.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), "b.csv", stop: TestContext.Current.CancellationToken).Value!;
        var original = TableReader.Read(new MemoryStream(sent), "c.csv", stop: TestContext.Current.CancellationToken).Value!;
        Assert.Equal(original.Rows.Select(r => r.Cells), copy.Rows.Select(r => r.Cells));
        using var book = await site.Send("/export/file?profile=kr-service-list&form=xlsx", visitor);
        Assert.EndsWith(".xlsx", book.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        var sheet = TableReader.Read(await book.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), "a.xlsx", stop: TestContext.Current.CancellationToken).Value!;
        Assert.Contains(Formula, sheet.Rows.SelectMany(r => r.Cells));
    }

    [Fact]
    public async Task An_empty_register_an_unknown_profile_and_a_choice_not_made_are_told()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Reader, visitor: visitor);
        using var choose = await site.Get("/export", visitor: visitor);
        Assert.NotNull(choose.QuerySelector(".empty"));
        using var empty = await site.Get("/export?profile=generic", HttpStatusCode.UnprocessableEntity, visitor);
        Assert.NotNull(empty.QuerySelector("[role=alert]"));
        using var unknown = await site.Get("/export?profile=..%2Fx", HttpStatusCode.NotFound, visitor);
        using var file = await site.Get("/export/file?profile=nothing", HttpStatusCode.NotFound, visitor);
    }

    [Fact]
    public async Task The_register_is_listed_by_import()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await Filled(site, visitor);
        using var own = await site.Post("/systems/new", new() { ["name"] = "손으로 적은 것" }, visitor: visitor);
        using var all = await site.Get("/systems", visitor: visitor);
        var run = all.QuerySelectorAll("select[name=import] option").Select(o => o.GetAttribute("value")).Single(v => v!.Length > 0)!;
        Assert.Equal(3, all.QuerySelectorAll("tbody tr").Length);
        using var some = await site.Get("/systems?import=" + run, visitor: visitor);
        Assert.Equal(2, some.QuerySelectorAll("tbody tr").Length);
        Assert.DoesNotContain("손으로 적은 것", some.Body!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<byte[]> Filled(TestSite site, HttpClient visitor)
    {
        await site.Enter(Roles.Officer, visitor: visitor);
        var text = ImportVisit.Table(site, "kr-service-list", new() { ["기관명"] = "하늘시", ["부서"] = "복지과", ["서비스명"] = "복지 상담" }, new() { ["기관명"] = "하늘시", ["부서"] = "복지과", ["서비스명"] = Formula });
        var bytes = Encoding.UTF8.GetBytes(text);
        using var done = await ImportVisit.Decide(site, await ImportVisit.Sent(site, bytes, visitor, "서비스.csv"), "import", visitor);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        return bytes;
    }
}
