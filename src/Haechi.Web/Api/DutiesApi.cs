using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>What is owed and what is missing: the portfolio, the gap board, duties.</summary>
internal sealed class DutiesApi : IApi
{
    private static readonly ApiQuery[] Filter =
    [
        ApiQuery.Text("department", "부서의 id와 그 아래", "Id of a department, with all below it"), ApiQuery.Text("rule", "의무의 규칙", "The obligation's rule"), ApiQuery.Text("book", "규칙책", "The rulebook"),
        ApiQuery.Text("class", "이 분류가 ‘예’인 시스템만", "Only systems for which this class is yes"), ApiQuery.Word("standing", "이행 상태", "Where the duty stands", [.. Standings.All.Select(Standings.Word)]),
        ApiQuery.Flag("overdue", "기한 지난 것만", "Only what is overdue"), ApiQuery.Flag("gaps", "할 일만", "Only what somebody still has to do"), ApiQuery.Text("owner", "담당 계정의 id. 없는 것은 none", "Id of the account that owes it; none for nobody"),
        ApiQuery.Word("strength", "강도", "Strength", ["must", "must_not", "should", "may"]), ApiQuery.Word("risk", "시스템의 위험", "Risk of the system", DutyFilter.Risks), ApiQuery.Text("system", "시스템의 id", "Id of a system"),
        ApiQuery.On, ApiQuery.AsOf,
    ];

    public string Area => "duties";

    public void Add(ApiTable api)
    {
        api.Read("/portfolio", "get_portfolio", "기관 전체 한눈에", "The whole body at a glance", async call => Refused.Not(PortfolioShape.Of(await call.Get<CityPortfolio>().Read(call.Moment, call.Stop))), ApiQuery.On, ApiQuery.AsOf);
        api.Read("/gaps", "get_gaps", "이행 현황: 의무마다 몇 곳이 어디까지, 모두 마친 시스템 수", "The gap board: how far each obligation is, and how many systems have done all", Gaps, [.. Filter, ApiQuery.Text("board", "깔때기로 볼 판의 id", "Id of the board for the funnel")]);
        api.List<DutyShape>("/duties", "list_duties", "의무를 하나씩. 기한이 이른 것부터", "Duties one by one, the earliest due first", List, Filter);
        api.Read("/my-duties", "get_my_duties", "내가 맡은 의무와 내가 확인할 것", "What the caller owes, and what waits for the caller's check", Mine);
        api.Read("/duties/{duty}", "get_duty", "의무 하나와 증빙, 이력", "One duty with its evidence and history", One);
        api.Read("/systems/{system}/duties", "get_system_duties", "시스템의 의무. 열린 것, 닫힌 것", "A system's duties, open and closed", OfSystem);
        api.Read("/evidence/{evidence}", "get_evidence", "증빙 하나", "One piece of evidence", Evidence);
    }

    internal static DutyFilter FilterOf(ApiCall call) => new()
    {
        Department = call.Text("department"), Rule = call.Text("rule"), Book = call.Text("book"), Class = call.Text("class"), Standing = Standings.Parse(call.Text("standing")), Overdue = call.Flag("overdue"), Gaps = call.Flag("gaps"),
        Owner = call.Text("owner"), Strength = call.Text("strength"), Risk = call.Text("risk"), System = call.Text("system"),
    };

    private static async Task<Result<GapsShape>> Gaps(ApiCall call)
    {
        var (filter, at, board) = (FilterOf(call), call.Moment ?? Moment.Now(call.Clock), call.Get<GapBoard>());
        BoardSpec? spec = null;
        if (call.Text("board") is { } id)
        {
            await using var context = call.Get<TowerStore>().Open();
            spec = (await call.Get<BoardFinder>().All(context)).FirstOrDefault(b => b.Id == id);
            if (spec is null)
            {
                return Refusal.NotFound("판", "board", id);
            }
        }
        var table = await board.Table(filter, at, call.Stop);
        var funnel = filter is { Rule: null, Standing: null, Overdue: false } ? await board.Funnel(table, filter, spec, at, call.Stop) : null;
        return GapsShape.Of(table, funnel, at) with { Pending = await call.Get<PendingCount>().Count(call.Stop) };
    }

    private static async Task<Result<Part<DutyShape>>> List(ApiCall call, Slice slice)
    {
        var (filter, board, at) = (FilterOf(call), call.Get<GapBoard>(), slice.At!.Value);
        var lines = await board.List(filter, slice.Skip, slice.Take, at, call.Stop);
        var total = (await board.Table(filter, at, call.Stop)).Owed;
        return Part<DutyShape>.Of([.. lines.Select(l => DutyShape.Of(l, at.On))], total, slice);
    }

    private static async Task<Result<MyDutiesShape>> Mine(ApiCall call)
    {
        var (owed, check) = await call.Get<DutyReader>().Mine(call.Actor, stop: call.Stop);
        return new MyDutiesShape([.. owed.Select(l => DutyShape.Of(l, call.Clock.Today))], [.. check.Select(l => DutyShape.Of(l, call.Clock.Today))]);
    }

    private static async Task<Result<DutyStoryShape>> One(ApiCall call)
    {
        var story = await call.Get<DutyReader>().Story(call.Route("duty"), call.Stop);
        if (!story.Done)
        {
            return Refused.Because<DutyStoryShape>(story.Refusals);
        }
        call.Tag = ApiTags.Of(story.Value.Line.Duty.Change);
        return DutyStoryShape.Of(story.Value, call.Clock.Today);
    }

    private static async Task<Result<IReadOnlyList<DutyShape>>> OfSystem(ApiCall call)
    {
        var seen = await SystemsApi.Seen(call, null);
        return seen.Done ? Refused.Not<IReadOnlyList<DutyShape>>([.. (await call.Get<DutyReader>().OfSystem(seen.Value.System.Id, call.Stop)).Select(l => DutyShape.Of(l, call.Clock.Today))]) : Refused.Because<IReadOnlyList<DutyShape>>(seen.Refusals);
    }

    private static async Task<Result<EvidenceShape>> Evidence(ApiCall call)
    {
        var id = call.Route("evidence");
        return await call.Get<TowerStore>().Read(c => c.Set<EvidenceRow>().FirstOrDefaultAsync(e => e.Id == id, call.Stop)) is { } row ? EvidenceShape.Of(row) : Refusal.NotFound("증빙", "evidence", id);
    }
}
