using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Gate;

/// <summary>What the gate lets through, and why not.</summary>
public sealed class GateTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_system_with_nothing_open_is_allowed_and_pinned_by_number_id_and_source_id()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Harmless());
        await tower.Store.Write<Done>(TestTower.Officer, scope =>
        {
            scope.Context.Add(new SystemSourceId { Scheme = "city", Value = "a:7", System = id });
            scope.Record("test.id", "system:" + id, new { });
            return Task.FromResult(Done.Well);
        }, Stop);
        foreach (var name in (string[])[id, "AI-1", "ai-1", "city:a:7"])
        {
            var answer = await Ask(tower, name);
            Assert.True(answer.Allowed, Told(answer));
            Assert.Empty(answer.Reasons);
            Assert.Equal((id, 1, 1), (answer.System!.Id, answer.System.Number, answer.System.Version));
            Assert.Equal("test/gate@3", Assert.Single(answer.Books.Select(b => $"{b.Id}@{b.Version}")));
        }
    }

    [Theory]
    [InlineData("AI-99")]
    [InlineData("AI--1")]
    [InlineData("nobody")]
    [InlineData("city:x")]
    [InlineData(":")]
    [InlineData("")]
    public async Task What_is_not_registered_is_refused_everywhere(string name)
    {
        await using var tower = await GateBook.Tower();
        await GateBook.System(tower, GateBook.Harmless());
        foreach (var environment in (string[])["prod", "staging"])
        {
            var answer = await Ask(tower, name, environment);
            Assert.False(answer.Allowed);
            Assert.Equal("unregistered", Assert.Single(answer.Reasons).Code);
        }
    }

    [Theory]
    [InlineData("retired", "wrong-state", true)]
    [InlineData("withdrawn", "wrong-state", true)]
    [InlineData("idea", "wrong-state", true)]
    [InlineData("suspended", "suspended", false)]
    [InlineData(null, "state-unknown", true)]
    public async Task A_state_that_does_not_lead_to_use_is_refused_in_production(string? state, string code, bool elsewhere)
    {
        await using var tower = await GateBook.Tower();
        var facts = GateBook.Harmless();
        facts.Remove("lifecycle");
        if (state is not null)
        {
            facts["lifecycle"] = new TextFact(state);
        }
        var id = await GateBook.System(tower, facts);
        Assert.Equal([code], Codes(await Ask(tower, id)));
        var other = await Ask(tower, id, "staging");
        Assert.Equal((elsewhere, code), (other.Allowed, Assert.Single(other.Reasons).Code));
    }

    [Fact]
    public async Task A_prohibited_practice_is_refused_everywhere_and_no_glass_helps()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, new(GateBook.Harmless()) { ["scores"] = new BoolFact(true) });
        foreach (var environment in (string[])["prod", "dev"])
        {
            var answer = await Ask(tower, id, environment, "급하게 고쳐야 합니다");
            Assert.False(answer.Allowed);
            Assert.Null(answer.Glass);
            Assert.Equal(("prohibited", "Art. 1"), (answer.Reasons[0].Code, answer.Reasons[0].Provision));
        }
        Assert.False(await tower.Store.Read(c => c.Set<BrokenGlass>().AnyAsync(Stop)));
    }

    [Theory]
    [InlineData("scores", "class-unknown", "Art. 1")]
    [InlineData("decides", "class-unknown", "Art. 2")]
    public async Task What_is_unknown_refuses_in_production_and_warns_elsewhere(string missing, string code, string provision)
    {
        await using var tower = await GateBook.Tower();
        var facts = GateBook.Harmless();
        facts.Remove(missing);
        var id = await GateBook.System(tower, facts);
        var answer = await Ask(tower, id);
        Assert.False(answer.Allowed);
        Assert.Contains(answer.Reasons, r => (r.Code, r.Provision, r.Blocks) == (code, provision, true));
        var staging = await Ask(tower, id, "staging");
        Assert.True(staging.Allowed);
        Assert.Equal((answer.Reasons.Count, true), (staging.Reasons.Count, staging.Reasons.All(r => !r.Blocks)));
    }

    [Fact]
    public async Task What_a_person_has_to_judge_refuses()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, new(GateBook.Harmless()) { ["decides"] = new TextFact("unclear") });
        Assert.Equal(["class-review", "duty-review"], Codes(await Ask(tower, id)));
    }

    [Fact]
    public async Task A_duty_before_use_needs_evidence_and_a_claim_is_none()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Risky());
        var answer = await Ask(tower, id);
        var duty = await Duty.Of(tower, id, GateBook.Testing);
        var reason = Assert.Single(answer.Reasons);
        Assert.Equal(("duty-open", "Art. 2", "risky", duty.Id, "/duties/" + duty.Id), (reason.Code, reason.Provision, reason.Rule, reason.Duty, reason.Link));
        await Duty.Set(tower, id, "tested", new TextFact("done"));
        Assert.Equal(["duty-open"], Codes(await Ask(tower, id)));
        await Show(tower, duty.Id);
        Assert.True((await Ask(tower, id)).Allowed);
    }

    [Fact]
    public async Task Evidence_that_expired_refuses_and_so_does_evidence_that_was_refused()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Risky());
        var duty = await Duty.Of(tower, id, GateBook.Testing);
        var given = await Show(tower, duty.Id, until: tower.Clock.Today.AddDays(3));
        tower.Time.Pass(TimeSpan.FromDays(3));
        Assert.True((await Ask(tower, id)).Allowed);
        tower.Time.Pass(TimeSpan.FromDays(1));
        Assert.Equal("evidence-expired", Codes(await Ask(tower, id))[0]);
        Assert.True((await tower.Do<RefuseEvidence, Done>(new Actor("v", "확인", Roles.Verifier), new RefuseEvidence(given, "시험이 모자랍니다"))).Done);
        Assert.Equal("duty-open", Codes(await Ask(tower, id))[0]);
    }

    [Fact]
    public async Task A_duty_by_a_day_refuses_once_the_day_has_passed_and_an_effort_duty_never()
    {
        await using var tower = await GateBook.Tower(new DateOnly(2026, 12, 1));
        var id = await GateBook.System(tower, new(GateBook.Risky()) { ["first_use"] = new DateFact(new DateOnly(2026, 11, 20)) });
        await Show(tower, (await Duty.Of(tower, id, GateBook.Testing)).Id);
        Assert.True((await Ask(tower, id)).Allowed);
        tower.Time.Pass(TimeSpan.FromDays(1));
        Assert.Equal(["duty-overdue"], Codes(await Ask(tower, id)));
        tower.Time.Pass(TimeSpan.FromDays(60));
        Assert.Equal(["plan", "report"], (await Ask(tower, id)).Reasons.Select(r => r.Rule!).Order());
    }

    [Fact]
    public async Task It_answers_from_the_facts_of_now_and_not_from_the_last_determination()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Harmless());
        Assert.True((await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(id, new Dictionary<string, FactValue?> { ["decides"] = new TextFact("alone") }))).Done);
        var reason = Assert.Single((await Ask(tower, id)).Reasons);
        Assert.Equal(("duty-open", null, $"/systems/{id}/duties"), (reason.Code, reason.Duty, reason.Link));
    }

    [Fact]
    public async Task An_open_exception_leaves_the_duty_undecided_and_refuses()
    {
        await using var tower = await GateBook.Tower();
        var facts = GateBook.Risky();
        facts.Remove("small");
        var id = await GateBook.System(tower, facts);
        Assert.Equal(["duty-undecided"], Codes(await Ask(tower, id)));
        await Duty.Set(tower, id, "small", new BoolFact(true));
        Assert.True((await Ask(tower, id)).Allowed);
    }

    [Fact]
    public async Task Without_rulebooks_nothing_is_determined_and_production_is_refused()
    {
        await using var tower = await TestTower.Open();
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(GateBook.Harmless().Where(f => f.Key is "name" or "lifecycle").ToDictionary(), null));
        var answer = await Ask(tower, made.Value!.System);
        Assert.Equal(["undetermined"], Codes(answer));
        Assert.True((await Ask(tower, made.Value.System, "dev")).Allowed);
    }

    [Fact]
    public async Task The_guards_before_use_are_asked()
    {
        await using var tower = await TestTower.Open(more: s => s.AddSingleton<IStateGuard, Never>());
        GateBook.Write(tower.Folder);
        Assert.True((await tower.Do<Haechi.Tower.Rulebooks.InstallBooks, Haechi.Tower.Rulebooks.LoadedBooks>(TestTower.Officer, new Haechi.Tower.Rulebooks.InstallBooks(["test/gate"]))).Done);
        var id = await GateBook.System(tower, GateBook.Harmless());
        var reason = Assert.Single((await Ask(tower, id)).Reasons);
        Assert.Equal(("never", "Art. 99"), (reason.Code, reason.Provision));
    }

    [Fact]
    public async Task Which_environments_are_production_is_decided_by_an_officer_of_the_whole_body()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Risky());
        Assert.True((await Ask(tower, id, "blue")).Allowed);
        Assert.False((await tower.Do<ChooseGate, Done>(TestTower.Administrator, new ChooseGate(["blue"]))).Done);
        Assert.False((await tower.Do<ChooseGate, Done>(TestTower.Officer, new ChooseGate([]))).Done);
        Assert.False((await tower.Do<ChooseGate, Done>(TestTower.Officer, new ChooseGate(["a b"]))).Done);
        Assert.True((await tower.Do<ChooseGate, Done>(TestTower.Officer, new ChooseGate([" Blue ", "prod"]))).Done);
        Assert.False((await Ask(tower, id, "BLUE")).Allowed);
        Assert.True((await Ask(tower, id, "live")).Allowed);
        Assert.Equal("wrong-environment", (await tower.Do<AskGate, GateAnswer>(TestTower.Officer, new AskGate(id, "a b"))).Refusals[0].Code);
    }

    [Fact]
    public async Task Asking_is_recorded_with_counts_and_looking_is_not()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Risky());
        var before = await Entries(tower);
        Assert.True((await tower.Services.GetRequiredService<GateCheck>().Look(id, "prod", Stop)).Done);
        Assert.Equal(before, await Entries(tower));
        await Ask(tower, id);
        var entry = await tower.Store.Read(c => c.Set<JournalEntry>().OrderByDescending(e => e.Seq).FirstAsync(Stop));
        Assert.Equal((before + 1, "gate.ask", "system:" + id), (await Entries(tower), entry.Act, entry.Subject));
        Assert.Contains("\"refusing\":1", entry.Detail, StringComparison.Ordinal);
        Assert.Contains("not-allowed", System.Text.Encoding.UTF8.GetString(entry.Leaf), StringComparison.Ordinal);
    }

    internal static async Task<GateAnswer> Ask(TestTower tower, string system, string environment = "prod", string? glass = null, Actor? actor = null)
    {
        var asked = await tower.Do<AskGate, GateAnswer>(actor ?? TestTower.Officer, new AskGate(system, environment, glass));
        Assert.True(asked.Done, asked.Done ? "" : asked.Refusals[0].ToLine("en"));
        return asked.Value;
    }

    internal static async Task<string> Show(TestTower tower, string duty, DateOnly? until = null)
    {
        var given = await tower.Do<GiveEvidence, EvidenceRef>(TestTower.Officer, new GiveEvidence(duty, "시험 보고서", Attested: "시험을 마쳤습니다", Until: until));
        Assert.True(given.Done, given.Done ? "" : given.Refusals[0].ToLine("en"));
        return given.Value.Evidence;
    }

    internal static string[] Codes(GateAnswer answer) => [.. answer.Reasons.Where(r => r.Blocks).Select(r => r.Code)];

    internal static string Told(GateAnswer answer) => string.Join('\n', answer.Reasons.Select(r => $"{r.Code} {r.Rule} {r.Message.In("en")}"));

    private static Task<int> Entries(TestTower tower) => tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(Stop));

    private sealed class Never : IStateGuard
    {
        public Task<IReadOnlyList<IReadOnlyList<Refusal>>> MayEnter(TowerContext context, IReadOnlyList<StateEntry> entries) =>
            Task.FromResult<IReadOnlyList<IReadOnlyList<Refusal>>>([.. entries.Select(e => (IReadOnlyList<Refusal>)(e.To == "in_use" && e.System is not null ? [Refusal.Because("never", "안 됩니다", "never") with { Provision = "Art. 99" }] : []))]);
    }
}
