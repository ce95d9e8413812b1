using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;

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
