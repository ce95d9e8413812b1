using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>The register: systems in lists and one by one.</summary>
internal sealed class SystemsApi : IApi
{
    private static readonly ApiQuery[] Filter =
    [
        ApiQuery.Text("q", "찾을 말. 초성(ㅂㅈ)도 됨", "Words to search for; initial consonants work too"), ApiQuery.Text("department", "부서의 id와 그 아래. 없는 것은 unknown", "Id of a department, with all below it; unknown for none"),
        ApiQuery.Word("state", "상태", "State of the life cycle", [.. Lifecycle.All, SystemFilter.Unknown], many: true), ApiQuery.Text("product", "제품의 id", "Id of a product"), ApiQuery.Text("has", "알려진 사실의 id", "Id of a fact that is known"),
        ApiQuery.Text("lacks", "모르는 사실의 id", "Id of a fact that is unknown"), ApiQuery.Day("since", "이날부터 바뀐 것", "Changed on this day or later"), ApiQuery.Text("import", "이 가져오기에서 온 것", "Id of an import from which they came"),
        ApiQuery.Word("sort", "차례. 기본 number", "Order; number when left out", ["number", "-number", "name", "-name", "changed", "-changed", "best"]), ApiQuery.Flag("facts", "사실도 함께", "With their facts"), ApiQuery.On, ApiQuery.AsOf,
    ];

    public string Area => "register";

    public void Add(ApiTable api)
    {
        api.List<SystemShape>("/systems", "list_systems", "등록부의 시스템 목록. 지금 또는 어느 시점", "Systems of the register, now or at a moment", List, Filter);
        api.Read("/systems/{system}", "get_system", "시스템 하나와 그 사실. ETag는 판 번호", "One system with its facts; its ETag is the version", One, ApiQuery.On, ApiQuery.AsOf);
        api.Read("/systems/{system}/facts", "get_system_facts", "사실마다 값, 출처, 날짜, 적은 사람. 등록부 항목 가운데 모르는 것", "Each fact with value, source, day and who entered it, and which fields of the register are unknown", Facts, ApiQuery.On, ApiQuery.AsOf);
        api.Read("/systems/{system}/history", "get_system_history", "판의 이력, 새것부터", "Its versions, newest first", History);
        api.Read("/systems/{system}/diff", "get_system_diff", "두 판 사이에 바뀐 사실", "The facts that differ between two versions", Diff, ApiQuery.Number("from", "앞의 판(기본 1)", "The version before; 1 when left out", 1), ApiQuery.Number("to", "뒤의 판(기본 가장 새 판)", "The version after; the newest when left out", 1));
        api.Read("/systems/{system}/sources", "get_system_sources", "이 시스템이 온 가져오기의 줄", "The rows of imports behind it", Sources);
    }

    public static async Task<ShownNames> Names(ApiCall call)
    {
        await using var context = call.Get<TowerStore>().Open();
        return new ShownNames(await context.Set<Department>().ToDictionaryAsync(d => d.Id, call.Stop), await context.Set<Product>().ToDictionaryAsync(p => p.Id, p => p.Name, call.Stop));
    }

    /// <summary>The filter of a list as its address has it.</summary>
    public static SystemFilter FilterOf(ApiCall call) => new()
    {
        Text = call.Text("q"), Department = call.Text("department"), States = call.Texts("state"), Product = call.Text("product"), Has = call.Text("has"), Lacks = call.Text("lacks"), ChangedSince = call.Day("since"),
        More = call.Get<IEnumerable<ISystemFilter>>().Where(f => call.Text(f.Key) is not null).ToDictionary(f => f.Key, f => call.Text(f.Key)!),
    };

