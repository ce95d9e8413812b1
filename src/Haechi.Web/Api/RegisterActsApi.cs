using System.Text.Json;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Haechi.Web.Api.Shapes;
using Haechi.Web.Frame;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Api;

/// <summary>A new system.</summary>
/// <param name="Facts">Its facts by id; the name is one of them. null and what is left out are unknown.</param>
/// <param name="Department">The department that uses it, or null.</param>
/// <param name="Product">The product behind it, or null.</param>
/// <param name="ValidFrom">The day from which this is true; today when left out.</param>
/// <param name="Source">Where the facts come from.</param>
/// <param name="Found">True for a system that was in use already and had not been registered.</param>
public sealed record NewSystemBody(IReadOnlyDictionary<string, JsonElement> Facts, string? Department = null, string? Product = null, DateOnly? ValidFrom = null, string? Source = null, bool Found = false);

/// <summary>Facts that are set; null makes a fact unknown again.</summary>
/// <param name="Facts">The facts by id.</param>
/// <param name="ValidFrom">The day from which the change is true; today when left out.</param>
/// <param name="Note">Why.</param>
/// <param name="Source">Where the facts come from.</param>
public sealed record FactsBody(IReadOnlyDictionary<string, JsonElement> Facts, DateOnly? ValidFrom = null, string? Note = null, string? Source = null);

/// <summary>Changes of systems.</summary>
internal sealed class RegisterActsApi : IApi
{
    private const Roles Writers = Roles.Owner | Roles.Officer;

    public string Area => "register";

    public void Add(ApiTable api)
    {
        var version = new ActKind<SystemRef, SystemRef>(r => r, r => r.Version);
        api.ActFrom<NewSystemBody, RegisterSystem, SystemRef, SystemRef>("/systems", "register_system", "시스템 등록", "Registers a system", Writers, async (call, body, _) =>
            await ApiFacts.Known(call, body.Facts) is { Done: true } facts ? new RegisterSystem(facts.Value, body.Department, body.Product, body.ValidFrom, Source(body.Source), body.Found) : Refused.Because<RegisterSystem>((await ApiFacts.Known(call, body.Facts)).Refusals), version);
        api.ActFrom<FactsBody, ChangeFacts, SystemRef, SystemRef>("/systems/{system}/facts", "change_facts", "사실을 적거나 지움. If-Match에 판이 있어야 함", "Sets and forgets facts; If-Match names the version", Writers, async (call, body, expected) =>
            await ApiFacts.Read(call, body.Facts) is { Done: true } facts ? new ChangeFacts(call.Route("system"), facts.Value, expected, body.ValidFrom, body.Note, Source(body.Source)) : Refused.Because<ChangeFacts>((await ApiFacts.Read(call, body.Facts)).Refusals), version, locked: true);
        api.Act<ChangeState, SystemRef>("/systems/{system}/state", "change_state", "생애 상태를 바꿈", "Changes the state of the life cycle", Writers, r => r.Version);
        api.Act<UndoChange, SystemRef>("/systems/{system}/versions/{version}/undo", "undo_change", "한 판의 변경을 되돌림. 새 판이 됨", "Takes the change of a version back, as a new version", Writers, r => r.Version);
        api.Act<ConfirmMatch, SystemRef, SystemRef>("/systems/{stay}/match", "confirm_match", "다른 시스템과 같은 것인지 정함", "Says whether another system is this one", Roles.Officer, version);
        api.Act<AssignDepartment, int, CountShape>("/systems/assign", "assign_department", "여러 시스템의 부서를 정함. 다른 사실은 그대로", "Assigns systems to a department; their facts stay", Roles.Officer, new ActKind<int, CountShape>(n => new CountShape(n)));
        api.Act<LinkProduct, int, CountShape>("/systems/link", "link_product", "여러 시스템을 제품에 이음", "Links systems to a product", Writers, new ActKind<int, CountShape>(n => new CountShape(n)));
        api.List<DuplicateShape>("/duplicates", "list_duplicates", "같은 것일지 모르는 시스템들", "Systems that may be one", Duplicates);
        api.Act<KeepApart, int, CountShape>("/duplicates/keep-apart", "keep_apart", "서로 다른 시스템이라고 정함", "Says that systems are different ones", Roles.Officer, new ActKind<int, CountShape>(n => new CountShape(n)));
        api.Act<ConfirmMatches, ConfirmedMatches>("/duplicates/join", "confirm_matches", "여러 쌍을 한꺼번에 같은 것으로 합침", "Joins many pairs at once", Roles.Officer);
        api.Read("/fields", "get_fields", "등록부의 항목과 설치된 규칙책의 질문", "The fields of the register and the questions of the installed rulebooks", Fields);
        api.List<ViewShape>("/views", "list_views", "내가 저장한 보기", "The caller's saved views", Views);
        api.Act<SaveView, string, MadeShape>("/views", "save_view", "보기를 저장함", "Saves a view", Routes.Anyone, new ActKind<string, MadeShape>(id => new MadeShape(id)));
        api.Act<DropView>("/views/{view}/drop", "drop_view", "저장한 보기를 지움", "Drops a saved view", Routes.Anyone);
    }

    internal static string Source(string? given) => string.IsNullOrWhiteSpace(given) ? "api" : given.Trim();

    private static async Task<Result<Part<DuplicateShape>>> Duplicates(ApiCall call, Slice slice)
    {
        var page = await call.Do<FindDuplicates, DuplicatePage>(new FindDuplicates(slice.Skip, slice.Take));
        return page.Done ? Part<DuplicateShape>.Of([.. page.Value.Groups.Select(g => new DuplicateShape(g.Keys, g.Score, g.Reason))], page.Value.Total, slice) : Refused.Because<Part<DuplicateShape>>(page.Refusals);
    }

    private static async Task<Result<IReadOnlyList<FieldShape>>> Fields(ApiCall call)
    {
        var (fields, books) = (call.Get<RegisterFields>(), (await call.Get<TowerStore>().Read(call.Get<Haechi.Tower.Rulebooks.BookRegistry>().Installed)).Value?.Set);
        var asked = fields.All.Select(q => FieldShape.Of(q, "register")).Concat((books?.Questions ?? []).Where(q => fields[q.Id] is null).Select(q => FieldShape.Of(q, "rulebooks")));
        return Refused.Not<IReadOnlyList<FieldShape>>([.. asked.OrderBy(f => f.Id, StringComparer.Ordinal)]);
    }

    private static async Task<Result<Part<ViewShape>>> Views(ApiCall call, Slice slice)
    {
        var account = call.Actor.Account;
        var views = await call.Get<TowerStore>().Read(c => c.Set<SavedView>().Where(v => v.Account == account).ToListAsync(call.Stop));
        return Part<ViewShape>.ByKey(views.Select(v => new ViewShape(v.Id, v.Name, v.Page, v.Query)), v => v.Id, slice);
    }
}
