using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Duties;

/// <summary>What boards count in memory is what the rows of the database say, now and before, on this node and on another.</summary>
public sealed class BoardFiguresTests
{
    private static readonly string[] Departments = ["d1", "d2", "d3"];
    private static readonly DutyFilter[] Filters =
    [
        new(), new() { Department = "d2" }, new() { Strength = "must" }, new() { Risk = "unknown" }, new() { Standing = DutyStanding.Evidenced }, new() { Standing = DutyStanding.InProgress }, new() { Gaps = true },
        new() { Overdue = true }, new() { Owner = DutyFilter.Nobody }, new() { Owner = "owner-1" }, new() { Owner = "nobody-of-that-name" }, new() { Standing = DutyStanding.Waived, Department = "d1" },
        new() { Rule = "no-such-rule" },
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Boards_count_what_the_rows_say()
    {
        await using var tower = await City();
        var board = tower.Services.GetRequiredService<GapBoard>();
        await board.Table(new DutyFilter(), stop: Stop);
        var instants = new List<long>();
        for (var round = 0; round < 3; round++)
        {
            instants.Add(tower.Clock.Micros);
            tower.Time.Pass(TimeSpan.FromDays(20));
            await Act(tower, round);
            await Agree(tower, board, new Moment(tower.Clock.Today));
        }
        await using var other = new Node(tower.Store.Options);
        foreach (var instant in instants)
        {
            await Agree(tower, board, new Moment(tower.Clock.Today, instant));
            await Agree(tower, other.Board, new Moment(tower.Clock.Today, instant));
        }
        await Act(tower, 3);
        await Agree(tower, other.Board, new Moment(tower.Clock.Today));
    }

    [Fact]
    public async Task Pages_neither_repeat_nor_skip_and_together_are_the_whole_list()
    {
        await using var tower = await City();
        await Act(tower, 0);
        var board = tower.Services.GetRequiredService<GapBoard>();
        var whole = (await board.All(new DutyFilter(), stop: Stop).ToListAsync(Stop)).SelectMany(p => p).ToList();
        Assert.Equal(whole.Select(l => l.Duty.Due ?? DateOnly.MaxValue).Order(), whole.Select(l => l.Duty.Due ?? DateOnly.MaxValue));
        var paged = new List<DutyLine>();
        while (paged.Count < whole.Count)
        {
            paged.AddRange(await board.List(new DutyFilter(), paged.Count, 37, stop: Stop));
        }
        Assert.Equal(whole.Select(l => l.Duty.Id), paged.Select(l => l.Duty.Id));
        Assert.Equal(whole.Count, whole.Select(l => l.Duty.Id).Distinct().Count());
        Assert.Empty(await board.List(new DutyFilter(), whole.Count, 50, stop: Stop));
    }

    [Fact]
    public async Task The_portfolio_counts_what_the_rows_say()
    {
        await using var tower = await City();
        await Act(tower, 0);
        var before = tower.Clock.Micros;
        tower.Time.Pass(TimeSpan.FromDays(40));
        await Act(tower, 1);
        var portfolio = tower.Services.GetRequiredService<CityPortfolio>();
        foreach (var at in new[] { new Moment(tower.Clock.Today), new Moment(tower.Clock.Today, before) })
        {
            var (view, rows) = (await portfolio.Read(at, Stop), await Rows(tower, new DutyFilter(), at));
            var classes = await tower.Store.Read(c => c.Set<SystemClass>().ToListAsync(Stop));
            Assert.Equal((60, rows.Count(d => d.IsOverdue(at.On))), (view.Systems, view.Overdue));
            Assert.Equal(rows.Where(d => d.Strength >= 2).Select(d => d.System).Distinct().Count(), view.Rows.SelectMany(r => r.Cells.Values).Sum(c => c.Owing));
            Assert.Equal(rows.GroupBy(d => d.System).Where(g => g.Any(d => d.Strength >= 2)).Count(g => g.All(d => d.Strength < 2 || d.StandingOn(at.On) is DutyStanding.Evidenced or DutyStanding.Verified or DutyStanding.NotApplicable or DutyStanding.Waived)),
                view.Rows.SelectMany(r => r.Cells.Values).Sum(c => c.Evidenced));
            Assert.Equal((60, 0), (view.Rows.SelectMany(r => r.Cells.Values).Sum(c => c.Systems), view.Undetermined));
            var events = await tower.Store.Read(c => c.Set<DutyEvent>().CountAsync(e => e.Kind == "evidence" && e.At <= (at.AsOf ?? long.MaxValue), Stop));
            Assert.Equal(events, view.Months.Sum(m => m.Evidence));
        }
    }

    [Fact]
    public async Task A_system_that_left_does_not_break_the_board()
    {
        await using var tower = await City();
        var systems = await tower.Store.Read(c => c.Set<SystemNow>().OrderBy(s => s.Number).Take(2).Select(s => s.System).ToListAsync(Stop));
        Assert.True((await tower.Do<ConfirmMatch, SystemRef>(TestTower.Officer, new ConfirmMatch(systems[0], systems[1], true))).Done);
        await Duty.Run(tower);
        var lines = (await tower.Services.GetRequiredService<GapBoard>().All(new DutyFilter(), stop: Stop).ToListAsync(Stop)).SelectMany(p => p).ToList();
        Assert.DoesNotContain(lines, l => l.Duty.System == systems[1]);
        Assert.Contains(lines, l => l.Duty.System == systems[0]);
    }

    private static async Task<TestTower> City()
    {
        var tower = await Duty.Tower(new DateOnly(2026, 11, 22), "kr/public-ai-act", "city/haneul");
        await tower.Store.Write<Done>(TestTower.Officer, scope =>
        {
            scope.Context.AddRange(Departments.Select(d => new Haechi.Tower.Access.Department { Id = d, Name = d, Path = $"/{d}/" }));
            scope.Record("test.fill", "departments", new { });
            return Task.FromResult(Done.Well);
        }, Stop);
        await Filled.Korean(tower, 60, (await tower.Store.Read(c => tower.Services.GetRequiredService<BookRegistry>().Installed(c))).Value!.Set, Departments);
        await Duty.Run(tower);
        return tower;
    }

    /// <summary>Some of everything that people do, to other duties each round.</summary>
    private static async Task Act(TestTower tower, int round)
    {
        var (owner, officer, verifier) = (new Actor("owner-1", "박담당", Roles.Owner), TestTower.Officer, new Actor("verifier-1", "최확인", Roles.Verifier));
        await tower.Store.Write<Done>(officer, async scope =>
        {
            if (round == 0)
            {
                scope.Context.Add(new Haechi.Tower.Access.Account { Id = "owner-1", Login = "owner", Name = "박담당", Roles = Roles.Owner, Stamp = "s", Language = "ko" });
                scope.Record("test.fill", "account:owner-1", new { });
                await scope.Context.SaveChangesAsync(Stop);
            }
            scope.Record("test.round", "register", new { round });
            return Done.Well;
        }, Stop);
        var ids = await tower.Store.Read(c => c.Set<DutyRow>().Where(d => d.IsOpen).OrderBy(d => d.System).ThenBy(d => d.Rule).Select(d => d.Id).ToListAsync(Stop));
        var random = new Random(round);
        string Any() => ids[random.Next(ids.Count)];
        for (var i = 0; i < 12; i++)
        {
            await tower.Do<StartDuty, Done>(owner, new StartDuty(Any()));
            await tower.Do<WaiveDuty, Done>(officer, new WaiveDuty(Any(), tower.Clock.Today.AddDays(random.Next(5, 60)), "다른 사업과 함께 점검함", "시 지침 3"));
            await tower.Do<ClaimNotApplicable, Done>(owner, new ClaimNotApplicable(Any(), "이 시스템에는 해당하지 않음"));
            var given = await tower.Do<GiveEvidence, EvidenceRef>(owner, new GiveEvidence(Any(), "결과", Measured: "오류율 1 %", Until: tower.Clock.Today.AddDays(random.Next(10, 50))));
            if (given.Done && i % 2 == 0)
            {
                await tower.Do<VerifyEvidence, Done>(verifier, new VerifyEvidence(given.Value.Evidence));
            }
        }
        Assert.True((await tower.Do<AssignDuties, Assigned>(officer, new AssignDuties(round % 2 == 0 ? "owner-1" : null, [.. ids.Where((_, i) => i % (4 + round) == 0)]))).Done);
        var system = await tower.Store.Read(c => c.Set<SystemNow>().OrderBy(s => s.Number).Skip(round).Select(s => s.System).FirstAsync(Stop));
        await Duty.Set(tower, system, "public_body", new Haechi.Rules.Facts.TextFact("private"));
    }

    private static async Task Agree(TestTower tower, GapBoard board, Moment at)
    {
        foreach (var filter in Filters)
        {
            var (table, rows) = (await board.Table(filter, at, Stop), await Rows(tower, filter, at));
            Assert.Equal((filter, rows.Count, rows.Count(d => d.IsOverdue(at.On))), (filter, table.Owed, table.Overdue));
            Assert.Equal(rows.Select(d => d.Rule).Distinct().Order(StringComparer.Ordinal), table.Rows.Select(r => r.Rule).Order(StringComparer.Ordinal));
            foreach (var row in table.Rows)
            {
                var mine = rows.Where(d => d.Rule == row.Rule).ToList();
                Assert.Equal(mine.CountBy(d => d.StandingOn(at.On)).OrderBy(s => s.Key), row.Standings.OrderBy(s => s.Key));
                Assert.Equal(mine.CountBy(d => d.Claim).OrderBy(s => s.Key), row.Claims.OrderBy(s => s.Key));
                Assert.Equal((mine.Count(d => d.IsOverdue(at.On)), mine.Count(d => d.Owner is null && !Standings.IsSettled(d.StandingOn(at.On)))), (row.Overdue, row.NoOwner));
            }
            var list = await board.List(filter, 0, 10_000, at, Stop);
            Assert.Equal(rows.Select(d => d.Id).Order(StringComparer.Ordinal), list.Select(l => l.Duty.Id).Order(StringComparer.Ordinal));
            Assert.Equal(rows.ToDictionary(d => d.Id, d => d.StandingOn(at.On)), list.ToDictionary(l => l.Duty.Id, l => l.Duty.StandingOn(at.On)));
            foreach (var age in table.Ages)
            {
                Assert.Equal(rows.Count(d => !Standings.IsSettled(d.StandingOn(at.On)) && Days(d, at) >= age.FromDays && Days(d, at) < (age.ToDays ?? int.MaxValue)), age.Gaps);
            }
        }
    }

    private static int Days(DutyRow duty, Moment at) => at.On.DayNumber - TowerClock.DayOf(duty.OpenSince).DayNumber;

    /// <summary>The plain way: every row, taken back by its events, tested one by one.</summary>
    private static async Task<List<DutyRow>> Rows(TestTower tower, DutyFilter filter, Moment at)
    {
        await using var context = tower.Store.Open();
        var by = at.AsOf ?? long.MaxValue;
        var all = await context.Set<DutyRow>().Where(d => d.OpenedAt <= by).ToListAsync(Stop);
        var later = await context.Set<DutyEvent>().Where(e => e.At > by && e.Before != null).OrderBy(e => e.Id).ToListAsync(Stop);
        foreach (var duty in all)
        {
            if (later.Find(e => e.Duty == duty.Id) is { } first && DutyMark.Read(first.Before) is { } then)
            {
                (duty.Standing, duty.Owner, duty.WaivedUntil, duty.EvidenceUntil, duty.IsOpen, duty.Due) = ((DutyStanding)then.Standing, then.Owner, then.WaivedUntil, then.EvidenceUntil, then.Open, then.Due);
            }
        }
        return [.. all.Where(d => d.IsOpen && (filter.Department is null || d.Department == filter.Department) && (filter.Rule is null || d.Rule == filter.Rule)
            && (filter.Owner is null || d.Owner == (filter.Owner == DutyFilter.Nobody ? null : filter.Owner)) && (filter.Strength is null || d.Strength == Standings.Number(filter.Strength))
            && (filter.Risk is null || d.Risk == DutyFilter.Risks.ToList().IndexOf(filter.Risk)) && (filter.Standing is null || d.StandingOn(at.On) == filter.Standing)
            && (!filter.Gaps || !Standings.IsSettled(d.StandingOn(at.On))) && (!filter.Overdue || d.IsOverdue(at.On)))];
    }

    /// <summary>Another node on the same database, with a memory of its own.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly TowerStore _store;
        private readonly DutyColumns _columns;

        public Node(TowerOptions options)
        {
            _store = new TowerStore(options);
            _columns = new DutyColumns(_store);
            Board = new GapBoard(_store, new BoardFinder(new BookRegistry(options)), _columns);
        }

        public GapBoard Board { get; }

        public ValueTask DisposeAsync()
        {
            _columns.Dispose();
            _store.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
