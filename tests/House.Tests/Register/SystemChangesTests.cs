using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Register;

public sealed class SystemChangesTests
{
    private static Actor Officer => TestTower.Officer;

    [Fact]
    public async Task An_undo_is_a_new_version_that_says_what_an_earlier_one_said()
    {
        await using var tower = await TestTower.Open();
        var id = await Make(tower, "챗봇");
        await Change(tower, id, "summary", "잘못 적은 요약");
        var undone = await tower.Do<UndoChange, SystemRef>(Officer, new UndoChange(id, 1, 2, "잘못 고침"));
        Assert.Equal(3, undone.Value!.Version);
        var history = (await tower.Do<SystemHistory, IReadOnlyList<HistoryRow>>(Officer, new SystemHistory(id))).Value!;
        Assert.Equal(["undo", "change", "create"], history.Select(h => h.Change));
        Assert.Equal(["summary"], history[0].Changed);
        var difference = Assert.Single((await tower.Do<SystemDiff, IReadOnlyList<FactDifference>>(Officer, new SystemDiff(id, 2, 3))).Value!);
        Assert.Equal(("summary", "잘못 적은 요약", null), (difference.Fact, difference.Before!.Value.Shown, difference.After?.Value.Shown));
        Assert.Empty((await tower.Do<SystemDiff, IReadOnlyList<FactDifference>>(Officer, new SystemDiff(id, 1, 3))).Value!);
    }

