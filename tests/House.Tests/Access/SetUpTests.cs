using System.Net;
using AngleSharp.Dom;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Access;

public sealed class SetUpTests
{
    [Fact]
    public async Task An_empty_city_is_walked_in_four_forms_and_can_be_left_at_any()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        Assert.Equal("/set-up", await Led(site, "/"));
        Assert.Equal("/set-up/body", await Led(site, "/set-up"));
        Assert.Equal("/set-up/departments", (await site.Post("/set-up/body", new() { ["ko"] = "하늘시", ["en"] = "Haneul", ["kind"] = "basic_local" })).Headers.Location?.OriginalString);
        Assert.Equal("/set-up/departments", await Led(site, "/set-up"));
        Assert.Equal("/set-up/books", (await site.Post("/set-up/departments", new() { ["lines"] = "복지국\n  노인돌봄과 | Elderly Care\n교통국" })).Headers.Location?.OriginalString);
        using var books = await site.Get("/set-up/books");
        Assert.Equal(["kr/ai-basic-act", "kr/public-ai-act"], books.QuerySelectorAll("input[name=books][checked]").Select(i => i.GetAttribute("value")).Order());
        Assert.Equal("/set-up/list", (await site.Post("/set-up/books", new() { ["books"] = "kr/public-ai-act" })).Headers.Location?.OriginalString);
        Assert.Equal("/systems/new", (await site.Post("/set-up/list", new() { ["way"] = "/systems/new" })).Headers.Location?.OriginalString);
        using var home = await site.Get("/");
        Assert.Contains("하늘시", home.QuerySelector(".brand")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_installed_when_no_book_is_chosen()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await site.Post("/set-up/books", [])).StatusCode);
    }

    [Fact]
    public async Task A_pasted_tree_becomes_departments_whatever_it_is_indented_with()
    {
        await using var tower = await TestTower.Open();
        var planted = await tower.Do<PlantDepartments, Planted>(TestTower.Officer, new PlantDepartments("가국\n\t나과\n\t\t다팀\n\t라과\n\n- 마국\n　바과 | Ba\n"));
        Assert.Equal(new Planted(6, 0), planted.Value);
        var all = await tower.Store.Read(c => c.Set<Department>().ToDictionaryAsync(d => d.Name, TestContext.Current.CancellationToken));
        Assert.Equal(all["나과"].Id, all["다팀"].Parent);
        Assert.Equal(all["가국"].Id, all["라과"].Parent);
        Assert.StartsWith(all["나과"].Path, all["다팀"].Path, StringComparison.Ordinal);
        Assert.Equal("Ba", all["바과"].NameEn);
    }

    [Fact]
    public async Task The_same_tree_twice_changes_nothing()
    {
        await using var tower = await TestTower.Open();
        await tower.Do<PlantDepartments, Planted>(TestTower.Officer, new PlantDepartments("가국\n 나과"));
        var again = await tower.Do<PlantDepartments, Planted>(TestTower.Officer, new PlantDepartments("가국\n    나 과\n    새과"));
        Assert.Equal(new Planted(1, 2), again.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\n")]
    [InlineData("가국\n | only English")]
    public async Task A_list_that_names_nothing_is_refused(string lines)
    {
        await using var tower = await TestTower.Open();
        var refused = await tower.Do<PlantDepartments, Planted>(TestTower.Officer, new PlantDepartments(lines));
        Assert.Equal("lines", Assert.Single(refused.Refusals).Where);
    }

    [Fact]
    public void Every_suggested_book_is_there() =>
        Assert.All(BodyKinds.All.SelectMany(k => k.Books), id => Assert.True(File.Exists(Path.Combine(Repository.Root, "rulebooks", id, "book.yaml")), id));

    private static async Task<string?> Led(TestSite site, string path)
    {
        var answer = await site.Send(path);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location?.OriginalString;
    }
}