    private static async Task<Result<Part<SystemShape>>> List(ApiCall call, Slice slice)
    {
        var sort = call.Text("sort") ?? (call.Text("q") is null ? "number" : "best");
        var order = sort.TrimStart('-') switch { "name" => SystemOrder.Name, "changed" => SystemOrder.Changed, "number" => SystemOrder.Number, _ => SystemOrder.Best };
        var page = await call.Do<ListSystems, SystemPage>(new ListSystems(FilterOf(call), slice.At, order, sort.StartsWith('-'), slice.Skip, slice.Take, call.Flag("facts")));
        if (!page.Done)
        {
            return Refused.Because<Part<SystemShape>>(page.Refusals);
        }
        var names = await Names(call);
        return Part<SystemShape>.Of([.. page.Value.Rows.Select(r => SystemShape.Of(r, names, call.Flag("facts")))], page.Value.Total, slice);
    }

    /// <summary>The system that the path names, at the moment that is asked for.</summary>
    public static Task<Result<SeenSystem>> Seen(ApiCall call, Moment? at) => call.Do<SystemAt, SeenSystem>(new SystemAt(call.Route("system"), at));

    private static async Task<Result<SystemDetailShape>> One(ApiCall call)
    {
        var seen = await Seen(call, call.Moment);
        if (!seen.Done)
        {
            return Refused.Because<SystemDetailShape>(seen.Refusals);
        }
        call.Tag = ApiTags.Of(seen.Value.Version.Number);
        return SystemDetailShape.Of(seen.Value, await Names(call));
    }

    private static async Task<Result<SystemFactsShape>> Facts(ApiCall call)
    {
        var seen = await Seen(call, call.Moment);
        if (!seen.Done)
        {
            return Refused.Because<SystemFactsShape>(seen.Refusals);
        }
        call.Tag = ApiTags.Of(seen.Value.Version.Number);
        var known = seen.Value.Facts.ById;
        return new SystemFactsShape(seen.Value.System.Id, seen.Value.Version.Number, known.OrderBy(f => f.Key, StringComparer.Ordinal).ToDictionary(f => f.Key, f => FactShape.Of(f.Value)),
            [.. call.Get<RegisterFields>().All.Select(q => q.Id).Where(id => !known.ContainsKey(id)).Order(StringComparer.Ordinal)]);
    }

    private static async Task<Result<IReadOnlyList<VersionShape>>> History(ApiCall call)
    {
        var seen = await Seen(call, null);
        var rows = seen.Done ? await call.Do<SystemHistory, IReadOnlyList<HistoryRow>>(new SystemHistory(seen.Value.System.Id)) : Refused.Because<IReadOnlyList<HistoryRow>>(seen.Refusals);
        return rows.Done ? Refused.Not<IReadOnlyList<VersionShape>>([.. rows.Value.Select(VersionShape.Of)]) : Refused.Because<IReadOnlyList<VersionShape>>(rows.Refusals);
    }

    private static async Task<Result<IReadOnlyList<DifferenceShape>>> Diff(ApiCall call)
    {
        var seen = await Seen(call, null);
        var diff = seen.Done ? await call.Do<SystemDiff, IReadOnlyList<FactDifference>>(new SystemDiff(seen.Value.System.Id, call.Number("from") ?? 1, call.Number("to") ?? seen.Value.Newest)) : Refused.Because<IReadOnlyList<FactDifference>>(seen.Refusals);
        return diff.Done ? Refused.Not<IReadOnlyList<DifferenceShape>>([.. diff.Value.Select(d => new DifferenceShape(d.Fact, d.Before is { } b ? FactShape.Of(b) : null, d.After is { } a ? FactShape.Of(a) : null))])
            : Refused.Because<IReadOnlyList<DifferenceShape>>(diff.Refusals);
    }

    private static async Task<Result<IReadOnlyList<SystemSourceShape>>> Sources(ApiCall call)
    {
        var seen = await Seen(call, null);
        if (!seen.Done)
        {
            return Refused.Because<IReadOnlyList<SystemSourceShape>>(seen.Refusals);
        }
        var rows = await call.Get<TowerStore>().Read(c => c.Set<SourceRow>().Where(r => r.System == seen.Value.System.Id).OrderByDescending(r => r.Id).Take(100).ToListAsync(call.Stop));
        return Refused.Not<IReadOnlyList<SystemSourceShape>>([.. rows.Select(r => new SystemSourceShape(r.Import, r.Profile, r.Line, r.FileHash))]);
    }
}