    [Fact]
    public async Task A_first_entry_asks_the_guards_unless_it_was_found_so()
    {
        await using var tower = await TestTower.Open(more: s => s.AddSingleton<IStateGuard, NothingIntoUse>());
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact("챗봇"), [Lifecycle.Question] = new TextFact("in_use") };
        Assert.Equal("gate", Assert.Single((await tower.Do<RegisterSystem, SystemRef>(Officer, new RegisterSystem(facts, null))).Refusals).Code);
        Assert.True((await tower.Do<RegisterSystem, SystemRef>(Officer, new RegisterSystem(facts, null, Found: true))).Done);
    }

    [Fact]
    public async Task An_undo_asks_the_guards_too()
    {
        await using var tower = await TestTower.Open(more: s => s.AddSingleton<IStateGuard, NothingIntoUse>());
        var id = await Make(tower, "챗봇", "in_use");
        await tower.Do<ChangeState, SystemRef>(Officer, new ChangeState(id, "suspended"));
        var undone = await tower.Do<UndoChange, SystemRef>(Officer, new UndoChange(id, 1, 2));
        Assert.Equal("gate", Assert.Single(undone.Refusals).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_system_is_seen_as_it_was_recorded_and_as_it_was_in_the_world(bool postgres)
    {
        await using var tower = await TestTower.Open(postgres: postgres ? await PostgresCluster.NewDatabase() : null);
        var id = await Make(tower, "챗봇");
        var first = tower.Clock.Micros;
        tower.Time.Pass(TimeSpan.FromDays(3));
        await Change(tower, id, "name", "상담 챗봇");
        async Task<string> Name(Moment at) => (await tower.Do<SystemAt, SeenSystem>(Officer, new SystemAt("AI-1", at))) is { Done: true } seen ? seen.Value.Version.Name : "";
        Assert.Equal("상담 챗봇", await Name(Moment.Now(tower.Clock)));
        Assert.Equal("챗봇", await Name(new Moment(tower.Clock.Today, first)));
        Assert.Equal("챗봇", await Name(new Moment(tower.Clock.Today.AddDays(-1))));
        Assert.Equal("", await Name(new Moment(tower.Clock.Today.AddDays(-9))));
        async Task<string?> Listed(Moment at, string? text = null) => (await tower.Do<ListSystems, SystemPage>(Officer, new ListSystems(new SystemFilter { Text = text }, at))).Value!.Rows.SingleOrDefault()?.Listed.Name;
        Assert.Equal("챗봇", await Listed(new Moment(tower.Clock.Today, first)));
        Assert.Null(await Listed(new Moment(tower.Clock.Today.AddDays(-9))));
        Assert.Equal("챗봇", await Listed(new Moment(tower.Clock.Today, first), "챗봇"));
        Assert.Null(await Listed(new Moment(tower.Clock.Today, first), "상담"));
    }

    [Fact]
    public async Task A_change_holds_from_no_day_before_the_present_version_and_none_to_come()
    {
        await using var tower = await TestTower.Open();
        var id = await Make(tower, "챗봇");
        foreach (var day in new[] { -1, 1 })
        {
            var refused = await tower.Do<ChangeFacts, SystemRef>(Officer, new ChangeFacts(id, new Dictionary<string, FactValue?> { ["summary"] = new TextFact("x") }, ValidFrom: tower.Clock.Today.AddDays(day)));
            Assert.Equal("wrong-day", Assert.Single(refused.Refusals).Code);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_is_undone_where_nothing_came_after_and_the_rest_is_named(bool postgres)
    {
        await using var tower = await TestTower.Open(postgres: postgres ? await PostgresCluster.NewDatabase() : null);
        var (old, edited) = (await Make(tower, "전부터 있던 시스템"), await Make(tower, "나중에 고친 시스템"));
        var made = await Import(tower, "import-1", [old, edited], ["새로 온 시스템"]);
        await Change(tower, edited, "summary", "사람이 고침");
        var undone = (await tower.Do<UndoImport, UndoneImport>(Officer, new UndoImport("import-1"))).Value!;
        Assert.Equal((1, 1), (undone.Restored, undone.Removed));
        Assert.Equal([edited], undone.Kept);
        var page = (await tower.Do<ListSystems, SystemPage>(Officer, new ListSystems(new SystemFilter(), Order: SystemOrder.Number, WithFacts: true))).Value!;
        Assert.Equal([old, edited], page.Rows.Select(r => r.Listed.System));
        Assert.Null(page.Rows[0].Facts["purpose"]);
        Assert.NotNull(page.Rows[1].Facts["purpose"]);
        Assert.Equal(0, (await tower.Do<ListSystems, SystemPage>(Officer, new ListSystems(new SystemFilter { Text = "새로" }))).Value!.Total);
        Assert.Equal(0, await tower.Store.Read(c => c.Set<SystemSourceId>().CountAsync(i => i.System == made[0], TestContext.Current.CancellationToken)));
        var then = (await tower.Do<ListSystems, SystemPage>(Officer, new ListSystems(new SystemFilter(), new Moment(tower.Clock.Today, tower.Clock.Micros - 1)))).Value!;
        Assert.Equal(0, then.Total);
    }

    [Fact]
    public async Task Many_systems_are_given_to_a_department_at_once_and_only_by_those_who_may()
    {
        await using var tower = await TestTower.Open();
        var top = (await tower.Do<AddDepartment, string>(Officer, new AddDepartment("하늘시"))).Value!;
        var (a, b) = ((await tower.Do<AddDepartment, string>(Officer, new AddDepartment("복지국", top))).Value!, (await tower.Do<AddDepartment, string>(Officer, new AddDepartment("교통국", top))).Value!);
        var systems = new[] { await Make(tower, "첫째"), await Make(tower, "둘째") };
        Assert.Equal(2, (await tower.Do<AssignDepartment, int>(Officer, new AssignDepartment(systems, a))).Value);
        Assert.Equal(0, (await tower.Do<AssignDepartment, int>(Officer, new AssignDepartment(systems, a))).Value);
        var narrow = new Actor("x", "박담당", Roles.Officer, b);
        Assert.Equal("out-of-scope", Assert.Single((await tower.Do<AssignDepartment, int>(narrow, new AssignDepartment(systems, b))).Refusals).Code);
        Assert.Equal(2, await Count(tower, new SystemFilter { Department = top }));
        Assert.Equal(0, await Count(tower, new SystemFilter { Department = b }));
        Assert.Equal(2, await Count(tower, new SystemFilter { Text = "복지국" }));
        Assert.Equal("not-empty", Assert.Single((await tower.Do<CloseDepartment, Done>(Officer, new CloseDepartment(a))).Refusals).Code);
        await tower.Do<RenameDepartment, Done>(Officer, new RenameDepartment(a, "돌봄국"));
        Assert.Equal(0, await Count(tower, new SystemFilter { Text = "복지국" }));
        Assert.Equal(2, await Count(tower, new SystemFilter { Text = "돌봄국" }));
    }

    [Fact]
    public async Task One_product_stands_behind_many_systems_and_lends_them_its_facts()
    {
        await using var tower = await TestTower.Open();
        var systems = new[] { await Make(tower, "복지 상담"), await Make(tower, "민원 상담") };
        foreach (var id in systems)
        {
            await Change(tower, id, "commercial_product", id == systems[0] ? "Talk-Bot" : "talk bot");
        }
        var suggested = Assert.Single((await tower.Do<SuggestProducts, IReadOnlyList<ProductSuggestion>>(Officer, new SuggestProducts())).Value!);
        Assert.Equal(2, suggested.Systems.Count);
        var product = (await tower.Do<MakeProduct, string>(Officer, new MakeProduct("Talk-Bot", "가나다소프트", new Dictionary<string, FactValue> { ["technique"] = new TextFact("LLM") }, [.. suggested.Systems.Select(s => s.Id)]))).Value!;
        Assert.Equal(2, await Count(tower, new SystemFilter { Product = product }));
        Assert.Equal(2, await Count(tower, new SystemFilter { Text = "가나다소프트" }));
        Assert.Equal("duplicate", Assert.Single((await tower.Do<MakeProduct, string>(Officer, new MakeProduct("talk-bot", "가나다소프트", new Dictionary<string, FactValue>()))).Refusals).Code);
        var facts = (await tower.Do<SystemAt, SeenSystem>(Officer, new SystemAt(systems[0]))).Value!.Facts;
        var shown = ShownFacts.Of(facts, FactsJson.Read((await tower.Store.Read(c => c.Set<Product>().SingleAsync(TestContext.Current.CancellationToken))).Facts));
        Assert.True(shown["technique"].FromProduct);
        Assert.False(shown["commercial_product"].FromProduct);
        Assert.Empty((await tower.Do<SuggestProducts, IReadOnlyList<ProductSuggestion>>(Officer, new SuggestProducts())).Value!);
    }

    [Fact]
    public async Task A_confirmed_match_keeps_the_older_system_and_its_history()
    {
        await using var tower = await TestTower.Open();
        var (old, young) = (await Make(tower, "민원 챗봇"), await Make(tower, "민원 챗봇"));
        await Change(tower, young, "summary", "올해의 요약");
        Assert.Equal(1, (await tower.Do<FindDuplicates, DuplicatePage>(Officer, new FindDuplicates())).Value!.Total);
        Assert.Equal(2, (await tower.Do<ConfirmMatch, SystemRef>(Officer, new ConfirmMatch(old, young, true))).Value!.Version);
        Assert.Equal("올해의 요약", (await tower.Do<SystemAt, SeenSystem>(Officer, new SystemAt(old))).Value!.Facts.Text("summary"));
        Assert.Equal(old, (await tower.Do<SystemAt, SeenSystem>(Officer, new SystemAt(young))).Value!.System.MergedInto);
        Assert.Equal(1, await Count(tower, new SystemFilter()));
        var third = await Make(tower, "민원 챗봇");
        await tower.Do<ConfirmMatch, SystemRef>(Officer, new ConfirmMatch(old, third, false));
        Assert.Equal(0, (await tower.Do<FindDuplicates, DuplicatePage>(Officer, new FindDuplicates())).Value!.Total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_is_narrowed_by_facts_states_and_days_and_stands_in_Korean_order(bool postgres)
    {
        await using var tower = await TestTower.Open(postgres: postgres ? await PostgresCluster.NewDatabase() : null);
        var (b, a, c) = (await Make(tower, "나무 관리", "pilot"), await Make(tower, "가로등 제어"), await Make(tower, "Chatbot", "in_use"));
        await Change(tower, a, "purpose", "불을 켠다\t\\끝\n둘째 줄");
        async Task<string> Names(SystemFilter filter, Moment? at = null, bool descending = false) => string.Join(", ", (await tower.Do<ListSystems, SystemPage>(Officer, new ListSystems(filter, at, SystemOrder.Name, descending))).Value!.Rows.Select(r => r.Listed.Name));
        Assert.Equal("Chatbot, 가로등 제어, 나무 관리", await Names(new SystemFilter()));
        Assert.Equal("나무 관리, 가로등 제어, Chatbot", await Names(new SystemFilter(), descending: true));
        Assert.Equal("가로등 제어", await Names(new SystemFilter { Has = "purpose" }));
        Assert.Equal("Chatbot, 나무 관리", await Names(new SystemFilter { Lacks = "purpose" }));
        Assert.Equal("가로등 제어", await Names(new SystemFilter { States = [SystemFilter.Unknown] }));
        Assert.Equal("가로등 제어, 나무 관리", await Names(new SystemFilter { States = ["pilot", SystemFilter.Unknown] }));
        Assert.Equal("Chatbot, 가로등 제어, 나무 관리", await Names(new SystemFilter { ChangedSince = tower.Clock.Today }));
        Assert.Equal("", await Names(new SystemFilter { ChangedSince = tower.Clock.Today.AddDays(1) }));
        Assert.Equal("Chatbot, 나무 관리", await Names(new SystemFilter { Department = SystemFilter.Unknown, Lacks = "purpose" }));
        tower.Time.Pass(TimeSpan.FromDays(1));
        var yesterday = new Moment(tower.Clock.Today.AddDays(-1), tower.Clock.Micros);
        Assert.Equal("가로등 제어", await Names(new SystemFilter { Has = "purpose" }, yesterday));
        Assert.Equal("Chatbot, 나무 관리", await Names(new SystemFilter { Lacks = "purpose" }, yesterday));
        Assert.Equal("불을 켠다\t\\끝\n둘째 줄", (await tower.Do<SystemAt, SeenSystem>(Officer, new SystemAt(a))).Value!.Facts.Text("purpose"));
        Assert.Equal("unknown-filter", Assert.Single((await tower.Do<ListSystems, SystemPage>(Officer, new ListSystems(new SystemFilter { More = new Dictionary<string, string> { ["nothing"] = "x" } }))).Refusals).Code);
        Assert.True((await tower.Do<ConfirmMatch, SystemRef>(Officer, new ConfirmMatch(b, c, true))).Done);
        Assert.Equal("Chatbot, 가로등 제어", await Names(new SystemFilter()));
    }

    [Fact]
    public async Task A_department_moves_with_all_below_it_and_never_below_itself()
    {
        await using var tower = await TestTower.Open();
        async Task<string> Add(string name, string? parent = null) => (await tower.Do<AddDepartment, string>(Officer, new AddDepartment(name, parent))).Value!;
        var (a, b) = (await Add("가국"), await Add("나국"));
        var below = await Add("다과", a);
        Assert.Equal("circle", Assert.Single((await tower.Do<MoveDepartment, Done>(Officer, new MoveDepartment(a, below))).Refusals).Code);
        Assert.True((await tower.Do<MoveDepartment, Done>(Officer, new MoveDepartment(a, b))).Done);
        var all = await tower.Store.Read(c => c.Set<Department>().ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"/{b}/{a}/{below}/", all.Single(d => d.Id == below).Path);
        var matcher = new DepartmentMatcher(all, new Dictionary<string, string> { ["옛 이름"] = below });
        Assert.Equal(below, matcher.Find("나국 가국  다과"));
        Assert.Equal(below, matcher.Find("옛이름"));
        Assert.Null(matcher.Find("라과"));
        await Add("다과", b);
        var twice = new DepartmentMatcher(await tower.Store.Read(c => c.Set<Department>().ToListAsync(TestContext.Current.CancellationToken)));
        Assert.True(twice.IsAmbiguous("다과"));
        Assert.Equal(below, twice.Find("가국 다과"));
    }

    [Fact]
    public async Task A_view_belongs_to_the_one_who_saved_it()
    {
        await using var tower = await TestTower.Open();
        var view = (await tower.Do<SaveView, string>(Officer, new SaveView("우리 부서", "/systems", "?state=pilot"))).Value!;
        Assert.Equal(view, (await tower.Do<SaveView, string>(Officer, new SaveView("우리 부서", "/systems", "state=in_use"))).Value);
        Assert.False((await tower.Do<DropView, Done>(new Actor("other", "x", Roles.Reader), new DropView(view))).Done);
        Assert.True((await tower.Do<DropView, Done>(Officer, new DropView(view))).Done);
    }

    private static async Task<string> Make(TestTower tower, string name, string? state = null)
    {
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact(name) };
        if (state is not null)
        {
            facts[Lifecycle.Question] = new TextFact(state);
        }
        return (await tower.Do<RegisterSystem, SystemRef>(Officer, new RegisterSystem(facts, null, Found: true))).Value!.System;
    }

    private static async Task Change(TestTower tower, string system, string fact, string value) =>
        Assert.True((await tower.Do<ChangeFacts, SystemRef>(Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { [fact] = new TextFact(value) }))).Done);

    private static async Task<int> Count(TestTower tower, SystemFilter filter) => (await tower.Do<ListSystems, SystemPage>(Officer, new ListSystems(filter))).Value!.Total;

    private static async Task<IReadOnlyList<string>> Import(TestTower tower, string import, IReadOnlyList<string> changed, IReadOnlyList<string> made) =>
        (await tower.Store.Write<IReadOnlyList<string>>(Officer, async scope =>
        {
            var fresh = await Versions.NewSystems(scope, made.Count);
            var present = await ManyChanges.Load(scope.Context, changed);
            var purpose = KeyValuePair.Create("purpose", (HeldFact?)new HeldFact(new TextFact("가져온 목적"), "test.csv", null, "x"));
            await Versions.AppendMany(scope, [.. present.Select(p => new BulkVersion(p.System, false, p.Newest, ManyChanges.Again(p.Newest, "import", scope.Today) with { Facts = FactsJson.Read(p.Newest.Facts).With([purpose]), Import = import })),
                .. fresh.Select((f, i) => new BulkVersion(f, true, null, new NextVersion(SystemFacts.None.With([KeyValuePair.Create("name", (HeldFact?)new HeldFact(new TextFact(made[i]), "test.csv", null, "x"))]), null, null, "import", scope.Today, Import: import, SourceIds: [("t", f.Id)])))]);
            scope.Record("test.import", "import:" + import, new { made.Count });
            return Tower.Common.Refused.Not<IReadOnlyList<string>>([.. fresh.Select(f => f.Id)]);
        })).Value!;

    private sealed class NothingIntoUse : IStateGuard
    {
        public Task<IReadOnlyList<IReadOnlyList<Refusal>>> MayEnter(TowerContext context, IReadOnlyList<StateEntry> entries) =>
            Task.FromResult<IReadOnlyList<IReadOnlyList<Refusal>>>([.. entries.Select(e => (IReadOnlyList<Refusal>)(e.To == Lifecycle.InUse ? [Refusal.Because("gate", "안 됩니다", "no")] : []))]);
    }
}
