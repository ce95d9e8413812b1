using System.Globalization;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Assessment;
using Haechi.Tower.Common;
using Haechi.Tower.Demo;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Demo;

public sealed class DemoCityTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-08-01")]
    [InlineData("2026-11-22")]
    [InlineData("2027-03-02")]
    [InlineData("2028-09-01")]
    public async Task The_city_shows_everything_whatever_the_clock_says(string day)
    {
        await using var tower = await TestTower.Open(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        await Fill(tower);
        await using var context = tower.Store.Open();
        await States(context);
        await Classes(context);
        await Duties(context, tower.Clock.Today);
        await Assessments(tower, context);
        await Past(context, tower.Clock.Micros);
        var duplicates = await tower.Do<FindDuplicates, DuplicatePage>(TestTower.Officer, new FindDuplicates());
        Assert.InRange(duplicates.Value!.Total, 1, 10);
        Assert.False(Directory.EnumerateDirectories(tower.Store.Options.DataFolder, "filling-*").Any());
    }

    [Fact]
    public async Task Filling_twice_changes_nothing_and_evidence_can_be_read()
    {
        await using var tower = await TestTower.Open();
        await Fill(tower);
        var before = await tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(Stop));
        await Fill(tower);
        Assert.Equal(before, await tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(Stop)));
        var hash = await tower.Store.Read(c => c.Set<EvidenceRow>().Where(e => e.Kind == "file").Select(e => e.Hash).FirstAsync(Stop));
        var file = await tower.Services.GetRequiredService<FileStore>().Open(hash, Stop);
        using var reader = new StreamReader(file.Value!);
        Assert.Contains("가상", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_a_real_register_is_left_alone()
    {
        await using var tower = await TestTower.Open();
        await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact("진짜 시스템") }, null));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Fill(tower));
        Assert.Equal(1, await tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(Stop)));
    }

    private static Task Fill(TestTower tower) => tower.Services.GetRequiredService<IDemoCity>().Fill(Stop);

    private static async Task States(TowerContext context)
    {
        var systems = await context.Set<SystemNow>().ToListAsync(Stop);
        Assert.InRange(systems.Count, 60, 70);
        Assert.Empty(Lifecycle.All.Except(systems.Select(s => s.State).OfType<string>()));
        Assert.Contains(systems, s => s.State is null);
        Assert.DoesNotContain(systems, s => s.Department is null);
        Assert.All(await context.Set<Account>().ToListAsync(Stop), a => Assert.True(a.Persona));
        Assert.Single(await context.Set<Department>().Where(d => d.Closed).ToListAsync(Stop));
        Assert.Contains(await context.Set<SystemVersion>().GroupBy(v => v.System).Select(g => g.Count()).ToListAsync(Stop), n => n >= 4);
    }

    private static async Task Classes(TowerContext context)
    {
        var words = await context.Set<SystemClass>().Where(c => c.Class == "high-impact").GroupBy(c => c.Word).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Stop);
        Assert.All(["HIGH", "NOT", "REVIEW", "unknown"], w => Assert.True(words.GetValueOrDefault(w) >= 3, $"{w}: {words.GetValueOrDefault(w)}"));
        Assert.InRange(await context.Set<SystemClass>().CountAsync(c => c.Disagrees, Stop), 5, 20);
    }

    private static async Task Duties(TowerContext context, DateOnly today)
    {
        var duties = await context.Set<DutyRow>().Where(d => d.IsOpen).ToListAsync(Stop);
        Assert.Empty(Enum.GetValues<DutyProgress>().Except(duties.Select(d => d.Progress)));
        var standings = duties.Select(d => d.StandingOn(today)).ToHashSet();
        Assert.All([DutyStanding.Blank, DutyStanding.No, DutyStanding.InProgress, DutyStanding.ClaimedDone, DutyStanding.Evidenced, DutyStanding.Verified, DutyStanding.NotApplicable, DutyStanding.Waived,
            DutyStanding.Expired], s => Assert.Contains(s, standings));
        Assert.Contains(duties, d => d.Owner is not null && d.IsOverdue(today));
        Assert.Contains(duties, d => d.Owner is null);
    }

    private static async Task Assessments(TestTower tower, TowerContext context)
    {
        var lines = await tower.Services.GetRequiredService<AssessmentQueries>().List(TestTower.Officer);
        Assert.All([AssessmentState.Draft, AssessmentState.Submitted, AssessmentState.Approved, AssessmentState.Published, AssessmentState.Withdrawn], s => Assert.Contains(lines, l => l.Row.State == s));
        Assert.Contains(lines, l => l.Row.State == AssessmentState.Published && l.Stale);
        Assert.Contains(lines, l => l.Row.State == AssessmentState.Published && !l.Stale);
        var exemptions = await context.Set<Exemption>().ToListAsync(Stop);
        Assert.All(["agreed", "pending", "refused"], a => Assert.Contains(exemptions, x => x.Answer == a));
        Assert.Contains(exemptions, x => x.ConfirmedOn is not null);
    }

    /// <summary>The story is told in the order of time, over more than a year, and never beyond now.</summary>
    private static async Task Past(TowerContext context, long now)
    {
        var instants = await context.Set<JournalEntry>().OrderBy(j => j.Seq).Select(j => j.At).ToListAsync(Stop);
        Assert.Equal(instants.Order(), instants);
        Assert.True(instants[^1] <= now);
        Assert.True(TowerClock.DayOf(instants[0]).AddMonths(12) < TowerClock.DayOf(now));
    }
}
