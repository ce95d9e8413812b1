using System.Net;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Register.Importing;

public sealed class ImportPagesTests
{
    private const string Odd = "서비스 이름,담당 기관,우리만 쓰는 열\n민원 챗봇,하늘시,가\n<script>alert(1)</script>,하늘시,나\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_that_no_profile_knows_are_proposed_and_imported_as_chosen()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, Odd, visitor);
        using var page = await site.Get(address, visitor: visitor);
        Assert.Equal(3, page.QuerySelectorAll("select[name^='c.']").Length);
        Assert.Equal("name", ImportVisit.FormOf(page, "look")[ImportVisit.Control("서비스 이름")]);
        Assert.Contains("2", page.QuerySelector(".figures li strong")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await ImportVisit.Names(site));
        using var done = await ImportVisit.Decide(site, address, "import", visitor, f => f[ImportVisit.Control("우리만 쓰는 열")] = "");
        Assert.StartsWith("/imports/", done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(["민원 챗봇", "<script>alert(1)</script>"], await ImportVisit.Names(site));
        using var result = await site.Get(done.Headers.Location.OriginalString, visitor: visitor);
        Assert.Contains("목록.csv", result.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await site.Store.Read(c => c.Set<FileRow>().CountAsync(Stop)));
    }

    [Fact]
    public async Task A_script_in_a_cell_or_a_header_is_shown_as_text()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, Odd.Replace("우리만 쓰는 열", "<img src=x onerror=alert(2)>", StringComparison.Ordinal), visitor, "<b>목록<b>.csv");
        using var look = await site.Get(address, visitor: visitor);
        using var done = await ImportVisit.Decide(site, address, "import", visitor);
        using var result = await site.Get(done.Headers.Location!.OriginalString, visitor: visitor);
        using var list = await site.Get("/imports", visitor: visitor);
        Assert.All([look, result, list], page => Assert.Empty(page.QuerySelectorAll("script, main img, [onerror], main b")));
        Assert.Contains("<script>alert(1)</script>", look.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", result.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_comes_twice_in_an_uploaded_record_is_told_with_its_place_before_anything_is_imported()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, """[{"name": "갑", "purpose": "하나"}, {"name": "을", "purpose": "둘", "purpose": "셋"}]""", visitor, "keys.json");
        using var look = await site.Get(address, visitor: visitor);
        var told = look.QuerySelectorAll("li, td").First(e => e.TextContent.Contains("같은 이름('purpose')", StringComparison.Ordinal)).ParentElement!.TextContent;
        Assert.Contains("keys.json:2", told, StringComparison.Ordinal);
        Assert.Equal("purpose", ImportVisit.FormOf(look, "look")[ImportVisit.Control("purpose")]);
        Assert.Empty(await ImportVisit.Names(site));
        using var done = await ImportVisit.Decide(site, address, "import", visitor);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(["갑", "을"], await ImportVisit.Names(site));
    }

    [Fact]
    public async Task What_was_chosen_stays_when_the_form_comes_back()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, Odd, visitor);
        using var refused = await ImportVisit.Decide(site, address, "import", visitor, f =>
        {
            f[ImportVisit.Control("담당 기관")] = "name";
            f["save-as"] = "우리 목록";
            f["header"] = "x";
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var page = await TestSite.Read(refused);
        Assert.Equal(2, page.QuerySelectorAll("[role=alert] li").Length);
        var fields = ImportVisit.FormOf(page, "look");
        Assert.Equal(("name", "name", "우리 목록", "x", "목록.csv"),
            (fields[ImportVisit.Control("담당 기관")], fields[ImportVisit.Control("서비스 이름")], fields["save-as"], fields["header"], fields["name"]));
        Assert.Empty(await ImportVisit.Names(site));
    }

    [Fact]
    public async Task A_word_that_is_not_recognised_is_asked_about_and_then_means_what_was_said()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, "시스템명,단계\n갑,살랑살랑\n을,살랑살랑\n", visitor);
        void Lifecycle(Dictionary<string, string> f) => f[ImportVisit.Control("단계")] = "lifecycle";
        using var asked = await TestSite.Read(await ImportVisit.Decide(site, address, "look", visitor, Lifecycle));
        var word = Assert.Single(asked.QuerySelectorAll("select[name^='v.']"));
        Assert.Equal("살랑살랑", asked.QuerySelector("input[name^='s.']")!.GetAttribute("value"));
        var fields = ImportVisit.FormOf(asked, "import");
        fields[word.GetAttribute("name")!] = "pilot";
        using var done = await site.Post(address.Split('?')[0], fields, from: address, visitor);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(["pilot", "pilot"], await site.Store.Read(c => c.Set<SystemNow>().Select(s => s.State).ToListAsync(Stop)));
    }

    [Fact]
    public async Task A_profile_that_fits_leads_straight_to_the_preview_and_brings_its_books()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var profile = "us-federal-2025";
        var text = ImportVisit.Table(site, profile, Use(site, profile, "Claims triage"), Use(site, profile, "Fraud model"));
        var address = await ImportVisit.Sent(site, text, visitor, "uses.csv");
        using var page = await site.Get(address, visitor: visitor);
        Assert.Empty(page.QuerySelectorAll("select[name^='c.']"));
        Assert.True(page.QuerySelector("input[name=install]")!.HasAttribute("checked"));
        using var done = await ImportVisit.Decide(site, address, "import", visitor);
        Assert.Contains("us/m-25-21", await site.Store.Read(BookRegistry.Chosen));
        Assert.Equal(2, (await ImportVisit.Names(site)).Count);
        using var again = await ImportVisit.Decide(site, address, "import", visitor);
        Assert.Equal("/imports?nothing=1", again.Headers.Location!.OriginalString);
        await site.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        using var result = await site.Get(done.Headers.Location!.OriginalString, visitor: visitor);
        Assert.NotEmpty(result.QuerySelectorAll("#classes ~ .table-wrap tbody tr"));
    }

    [Fact]
    public async Task Books_are_left_alone_when_the_tick_is_taken_away()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, ImportVisit.Table(site, "us-federal-2025", Use(site, "us-federal-2025", "Claims triage")), visitor, "uses.csv");
        using var done = await ImportVisit.Decide(site, address, "import", visitor, f => f.Remove("install"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Empty(await site.Store.Read(BookRegistry.Chosen));
    }

    [Fact]
    public async Task Departments_are_made_when_the_officer_says_so()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, Odd, visitor);
        using var done = await ImportVisit.Decide(site, address, "import", visitor, f => (f[ImportVisit.Control("담당 기관")], f["departments"]) = ("organisation", "true"));
        Assert.Equal(["하늘시"], await site.Store.Read(c => c.Set<Department>().Select(d => d.Name).ToListAsync(Stop)));
    }

    [Fact]
    public async Task A_row_that_was_set_aside_is_repaired_and_taken_or_dismissed()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        var address = await ImportVisit.Sent(site, "시스템명,목적\n갑,하나\n,둘\n,셋\n", visitor);
        using var done = await ImportVisit.Decide(site, address, "import", visitor);
        var run = done.Headers.Location!.OriginalString;
        using var result = await site.Get(run, visitor: visitor);
        List<string> rows = [.. result.QuerySelectorAll($"a[href^='{run}/rows/']").Select(a => a.GetAttribute("href")!)];
        Assert.Equal(2, rows.Count);
        using var still = await site.Post(rows[0], new() { ["act"] = "take", ["cell.0"] = " ", ["cell.1"] = "둘둘" }, visitor: visitor);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, still.StatusCode);
        using var kept = await TestSite.Read(still);
        Assert.Equal("둘둘", kept.QuerySelector("input[name='cell.1']")!.GetAttribute("value"));
        using var same = await site.Post(rows[0], new() { ["act"] = "take", ["cell.0"] = "갑", ["cell.1"] = "둘" }, visitor: visitor);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, same.StatusCode);
        using var taken = await site.Post(rows[0], new() { ["act"] = "take", ["cell.0"] = "을", ["cell.1"] = "둘" }, visitor: visitor);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        using var dismissed = await site.Post(rows[1], new() { ["act"] = "dismiss" }, visitor: visitor);
        Assert.Equal(HttpStatusCode.Redirect, dismissed.StatusCode);
        Assert.Equal(["갑", "을"], await ImportVisit.Names(site));
        Assert.Equal(["dismissed", "taken"], await site.Store.Read(c => c.Set<SetAsideRow>().Select(r => r.State).OrderBy(s => s).ToListAsync(Stop)));
        using var twice = await site.Get(rows[0], HttpStatusCode.NotFound, visitor);
        var id = run["/imports/".Length..];
        Assert.Equal(2, await site.Store.Read(c => c.Set<ImportRun>().Where(r => r.Id == id).Select(r => r.Created).SingleAsync(Stop)));
    }

    [Fact]
    public async Task An_import_is_undone_from_its_page()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        using var done = await ImportVisit.Decide(site, await ImportVisit.Sent(site, Odd, visitor), "import", visitor);
        var run = done.Headers.Location!.OriginalString;
        using var undone = await site.Post(run + "/undo", [], from: run, visitor);
        Assert.Contains("removed=2", undone.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Empty(await ImportVisit.Names(site));
        using var page = await site.Get(undone.Headers.Location.OriginalString, visitor: visitor);
        Assert.Empty(page.QuerySelectorAll($"form[action='{run}/undo']"));
        Assert.Contains("목록에서 뺀 시스템 2", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_officers_import_and_the_empty_list_says_why()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        visitor.DefaultRequestHeaders.Remove("Accept-Language");
        visitor.DefaultRequestHeaders.Add("Accept-Language", "en");
        await site.Enter(Roles.Reader, visitor: visitor);
        using var refused = await site.Get("/import", HttpStatusCode.Forbidden, visitor);
        using var list = await site.Get("/imports", visitor: visitor);
        Assert.Contains("No list has been imported yet.", list.QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(list.QuerySelectorAll("main a[href='/import']"));
    }

    private static Dictionary<string, string> Use(TestSite site, string profile, string name)
    {
        var (organisation, _, named) = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<InventoryReader>(site.App.Services).Profiles().Get(profile).Value!.Identity;
        return new Dictionary<string, string> { [organisation!] = "Agency of Tests", [named!] = name };
    }
}
