using System.Diagnostics;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Rulebooks;

public sealed class DetermineSystemsTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_federal_inventory_is_determined_with_the_known_figures()
    {
        await using var tower = await TestTower.Open(new DateOnly(2026, 2, 1));
        await Filled.Federal(tower);
        Assert.True((await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks))).Done);
        var watch = Stopwatch.StartNew();
        var run = await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        output.WriteLine($"3,611 systems: {watch.ElapsedMilliseconds} ms");
        Assert.Equal((3611, 3611), (run.Value!.Systems, run.Value.Changed));
        var counts = await tower.Store.Read(c => c.Set<SystemClass>().Where(s => s.Class == "us-high-impact").GroupBy(s => new { s.Outcome, s.Disagrees }).Select(g => new { g.Key.Outcome, g.Key.Disagrees, Count = g.Count() }).ToListAsync(Stop));
        Assert.Equal(445, counts.Where(c => c.Outcome == (int)Outcome.Yes).Sum(c => c.Count));
        Assert.Equal(110, counts.Where(c => c.Outcome == (int)Outcome.Review && c.Disagrees).Sum(c => c.Count));
        Assert.Equal(426, counts.Where(c => c.Outcome == (int)Outcome.Unknown).Sum(c => c.Count));
    }

    [Fact]
    public async Task A_small_run_is_one_entry_and_a_second_run_finds_nothing_to_do()
    {
        await using var tower = await TestTower.Open();
        await Two(tower);
        var first = await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        Assert.Equal(2, first.Value!.Systems);
        var second = await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        Assert.Null(second.Value!.Run);
        Assert.Equal(1, await tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(j => j.Act == "rulebooks.determine", Stop)));
    }

    [Fact]
    public async Task What_a_run_kept_before_it_was_cut_short_stands_in_the_journal()
    {
        await using var tower = await TestTower.Open(new DateOnly(2026, 2, 1));
        await Filled.Federal(tower);
        Assert.True((await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks))).Done);
        using var cut = new CancellationTokenSource();
        tower.Store.Committed += cut.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tower.Services.GetRequiredService<IHandle<DetermineSystems, RunResult>>().Handle(Actor.Program, new DetermineSystems(), cut.Token));
        var (kept, entries) = await tower.Store.Read(async c => (await c.Set<DeterminationRow>().CountAsync(Stop), await c.Set<JournalEntry>().Where(j => j.Act == "rulebooks.determine").Select(j => j.Detail).ToListAsync(Stop)));
        Assert.InRange(kept, 1, 3610);
        Assert.Equal(kept, entries.Sum(e => JsonDocument.Parse(e).RootElement.GetProperty("systems").GetInt32()));
    }

    [Fact]
    public async Task A_changed_fact_is_determined_anew_and_the_old_determination_stays()
    {
        await using var tower = await TestTower.Open();
        var system = await Two(tower);
        await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(system, new Dictionary<string, FactValue?> { ["agency_determination"] = new TextFact("high_impact") }));
        var run = await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        Assert.Equal((1, 1), (run.Value!.Systems, run.Value.Changed));
        Assert.Equal(2, await tower.Store.Read(c => c.Set<DeterminationRow>().CountAsync(d => d.System == system, Stop)));
        Assert.Equal("HIGH", await tower.Store.Read(c => c.Set<SystemClass>().Where(s => s.System == system && s.Class == "us-high-impact").Select(s => s.Word).SingleAsync(Stop)));
    }

    [Fact]
    public async Task The_day_on_which_a_rule_begins_makes_every_system_pending()
    {
        await using var tower = await TestTower.Open(new DateOnly(2026, 4, 1));
        await Two(tower);
        await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        tower.Time.Pass(TimeSpan.FromDays(1));
        Assert.Null((await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems())).Value!.Run);
        tower.Time.Pass(TimeSpan.FromDays(1));
        Assert.Equal(2, (await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems())).Value!.Systems);
    }

    [Fact]
    public async Task Without_books_nothing_is_determined_and_the_refusal_says_what_to_do()
    {
        await using var tower = await TestTower.Open();
        var refused = await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        Assert.Equal("no-books", Assert.Single(refused.Refusals).Code);
        Assert.NotNull(refused.Refusals[0].Next);
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("kr/none")]
    public async Task A_book_that_is_not_there_is_not_installed(string id)
    {
        await using var tower = await TestTower.Open();
        var refused = await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks([id]));
        Assert.Equal("not-found", Assert.Single(refused.Refusals).Code);
    }

    /// <summary>A few hundred systems by default, 50,000 with HAECHI_LONG=1. Times are told, not asserted.</summary>
    [Fact]
    public async Task A_whole_register_is_determined_previewed_and_nothing_stays_pending()
    {
        await using var tower = await TestTower.Open();
        var books = (await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["kr/public-ai-act", "city/haneul"]))).Value!;
        var count = Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 50_000 : 300;
        await Filled.Korean(tower, count, books.Set, [.. Enumerable.Range(0, 60).Select(i => $"d{i}")]);
        output.WriteLine($"filled with {count}");
        var facts = await tower.Store.Read(c => c.Set<SystemVersion>().Take(200).Select(v => v.Facts).ToListAsync(Stop));
        var records = facts.Select((f, i) => FactsJson.Read(f).ToRecord($"{i}")).ToList();
        var rules = books.Set.On(tower.Clock.Today);
        var watch = Stopwatch.StartNew();
        var determinations = records.Select(r => Determination.Of(rules, r)).ToList();
        output.WriteLine($"200 determinations on one core: {watch.ElapsedMilliseconds} ms");
        watch.Restart();
        var run = await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
        output.WriteLine($"determined {run.Value!.Systems}: {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(count, run.Value.Systems);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            watch.Restart();
            var preview = await tower.Do<PreviewBooks, BookPreview>(TestTower.Officer, new PreviewBooks(On: new DateOnly(2027, 3, 1)));
            output.WriteLine($"preview: {watch.ElapsedMilliseconds} ms, {preview.Value!.Changed} change, {preview.Value.Duties.Count} duties");
        }
        await using var context = tower.Store.Open();
        output.WriteLine($"class rows {await context.Set<SystemClass>().CountAsync(Stop)}, results {await context.Set<DeterminedResult>().CountAsync(Stop)}");
        output.WriteLine($"memory: {GC.GetTotalMemory(true) >> 20} MB managed, {Environment.WorkingSet >> 20} MB in all");
        var board = tower.Services.GetRequiredService<GapBoard>();
        foreach (var (name, read) in new (string, Func<Task>)[]
        {
            ("board", () => board.Table(new DutyFilter(), stop: Stop)), ("board with its funnel", async () => await board.Funnel(await board.Table(new DutyFilter(), stop: Stop), new DutyFilter(), stop: Stop)),
            ("board of one department", () => board.Table(new DutyFilter { Department = "d3" }, stop: Stop)), ("board of a class", () => board.Table(new DutyFilter { Class = "high-impact" }, stop: Stop)),
            ("overdue", () => board.Table(new DutyFilter { Overdue = true }, stop: Stop)), ("list", () => board.List(new DutyFilter { Gaps = true }, stop: Stop)),
            ("page 100", () => board.List(new DutyFilter { Gaps = true }, count > 1000 ? 5000 : 50, stop: Stop)), ("portfolio", () => tower.Services.GetRequiredService<CityPortfolio>().Read(stop: Stop)),
        })
        {
            await read();
            watch.Restart();
            await read();
            output.WriteLine($"{name}: {watch.ElapsedMilliseconds} ms");
        }
        output.WriteLine($"duties {await context.Set<DutyRow>().CountAsync(Stop)}");
        watch.Restart();
        Assert.Null((await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems())).Value!.Run);
        output.WriteLine($"nothing pending: {watch.ElapsedMilliseconds} ms");
    }

    private static async Task<string> Two(TestTower tower)
    {
        await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks));
        var first = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact("가") }, null));
        await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact("나"), ["stage"] = new TextFact("deployed") }, null));
        return first.Value!.System;
    }
}
