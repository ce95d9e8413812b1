using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Importing;

/// <summary>Whole inventories of governments: in, classified, in again, and out again.</summary>
public sealed class RealInventoryTests
{
    [Theory]
    [InlineData("us/2025_individually_reported_AI_use_cases.csv", "us-federal-2025", 3611)]
    [InlineData("us/2024_consolidated_ai_inventory_raw.csv", "us-federal-2024-v1", 1757)]
    [InlineData("us/2024_consolidated_ai_inventory_raw_v2.csv", "us-federal-2024", 2133)]
    [InlineData("nl/algoritmeregister-init_testdata-90-records.sql", "nl-0.1", 90)]
    public async Task A_file_comes_in_whole_changes_nothing_the_second_time_and_goes_out_as_it_was(string file, string profile, int systems)
    {
        await using var tower = await TestTower.Open();
        var table = Table(file);
        var first = await Import(tower, table, new ImportChoices { Profile = profile });
        Assert.Equal((systems, 0), (first.Plan.Count(RowEffect.New), first.Plan.Count(RowEffect.SetAside)));
        Assert.Equal(systems, await tower.Store.Read(c => c.Set<SystemNow>().CountAsync(TestContext.Current.CancellationToken)));
        var acts = await Acts(tower);

        var again = await Import(tower, Table(file), new ImportChoices { Profile = profile });
        Assert.Null(again.Run);
        Assert.Equal(systems, again.Plan.Count(RowEffect.Unchanged));
        Assert.Equal(acts, await Acts(tower));

        var exported = await tower.Do<ExportInventory, ExportedInventory>(TestTower.Officer, new ExportInventory(profile, Moment.Now(tower.Clock)));
        Assert.True(exported.Done);
        Assert.Equal(table.Columns.Select(c => c.Header), exported.Value.Table.Columns.Select(c => c.Header));
        Assert.Equal(table.Rows.Select(r => string.Join('\u0001', r.Cells)), exported.Value.Table.Rows.Select(r => string.Join('\u0001', r.Cells)));
    }

