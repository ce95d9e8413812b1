using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Register;

/// <summary>The same systems and the same questions on both stores.</summary>
public sealed class SearchTests
{
    private static readonly (string Name, string? English, string? Summary)[] Systems =
    [
        ("복지 사각지대 발굴", "Welfare outreach", "위기가구를 찾아 담당자에게 알린다"),
        ("교통신호 최적화", "Traffic signal timing", "교차로의 신호 주기를 바꾼다"),
        ("민원 상담 챗봇", "Civil complaint chatbot", "주민의 질문에 답하고, 교통 민원은 교통과로 보낸다"),
        ("시설물 점검", "Bridge inspections", "Drones inspected 12 bridges; classification of cracks by a model"),
        ("ﾃﾞｰﾀ 분석 ２", "Ｗｉｄｅ letters", null),
        ("검사 일정 관리", null, "DOJ-0357 GPT-4"),
    ];

    public static TheoryData<string, string> Questions { get; } = new()
    {
        { "복지", "1" }, { "교통", "2 3" }, { "민원", "3" }, { "ㅂㅈ", "1" }, { "ㄱㅌㅅㅎ", "2" }, { "ㄳ", "6" }, { "챗", "3" }, { "민원상담", "3" }, { "상담 민원", "3" }, { "교통과", "3" },
        { "교통 신호", "2" }, { "신교", "" }, { "\u1107\u1169\u11A8\u110C\u1175", "1" }, { "inspection", "4" }, { "inspect", "4" }, { "Inspecting", "4" }, { "classifying", "4" }, { "classify", "4" },
        { "bridg", "4" }, { "WELFARE", "1" }, { "wide", "5" }, { "분석 2", "5" }, { "AI-3", "3" }, { "ai3", "3" }, { "doj-0357", "6" }, { "0357", "6" }, { "gpt4", "6" }, { "gpt-4", "6" },
        { "welfare 교통", "" }, { "!!!", "" }, { "\" OR name:*", "" }, { "'; DROP", "" }, { "purpose", "" }, { "summary", "" },
    };

    [Fact]
    public async Task SQLite_finds_what_people_type()
    {
        await using var tower = await TestTower.Open();
        await AskAll(tower);
    }

    [Fact]
    public async Task PostgreSQL_finds_the_same()
    {
        await using var tower = await TestTower.Open(postgres: await PostgresCluster.NewDatabase());
        await AskAll(tower);
    }

