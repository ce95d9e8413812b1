using Haechi.Tower.Access;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Bench.Tower;

/// <summary>A page that is measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Path">Its address.</param>
/// <param name="FirstByte">True: only until the first byte comes.</param>
/// <param name="AfterChange">True: something is changed before each request, so that nothing answers from memory.</param>
/// <param name="Note">A remark.</param>
internal sealed record Page(string Name, string Path, bool FirstByte = false, bool AfterChange = false, string? Note = null);

/// <summary>Ids of the made city that stand in addresses.</summary>
internal sealed record KnownIds(string Department, string Bureau, string System, int Systems);

/// <summary>The pages, with the filters that people use.</summary>
internal static class Pages
{
    private const string Then = "as-of=2026-11-07";
    private const string Before = "as-of=2026-11-16";

    public static async Task<KnownIds> Known(TowerStore store)
    {
        await using var context = store.Open();
        var department = await context.Set<Department>().Where(d => d.Parent != null).OrderBy(d => d.Name).FirstAsync();
        return new KnownIds(department.Id, department.Parent!, await context.Set<SystemNow>().OrderBy(s => s.Number).Select(s => s.System).FirstAsync(), await context.Set<SystemNow>().CountAsync());
    }

    public static IEnumerable<Page> All(KnownIds ids) => [.. Lists(ids), .. Searches(), .. Boards(ids), .. Past(ids), .. Others(ids)];

    private static IEnumerable<Page> Lists(KnownIds ids) =>
    [
        new("list: by name", "/systems"), new("list: last page", $"/systems?page={(ids.Systems + 49) / 50}"), new("list: last changed first", "/systems?sort=changed"), new("list: by number, backwards", "/systems?sort=-number"),
        new("list: one state", "/systems?state=pilot"), new("list: one department", $"/systems?department={ids.Department}"), new("list: a bureau with its departments", $"/systems?department={ids.Bureau}"),
        new("list: lacks a fact", "/systems?lacks=benefits"), new("list: has a fact", "/systems?has=purpose"), new("list: has a fact, one state, with that column", "/systems?has=benefits&state=pilot&col=benefits&col=state"),
        new("list: CSV, first byte", "/systems.csv", FirstByte: true), new("list: CSV of a department, first byte", $"/systems.csv?department={ids.Department}", FirstByte: true),
    ];

    private static IEnumerable<Page> Searches() =>
    [
        .. new[] { ("복지", ""), ("신", "one syllable"), ("ㅂㅈ", "initials"), ("복지 챗봇", "two words"), ("inspecting", "English, by its stem"), ("담당자", "every system"), ("AI-777", "a number"), ("없는말", "nothing") }
            .Select(q => new Page($"search: {q.Item1}", $"/systems?q={Uri.EscapeDataString(q.Item1)}", Note: q.Item2)),
        new("search: 복지 in one state", "/systems?q=%EB%B3%B5%EC%A7%80&state=pilot"), new("search: 담당자, page 500", $"/systems?q={Uri.EscapeDataString("담당자")}&page=500"),
        new("search: 담당자, last changed first", $"/systems?q={Uri.EscapeDataString("담당자")}&sort=changed"),
    ];

    private static IEnumerable<Page> Boards(KnownIds ids) =>
    [
        new("portfolio", "/"), new("portfolio after a change", "/", AfterChange: true), new("gap board", "/gaps"), new("gap board after a change", "/gaps", AfterChange: true),
        new("gap board: one class", "/gaps?class=high-impact"), new("gap board: one department", $"/gaps?department={ids.Department}"), new("gap board: a bureau", $"/gaps?department={ids.Bureau}"),
        new("gap board: one standing", "/gaps?standing=blank"), new("gap board: musts", "/gaps?strength=must"), new("gap board: overdue", "/gaps?overdue=1"), new("gap board: owned by nobody", "/gaps?owner=none"),
        new("gap board: page 5000", "/gaps?page=5000"), new("gap board: CSV, first byte", "/gaps.csv", FirstByte: true), new("my duties", "/my-duties"),
    ];

    private static IEnumerable<Page> Past(KnownIds ids) =>
    [
        new("past: list", $"/systems?{Then}"), new("past: list, a week ago", $"/systems?{Before}"), new("past: one state", $"/systems?{Then}&state=pilot"), new("past: lacks a fact", $"/systems?{Then}&lacks=benefits"),
        new("past: search 복지", $"/systems?{Then}&q=%EB%B3%B5%EC%A7%80"), new("past: search 담당자", $"/systems?{Then}&q={Uri.EscapeDataString("담당자")}", Note: "every system"), new("past: portfolio", $"/?{Then}"),
        new("past: gap board", $"/gaps?{Then}"), new("past: gap board of a department", $"/gaps?{Then}&department={ids.Department}"), new("future: list as true on another day", "/systems?on=2027-03-01"),
    ];

    private static IEnumerable<Page> Others(KnownIds ids) =>
    [
        new("preview: another day", "/rulebooks-preview?on=2027-03-01"), new("preview: fewer books", "/rulebooks-preview?book=kr%2Fpublic-ai-act"), new("preview: other books", "/rulebooks-preview?book=city%2Fhaneul&book=eu%2Fai-act"),
        new("one system", $"/systems/{ids.System}"), new("why this class", $"/systems/{ids.System}/why"), new("rulebooks", "/rulebooks"), new("where owners and rules differ", "/rulebooks/disagreements"),
        new("duplicates", "/duplicates"), new("products", "/products"), new("departments", "/departments"), new("imports", "/imports"), new("assessments", "/assessments"), new("accounts", "/accounts"), new("export", "/export"),
    ];
}