    [Fact]
    public async Task The_inventory_of_2025_is_classified_as_its_figures_say()
    {
        await using var tower = await TestTower.Open();
        var result = await Import(tower, Table("us/2025_individually_reported_AI_use_cases.csv"), new ImportChoices());
        Assert.Equal("us-federal-2025", result.Plan.Inventory.Profile.Id);
        await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["us/m-25-21"]));
        Assert.True((await tower.Do<DetermineSystems, RunResult>(TestTower.Officer, new DetermineSystems())).Done);
        var classes = await tower.Store.Read(c => c.Set<SystemClass>().Where(s => s.Class == "us-high-impact").GroupBy(s => s.Word).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, TestContext.Current.CancellationToken));
        Assert.Equal((445, 2630, 110, 426), (classes["HIGH"], classes["NOT"], classes["REVIEW"], classes["unknown"]));
    }

    [Fact]
    public async Task Only_the_edited_cell_of_an_export_differs()
    {
        await using var tower = await TestTower.Open();
        var table = Table("us/2025_individually_reported_AI_use_cases.csv");
        await Import(tower, table, new ImportChoices { Profile = "us-federal-2025" });
        var system = await tower.Store.Read(c => c.Set<SystemNow>().OrderBy(s => s.Number).Select(s => s.System).FirstAsync(TestContext.Current.CancellationToken));
        Assert.True((await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(system, new Dictionary<string, Haechi.Rules.Facts.FactValue?> { ["name"] = new Haechi.Rules.Facts.TextFact("Renamed here") }))).Done);
        var exported = await tower.Do<ExportInventory, ExportedInventory>(TestTower.Officer, new ExportInventory("us-federal-2025", Moment.Now(tower.Clock)));
        var differing = (from pair in table.Rows.Zip(exported.Value!.Table.Rows)
                         from column in table.Columns
                         where pair.First[column.Index] != pair.Second[column.Index]
                         select (column.Key, pair.Second[column.Index])).ToList();
        Assert.Equal([("use_case_name", "Renamed here")], differing);
    }

    [Fact]
    public async Task What_a_person_edited_is_kept_when_the_file_comes_again_and_a_contradiction_is_told()
    {
        await using var tower = await TestTower.Open();
        const string Before = "관리번호,시스템명,설명\nA-1,민원 챗봇,질문에 답한다\nA-2,교통 예측,흐름을 예측한다\n";
        await Import(tower, Read(Before), new ImportChoices());
        var system = await tower.Store.Read(c => c.Set<SystemNow>().Where(s => s.Name == "민원 챗봇").Select(s => s.System).SingleAsync(TestContext.Current.CancellationToken));
        await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(system, new Dictionary<string, Haechi.Rules.Facts.FactValue?> { ["summary"] = new Haechi.Rules.Facts.TextFact("고쳐 쓴 설명") }));

        var same = await Import(tower, Read(Before.Replace("흐름을 예측한다", "혼잡을 예측한다", StringComparison.Ordinal)), new ImportChoices());
        Assert.Equal((1, 1), (same.Plan.Count(RowEffect.Changed), same.Plan.Count(RowEffect.Unchanged)));
        var other = await Import(tower, Read(Before.Replace("질문에 답한다", "상담원을 돕는다", StringComparison.Ordinal)), new ImportChoices());
        Assert.Equal(["summary"], other.Plan.Rows[0].Conflicts);
        var facts = await tower.Store.Read(async c => FactsJson.Read((await c.Set<SystemVersion>().Where(v => v.System == system).OrderByDescending(v => v.Number).FirstAsync(TestContext.Current.CancellationToken)).Facts));
        Assert.Equal("고쳐 쓴 설명", facts.Text("summary"));
    }

    [Fact]
    public async Task A_row_with_neither_name_nor_id_is_set_aside_and_the_others_come_in()
    {
        await using var tower = await TestTower.Open();
        var result = await Import(tower, Read("관리번호,시스템명,설명\nA-1,민원 챗봇,답한다\n,,이름이 없다\n"), new ImportChoices());
        Assert.Equal((1, 1), (result.Plan.Count(RowEffect.New), result.Plan.Count(RowEffect.SetAside)));
        Assert.Equal("waiting", (await tower.Store.Read(c => c.Set<SetAsideRow>().SingleAsync(TestContext.Current.CancellationToken))).State);
    }

    [Fact]
    public async Task A_reader_imports_nothing()
    {
        await using var tower = await TestTower.Open();
        var refused = await tower.Do<ImportInventory, ImportResult>(new Actor("r", "이열람", Roles.Reader), new ImportInventory(Read("시스템명,설명,부서\n챗봇,답한다,민원과\n"), new ImportChoices()));
        Assert.Equal("forbidden", Assert.Single(refused.Refusals).Code);
    }

    private static SourceTable Table(string file)
    {
        var table = TableReader.ReadFile(Repository.Shared("data/" + file), stop: TestContext.Current.CancellationToken);
        return table.Done ? table.Value : throw new InvalidOperationException(table.Refusals[0].ToLine("en"));
    }

    private static SourceTable Read(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var table = TableReader.Read(stream, "목록.csv", stop: TestContext.Current.CancellationToken);
        return table.Done ? table.Value : throw new InvalidOperationException(table.Refusals[0].ToLine("en"));
    }

    private static async Task<ImportResult> Import(TestTower tower, SourceTable table, ImportChoices choices)
    {
        var result = await tower.Do<ImportInventory, ImportResult>(TestTower.Officer, new ImportInventory(table, choices));
        return result.Done ? result.Value : throw new InvalidOperationException(string.Join('\n', result.Refusals.Select(r => r.ToLine("en"))));
    }

    private static Task<int> Acts(TestTower tower) => tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(TestContext.Current.CancellationToken));
}