    [Fact]
    public async Task What_is_changed_is_found_by_its_new_words_only()
    {
        await using var tower = await TestTower.Open();
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(Named("가로등 제어"), null));
        await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(made.Value!.System, new Dictionary<string, FactValue?> { ["name"] = new TextFact("보안등 관리") }));
        Assert.Equal("", await Find(tower, "가로등"));
        Assert.Equal("1", await Find(tower, "보안등"));
    }

    [Fact]
    public async Task SQLite_searches_the_past_by_the_words_of_then()
    {
        await using var tower = await TestTower.Open();
        await SearchPast(tower);
    }

    [Fact]
    public async Task PostgreSQL_searches_the_past_the_same_way()
    {
        await using var tower = await TestTower.Open(postgres: await PostgresCluster.NewDatabase());
        await SearchPast(tower);
    }

    /// <summary>A name changes, a fact comes, a state changes and no word with it, a system leaves: each moment is searched by what was recorded by then.</summary>
    private static async Task SearchPast(TestTower tower)
    {
        var lamp = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(Named("가로등 제어"), null))).Value!.System;
        var other = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(Named("주차 안내"), null))).Value!.System;
        var first = Pass(tower);
        await Change(tower, lamp, "lifecycle", "pilot");
        var second = Pass(tower);
        await Change(tower, lamp, "name", "보안등 관리");
        await Change(tower, lamp, "purpose", "골목을 밝힌다");
        var third = Pass(tower);
        Assert.True((await tower.Do<ConfirmMatch, SystemRef>(TestTower.Officer, new ConfirmMatch(lamp, other, true))).Done);
        var last = Pass(tower);

        Assert.Equal(["1", "1", "", ""], await Each(tower, new SystemFilter { Text = "가로등" }, first, second, third, last));
        Assert.Equal(["", "", "1", ""], await Each(tower, new SystemFilter { Text = "보안등" }, first, second, third, last));
        Assert.Equal(["2", "2", "2", "1"], await Each(tower, new SystemFilter { Text = "주차" }, first, second, third, last));
        Assert.Equal(["", "", "1", "1"], await Each(tower, new SystemFilter { Has = "purpose" }, first, second, third, last));
        Assert.Equal(["1 2", "1 2", "2", ""], await Each(tower, new SystemFilter { Lacks = "purpose" }, first, second, third, last));
        Assert.Equal(["1", "", "", ""], await Each(tower, new SystemFilter { Lacks = "lifecycle", Text = "가로등" }, first, second, third, last));
        Assert.Equal(["", "1", "1", "1"], await Each(tower, new SystemFilter { States = ["pilot"] }, first, second, third, last));
        Assert.Equal("1", await Find(tower, "주차"));
        Assert.Equal("", await Find(tower, "보안등"));
        var rows = await tower.Store.Read(c => c.Set<SystemSpan>().Where(s => s.System == lamp).OrderBy(s => s.Version).Select(s => s.Words).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(5, rows.Count);
        Assert.Equal(5, rows.Distinct().Count());
        // A state is no word: the next version shares the row.
        await Change(tower, lamp, "lifecycle", "review");
        Assert.Equal(rows[^1], await tower.Store.Read(c => c.Set<SystemNow>().Where(s => s.System == lamp).Select(s => s.Words).SingleAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_department_that_took_another_name_does_not_hide_words_that_come_back()
    {
        await using var tower = await TestTower.Open();
        await RenameDepartments(tower);
    }

    [Fact]
    public async Task On_PostgreSQL_it_does_not_either()
    {
        await using var tower = await TestTower.Open(postgres: await PostgresCluster.NewDatabase());
        await RenameDepartments(tower);
    }

    private static async Task RenameDepartments(TestTower tower)
    {
        var (red, blue) = (await Department(tower, "붉은과"), await Department(tower, "푸른과"));
        var system = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(Named("가로등 제어"), red))).Value!.System;
        Assert.True((await tower.Do<RenameDepartment, Done>(TestTower.Officer, new RenameDepartment(red, "노란과"))).Done);
        Assert.True((await tower.Do<RenameDepartment, Done>(TestTower.Officer, new RenameDepartment(blue, "붉은과"))).Done);
        Assert.Equal(("1", ""), (await Find(tower, "노란과"), await Find(tower, "붉은과")));
        Assert.True((await tower.Do<AssignDepartment, int>(TestTower.Officer, new AssignDepartment([system], blue))).Done);
        Assert.Equal(("", "1"), (await Find(tower, "노란과"), await Find(tower, "붉은과")));
    }

    [Fact]
    public async Task Pages_of_a_search_go_through_names_and_texts_without_a_gap()
    {
        await using var tower = await TestTower.Open();
        foreach (var i in Enumerable.Range(1, 24))
        {
            var facts = Named(i % 4 == 0 ? $"교통 {i:D2}" : i % 4 == 1 ? $"중앙 교통 {i:D2}" : $"기타 {i:D2}");
            if (i % 4 == 2)
            {
                facts["summary"] = new TextFact("교통 자료를 모은다");
            }
            Assert.True((await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, null))).Done);
        }
        var found = new List<string>();
        for (var skip = 0; skip < 20; skip += 5)
        {
            var page = (await tower.Do<ListSystems, SystemPage>(TestTower.Officer, new ListSystems(new SystemFilter { Text = "교통" }, Skip: skip, Take: 5))).Value!;
            Assert.Equal(18, page.Total);
            found.AddRange(page.Rows.Select(r => r.Listed.Name));
        }
        Assert.Equal([.. Enumerable.Range(1, 6).Select(i => $"교통 {i * 4:D2}"), .. Enumerable.Range(0, 6).Select(i => $"중앙 교통 {(i * 4) + 1:D2}"), .. Enumerable.Range(0, 6).Select(i => $"기타 {(i * 4) + 2:D2}")], found);
    }

    private static async Task<string> Department(TestTower tower, string name) => (await tower.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment(name))).Value!;

    private static long Pass(TestTower tower)
    {
        var now = tower.Clock.Micros;
        tower.Time.Pass(TimeSpan.FromMinutes(1));
        return now;
    }

    private static async Task Change(TestTower tower, string system, string fact, string text) =>
        Assert.True((await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { [fact] = new TextFact(text) }))).Done);

    private static async Task<List<string>> Each(TestTower tower, SystemFilter filter, params long[] instants)
    {
        var found = new List<string>();
        foreach (var instant in instants)
        {
            var page = (await tower.Do<ListSystems, SystemPage>(TestTower.Officer, new ListSystems(filter, new Moment(tower.Clock.Today, instant), SystemOrder.Number))).Value!;
            Assert.Equal(page.Total, page.Rows.Count);
            found.Add(string.Join(' ', page.Rows.Select(r => r.Listed.Number)));
        }
        return found;
    }

    [Fact]
    public async Task Names_come_before_other_words()
    {
        await using var tower = await TestTower.Open();
        await Fill(tower);
        var page = await tower.Do<ListSystems, SystemPage>(TestTower.Officer, new ListSystems(new SystemFilter { Text = "교통" }));
        Assert.Equal([2, 3], page.Value!.Rows.Select(r => r.Listed.Number));
    }

    [Theory]
    [InlineData("inspections", "inspecting", "inspected", "inspection", "inspect")]
    [InlineData("classification", "classify", "classified", "classifies", "classifying")]
    [InlineData("translate", "translation", "translating", "translated", "translations")]
    [InlineData("planning", "plan", "plans", "planned")]
    [InlineData("analysis", "analyze", "analyses", "analyzing", "analysed")]
    [InlineData("services", "service")]
    [InlineData("policies", "policy")]
    [InlineData("assessments", "assess", "assessed")]
    [InlineData("documents", "document", "documentation")]
    public void Forms_of_an_English_word_have_one_stem(params string[] forms) => Assert.Single(forms.Select(EnglishStem.Of).Distinct());

    [Fact]
    public void Text_that_is_no_text_is_cut_without_a_fault()
    {
        Assert.Equal(["ok"], SearchText.Tokens("\uD800 ok \0\u200B"));
        Assert.Empty(SearchText.Tokens("  …—  "));
    }

    private static async Task AskAll(TestTower tower)
    {
        await Fill(tower);
        foreach (var row in Questions)
        {
            var (question, expected) = row.Data;
            Assert.Equal((question, expected), (question, await Find(tower, question)));
        }
    }

    private static async Task Fill(TestTower tower)
    {
        foreach (var (name, english, summary) in Systems)
        {
            var facts = Named(name);
            foreach (var (id, text) in new[] { ("name_en", english), ("summary", summary) }.Where(f => f.Item2 is not null))
            {
                facts[id] = new TextFact(text!);
            }
            Assert.True((await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, null))).Done);
        }
    }

    private static Dictionary<string, FactValue> Named(string name) => new() { ["name"] = new TextFact(name) };

    private static async Task<string> Find(TestTower tower, string question)
    {
        var page = await tower.Do<ListSystems, SystemPage>(TestTower.Officer, new ListSystems(new SystemFilter { Text = question }, Order: SystemOrder.Number));
        Assert.True(page.Done);
        Assert.Equal(page.Value.Total, page.Value.Rows.Count);
        return string.Join(' ', page.Value.Rows.Select(r => r.Listed.Number));
    }
}
