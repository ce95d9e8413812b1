using System.Text;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class FirstEntryTests
{
    private static readonly DateOnly Today = new(2027, 3, 10);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_system_is_not_registered_as_in_use_without_an_assessment()
    {
        await using var city = await AssessmentCity.Open(Today);
        var refused = await Register(city, new DateOnly(2027, 3, 1));
        var refusal = Assert.Single(refused.Refusals);
        Assert.Equal(("assessment-missing", "공공AI법 제32조제1항"), (refusal.Code, refusal.Provision));
        Assert.Contains("found in use", refusal.Next!.In("en"), StringComparison.Ordinal);
        Assert.Equal("assessment-missing", Code(await Register(city, null)));
        Assert.Equal("assessment-missing", Code(await Register(city, new DateOnly(2027, 3, 1), validFrom: new DateOnly(2027, 1, 1))));
        Assert.Equal(0, await city.Tower.Store.Read(c => c.Set<AiSystem>().CountAsync(Stop)));
    }

    [Fact]
    public async Task One_that_was_in_use_before_the_article_is_taken_and_marked_as_legacy()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = Value(await Register(city, new DateOnly(2026, 5, 1))).System;
        await Duty.Run(city.Tower);
        Assert.Equal(new DateOnly(2028, 8, 28), (await Duty.Of(city.Tower, system, "legacy_assessment")).Due);
        Assert.Contains("impact-assessment/legacy", await city.Tower.Store.Read(c => c.Set<SystemClass>().Where(x => x.System == system && x.Outcome == 1).Select(x => x.Class).ToListAsync(Stop)));
        Assert.Null((await Version(city, system)).Note);
    }

    [Fact]
    public async Task One_that_is_in_use_since_a_day_before_the_article_by_its_entry_needs_no_stated_day()
    {
        await using var city = await AssessmentCity.Open(Today);
        Assert.True((await Register(city, null, validFrom: new DateOnly(2026, 5, 1))).Done);
    }

    [Fact]
    public async Task Legacy_time_runs_out()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2028, 8, 29));
        Assert.Equal("공공AI법 부칙 제5조", Assert.Single((await Register(city, new DateOnly(2026, 5, 1))).Refusals).Provision);
    }

    [Fact]
    public async Task One_that_was_found_in_use_is_recorded_with_the_breach_and_its_duty_is_late()
    {
        await using var city = await AssessmentCity.Open(Today);
        var system = Value(await Register(city, new DateOnly(2027, 3, 1), found: true)).System;
        Assert.Contains("공공AI법 제32조제1항", (await Version(city, system)).Note, StringComparison.Ordinal);
        var entry = await city.Tower.Store.Read(c => c.Set<JournalEntry>().SingleAsync(j => j.Act == "register.create", Stop));
        Assert.Contains("assessment-missing", entry.Detail, StringComparison.Ordinal);
        await Duty.Run(city.Tower);
        Assert.True((await Duty.Of(city.Tower, system, "assess_before_introduction")).IsOverdue(Today));
    }

    [Fact]
    public async Task Other_states_and_bodies_that_are_not_bound_are_taken()
    {
        await using var city = await AssessmentCity.Open(Today);
        await city.System("pilot");
        await city.System("in_use", "private");
        await using var before = await AssessmentCity.Open(new DateOnly(2027, 2, 27));
        await before.System("in_use");
    }

    [Fact]
    public async Task An_import_records_what_is_in_use_and_tells_the_breach_in_the_dry_run_on_the_version_and_in_the_journal()
    {
        await using var city = await AssessmentCity.Open(Today);
        const string Text = "관리번호,기관명,부서,서비스명,유형,목적,데이터,상태,사용 시작일\r\n1,하늘시,교통과,옛 신호,,,,사용 중,2026-05-01\r\n2,하늘시,교통과,새 신호,,,,사용 중,2027-03-02\r\n3,하늘시,교통과,검토 신호,,,,검토 중,\r\n";
        var table = TableReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(Text)), "목록.csv", stop: Stop).Value!;
        var choices = new ImportChoices { Profile = "kr-service-list" };
        var plan = Value(await city.Tower.Do<PlanImport, ImportPlan>(Officer, new PlanImport(table, choices)));
        var (row, refusals) = Assert.Single(plan.Breaches);
        Assert.Equal(("새 신호", "assessment-missing"), (row.Row.Name, Assert.Single(refusals).Code));
        var result = Value(await city.Tower.Do<ImportInventory, ImportResult>(Officer, new ImportInventory(table, choices)));
        Assert.Equal(3, result.Plan.Count(RowEffect.New));
        var versions = await city.Tower.Store.Read(c => c.Set<SystemVersion>().OrderBy(v => v.Id).Select(v => new { v.Name, v.State, v.Note }).ToListAsync(Stop));
        Assert.Equal([("옛 신호", "in_use", false), ("새 신호", "in_use", true), ("검토 신호", "review", false)], versions.Select(v => (v.Name, v.State, v.Note is not null)));
        Assert.Contains("\"breaches\":1", (await city.Tower.Store.Read(c => c.Set<JournalEntry>().SingleAsync(j => j.Act == "register.import", Stop))).Detail, StringComparison.Ordinal);
        Assert.True(Value(await city.Tower.Do<ImportInventory, ImportResult>(Officer, new ImportInventory(table, choices))).Plan.ChangesNothing);
    }

    private static Task<Result<SystemRef>> Register(AssessmentCity city, DateOnly? placed, bool found = false, DateOnly? validFrom = null)
    {
        var facts = Facts("in_use");
        if (placed is { } day)
        {
            facts["placed_on"] = new DateFact(day);
            facts["in_use"] = new BoolFact(true);
        }
        return city.Tower.Do<RegisterSystem, SystemRef>(Officer, new RegisterSystem(facts, null, ValidFrom: validFrom, Found: found));
    }

    private static Task<SystemVersion> Version(AssessmentCity city, string system) => city.Tower.Store.Read(c => c.Set<SystemVersion>().SingleAsync(v => v.System == system, Stop));
}
