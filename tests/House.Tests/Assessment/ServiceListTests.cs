using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Tables;
using static Haechi.House.Tests.Assessment.AssessmentCity;

namespace Haechi.House.Tests.Assessment;

public sealed class ServiceListTests
{
    private static readonly string[] States = ["in_use", "pilot"];

    [Fact]
    public async Task Systems_in_use_and_in_a_pilot_belong_and_an_unknown_state_is_listed_apart()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2026, 12, 1));
        var (use, pilot, unknown) = (await city.System("in_use"), await city.System("pilot"), await city.System(state: null));
        foreach (var state in new[] { "idea", "review", "procurement_development", "suspended", "retired", "withdrawn" })
        {
            await city.System(state);
        }
        var list = await city.Tower.Store.Read(c => ServiceList.Read(c, Moment.Now(city.Tower.Clock), States));
        Assert.Equal([use, pilot], list.Belong.Select(s => s.System));
        Assert.Equal([unknown], list.Unknown.Select(s => s.System));
        Assert.Equal(6, list.Left);
    }

    [Fact]
    public async Task The_list_of_an_earlier_day_is_as_it_was()
    {
        await using var city = await AssessmentCity.Open(new DateOnly(2026, 12, 1));
        var system = await city.System("pilot");
        city.Tower.Time.Pass(TimeSpan.FromDays(10));
        Value(await city.Change(system, "lifecycle", new TextFact("retired")));
        Task<ServiceList> On(DateOnly day) => city.Tower.Store.Read(c => ServiceList.Read(c, new Moment(day), States));
        Assert.Single((await On(new DateOnly(2026, 12, 5))).Belong);
        Assert.Equal(1, (await On(new DateOnly(2026, 12, 11))).Left);
        Assert.Equal((0, 0, 0), ((await On(new DateOnly(2026, 11, 30))) is var none ? (none.Belong.Count, none.Unknown.Count, none.Left) : default));
    }

    [Fact]
    public async Task The_command_writes_the_list_marked_provisional_with_unknown_states_at_the_end_and_safe_for_spreadsheets()
    {
        await using var tower = await TestTower.Open();
        await Made(tower, "-민원 상담", null);
        await Made(tower, "=cmd()", "in_use");
        await Made(tower, "교통 신호", "pilot");
        await Made(tower, "옛 체계", "retired");
        var (code, text, error) = Command.Run("export", "--profile", "kr-service-list", "--data", tower.Folder, "--lang", "en");
        Assert.Equal(1, code);
        var read = TableReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "list.csv", stop: TestContext.Current.CancellationToken).Value!;
        var headers = read.Columns.Select(c => c.Header).ToList();
        Assert.Equal(["'=cmd()", "교통 신호", "'-민원 상담"], read.Rows.Select(r => r.Cells[headers.IndexOf("서비스명")]));
        Assert.Equal(["사용 중", "시범 운영", ""], read.Rows.Select(r => r.Cells[headers.IndexOf("상태")]));
        Assert.All(read.Rows, r => Assert.StartsWith("임시", r.Cells[headers.IndexOf("서식 상태")], StringComparison.Ordinal));
        Assert.Contains("provisional", error, StringComparison.Ordinal);
        Assert.Contains("left out because of their state: 1", error, StringComparison.Ordinal);
        Assert.Contains("AI-1", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Command.Run("export", "--profile", "kr-service-list", "--every", "--data", tower.Folder, "--format", "json").Out);
        Assert.Equal(["-민원 상담", "=cmd()", "교통 신호", "옛 체계"], json.RootElement.EnumerateArray().Select(r => r.GetProperty("서비스명").GetString()));
    }

    [Fact]
    public async Task The_command_writes_the_list_as_it_had_been_recorded_by_a_day()
    {
        await using var tower = await TestTower.Open(new DateOnly(2026, 11, 10));
        await Made(tower, "교통 신호", "in_use");
        tower.Time.Pass(TimeSpan.FromDays(5));
        await Made(tower, "복지 상담", "in_use");
        string Names(string asOf) => string.Join(' ', JsonDocument.Parse(Command.Run("export", "--profile", "kr-service-list", "--data", tower.Folder, "--format", "json", "--on", "2026-11-20", "--as-of", asOf).Out)
            .RootElement.EnumerateArray().Select(r => r.GetProperty("서비스명").GetString()!.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal("교통신호", Names("2026-11-12"));
        Assert.Equal("교통신호 복지상담", Names("2026-11-16"));
    }

    [Fact]
    public async Task A_system_that_came_from_no_list_is_written_with_the_body_and_the_department_that_the_tower_knows()
    {
        await using var tower = await TestTower.Open();
        Assert.True((await tower.Do<NameBody, Done>(Actor.Program, new NameBody("하늘시", "Haneul", "basic_local"))).Done);
        var department = (await tower.Do<AddDepartment, string>(TestTower.Officer, new AddDepartment("교통과"))).Value!;
        await Made(tower, "교통 신호", "in_use", department);
        using var json = JsonDocument.Parse(Command.Run("export", "--profile", "kr-service-list", "--data", tower.Folder, "--format", "json").Out);
        var row = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("하늘시", "교통과"), (row.GetProperty("기관명").GetString(), row.GetProperty("부서").GetString()));
    }

    private static async Task Made(TestTower tower, string name, string? state, string? department = null)
    {
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact(name) };
        if (state is not null)
        {
            facts[Lifecycle.Question] = new TextFact(state);
        }
        Assert.True((await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(facts, department))).Done);
    }
}
