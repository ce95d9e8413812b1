using System.Net;
using Haechi.House.Tests.Register.Importing;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;

namespace Haechi.House.Tests.Importing;

/// <summary>Last year's list and this year's: by the command on real inventories, and on the page where a person decides.</summary>
public sealed class CompareListsTests
{
    private const string Before = "시스템명,부서,목적\n민원 챗봇,민원과,응대\n교통 흐름 예측,교통과,예측\n폐기물 분류,환경과,분류\n";

    private const string Now = "관리번호,시스템명,담당 부서,활용 목적\nA-1,민원 챗봇,민원과,응대와 안내\nA-2,교통 흐름 예측 시스템,교통과,예측\nA-3,복지 상담,복지과,상담\n";

    [Fact]
    public void The_lists_of_two_years_are_compared_by_the_command()
    {
        using var folder = new VerbFolder();
        folder.Json("import", Repository.Shared("data/us/2024_consolidated_ai_inventory_raw_v2.csv"));
        folder.Json("import", Repository.Shared("data/us/2025_individually_reported_AI_use_cases.csv"));
        var found = folder.Json("systems", "--compare", "2024_consolidated_ai_inventory_raw_v2.csv", "--with", "2025_individually_reported_AI_use_cases.csv");
        Assert.True(found.GetProperty("same_name").GetInt32() >= 1056, $"{found.GetProperty("same_name")}");
        Assert.Equal(3611, found.GetProperty("same_name").GetInt32() + found.GetProperty("renamed").GetInt32() + found.GetProperty("new").GetInt32() + found.GetProperty("both").GetInt32());
        Assert.Equal(2133, found.GetProperty("same_name").GetInt32() + found.GetProperty("renamed").GetInt32() + found.GetProperty("gone").GetInt32() + found.GetProperty("both").GetInt32());
        Assert.True(found.GetProperty("renamed").GetInt32() > 0);
        Assert.Equal(2, folder.Run("systems", "--compare", "none.csv").Code);
    }

    [Fact]
    public async Task A_person_joins_the_same_names_and_decides_about_the_renamed_one_by_one()
    {
        await using var site = await TestSite.Open();
        using var visitor = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: visitor);
        using var first = await ImportVisit.Decide(site, await ImportVisit.Sent(site, Before, visitor, "2024.csv"), "import", visitor);
        using var alone = await site.Get(first.Headers.Location!.OriginalString + "/compare", visitor: visitor);
        Assert.NotNull(alone.QuerySelector(".empty"));
        using var second = await ImportVisit.Decide(site, await ImportVisit.Sent(site, Now, visitor, "2025.csv"), "import", visitor);
        Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        var address = second.Headers.Location!.OriginalString + "/compare";
        using var page = await site.Get(address, visitor: visitor);
        Assert.Equal(["0", "1", "1", "1", "1"], page.QuerySelectorAll(".figures strong").Select(s => s.TextContent));

        var with = page.QuerySelector("select[name=with] option[selected]")!.GetAttribute("value")!;
        using var joined = await site.Post(address, new() { ["with"] = with, ["act"] = "join-all" }, from: address, visitor);
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        Assert.Equal(5, (await ImportVisit.Names(site)).Count);
        using var after = await site.Get(address, visitor: visitor);
        Assert.Equal(["1", "0", "1", "1", "1"], after.QuerySelectorAll(".figures strong").Select(s => s.TextContent));

        var form = after.QuerySelectorAll("form.panel").Single();
        string Hidden(string name) => form.QuerySelector($"input[name={name}]")!.GetAttribute("value")!;
        using var apart = await site.Post(address, new() { ["with"] = with, ["old"] = Hidden("old"), ["new"] = Hidden("new"), ["act"] = "two" }, from: address, visitor);
        Assert.Equal(HttpStatusCode.Redirect, apart.StatusCode);
        using var last = await site.Get(address, visitor: visitor);
        Assert.Equal(["1", "0", "0", "2", "2"], last.QuerySelectorAll(".figures strong").Select(s => s.TextContent));
        using var none = await site.Get(address + "?with=none", HttpStatusCode.NotFound, visitor);
    }
}
