using System.Globalization;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Access;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register;

/// <summary>What the page of one system shows.</summary>
/// <param name="Panel">The system and the moment.</param>
/// <param name="Shown">Its facts, with those that come from the product.</param>
/// <param name="Department">The department's name, or null.</param>
/// <param name="Product">The product, or null.</param>
/// <param name="Merged">The system that it turned out to be, or null.</param>
/// <param name="Sources">The rows of imports behind it.</param>
/// <param name="History">Its versions, newest first.</param>
public sealed record SystemView(
    PanelView Panel, IReadOnlyDictionary<string, (HeldFact Fact, bool FromProduct)> Shown, string? Department, Product? Product, string? Merged,
    IReadOnlyList<Haechi.Tower.Register.SourceRow> Sources, IReadOnlyList<HistoryRow> History)
{
    /// <summary>The moment as the end of an address, or empty for now.</summary>
    public string At { get; init; } = "";

    /// <summary>True when this visitor may change the system as it is shown.</summary>
    public bool MayWrite(Visit visit) => Panel.IsNow && Panel.Seen.System.LeftAt is null && visit.Actor.Is(Roles.Owner | Roles.Officer);
}

/// <summary>The pages of one system that the register itself fills.</summary>
internal enum SystemPart
{
    Overview, Facts, History,
}

/// <summary>The page of one system, and its forms.</summary>
internal sealed class SystemPages : IPages
{
    private const Roles Writers = Roles.Owner | Roles.Officer;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/systems/new", New, Writers);
        routes.Form("/systems/new", Make, Writers);
        routes.Page("/systems/{id}", (HttpContext http, string id, Visit visit, SystemPageData data) => data.Page(id, visit, SystemPart.Overview, AskedMoment.Read(http.Request, visit.Clock), [], http.RequestAborted));
        routes.Page("/systems/{id}/facts", (HttpContext http, string id, Visit visit, SystemPageData data) => data.Page(id, visit, SystemPart.Facts, AskedMoment.Read(http.Request, visit.Clock), [], http.RequestAborted));
        routes.Page("/systems/{id}/history", (HttpContext http, string id, Visit visit, SystemPageData data) => data.Page(id, visit, SystemPart.History, null, [], http.RequestAborted));
        routes.Page("/systems/{id}/edit/{group}", Edit, Writers);
        routes.Form("/systems/{id}/edit/{group}", Keep, Writers);
        routes.Form("/systems/{id}/state", Move, Writers);
        routes.Form("/systems/{id}/undo", Undo, Writers);
        routes.Page("/systems/{id}/diff", Diff);
    }

    private static async Task<IResult> New(Visit visit, TowerStore store, RegisterFields fields) =>
        Routes.Render<SystemNewPage>(new { Fields = First(fields), Departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language)), visit.Actor.Department });

    private static async Task<IResult> Make(HttpContext http, Visit visit, TowerStore store, RegisterFields fields, IHandle<RegisterSystem, SystemRef> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var department = form["department"].ToString() is { Length: > 0 } given ? given : null;
        var (facts, refusals) = FactForm.Read(form, First(fields));
        var known = facts.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!);
        var made = refusals.Count > 0 ? Refused.Because<SystemRef>(refusals) : await handler.Handle(visit.Actor, new RegisterSystem(known, department, Found: form["found"].ToString().Length > 0), http.RequestAborted);
        return made.Done ? Results.LocalRedirect($"/systems/{made.Value.System}?done=saved") : Routes.Render<SystemNewPage>(new
        {
            Fields = First(fields), Departments = await store.Read(c => DepartmentChoices.Of(c, visit.Language)), Department = department, Given = facts, Found = form["found"].ToString().Length > 0, made.Refusals,
        }, StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>What a new system is asked first; the rest is asked on its page.</summary>
    private static IReadOnlyList<Question> First(RegisterFields fields) =>
        [.. new[] { "name", "summary", "purpose", "organisation", "unit", Lifecycle.Question, "placed_on", "supply", "personal_data" }.Select(id => fields[id]).OfType<Question>()];

    private static async Task<IResult> Edit(HttpContext http, string id, string group, Visit visit, RegisterFields fields, IHandle<SystemAt, SeenSystem> handler)
    {
        var seen = await handler.Handle(visit.Actor, new SystemAt(id), http.RequestAborted);
        return !seen.Done ? Routes.Refused(seen.Refusals) : fields.Groups.FirstOrDefault(g => g.Id == group) is { } found
            ? Routes.Render<SystemEditPage>(new { Seen = seen.Value, Group = found, Given = (IReadOnlyDictionary<string, FactValue?>)seen.Value.Facts.ById.ToDictionary(f => f.Key, f => (FactValue?)f.Value.Value), Expected = seen.Value.Newest })
            : Routes.Refused([Refusal.NotFound("항목 묶음", "group of fields", group)]);
    }

    private static async Task<IResult> Keep(HttpContext http, string id, string group, Visit visit, RegisterFields fields, IHandle<SystemAt, SeenSystem> seeing, IHandle<ChangeFacts, SystemRef> handler)
    {
        var seen = await seeing.Handle(visit.Actor, new SystemAt(id), http.RequestAborted);
        if (!seen.Done || fields.Groups.FirstOrDefault(g => g.Id == group) is not { } found)
        {
            return Routes.Refused(seen.Done ? [Refusal.NotFound("항목 묶음", "group of fields", group)] : seen.Refusals);
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var expected = int.TryParse(form["expected"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
        var (facts, refusals) = FactForm.Read(form, found.Fields);
        // Only what differs is a change: a fact from an import keeps its source when the form returns it untouched.
        var changed = facts.Where(f => !FactsAreSame(seen.Value.Facts[f.Key], f.Value)).ToDictionary(f => f.Key, f => f.Value);
        var kept = refusals.Count > 0 ? Refused.Because<SystemRef>(refusals) : changed.Count == 0 ? new SystemRef(id, seen.Value.Newest)
            : await handler.Handle(visit.Actor, new ChangeFacts(seen.Value.System.Id, changed, expected, Note: form["note"].ToString() is { Length: > 0 } note ? note : null), http.RequestAborted);
        return kept.Done ? Results.LocalRedirect($"/systems/{id}/facts?done=saved#{group}")
            : Routes.Render<SystemEditPage>(new { Seen = seen.Value, Group = found, Given = facts, Expected = expected, kept.Refusals }, kept.Refusals[0].Code == "changed-meanwhile" ? 409 : 422);
    }

    private static bool FactsAreSame(FactValue? one, FactValue? other) => (one?.Shown, one?.GetType()) == (other?.Shown, other?.GetType())
        || (one is TextFact a && other is TextFact b && a.Value.ReplaceLineEndings("\n").Trim() == b.Value.ReplaceLineEndings("\n").Trim());

    private static async Task<IResult> Move(HttpContext http, string id, Visit visit, SystemPageData data, IHandle<ChangeState, SystemRef> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var moved = await handler.Handle(visit.Actor, new ChangeState(id, form["state"].ToString(), Number(form["expected"]), form["note"].ToString() is { Length: > 0 } note ? note : null), http.RequestAborted);
        return moved.Done ? Results.LocalRedirect($"/systems/{id}?done=saved") : await data.Page(id, visit, SystemPart.Overview, null, moved.Refusals, http.RequestAborted);
    }

    private static async Task<IResult> Undo(HttpContext http, string id, Visit visit, SystemPageData data, IHandle<UndoChange, SystemRef> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var undone = await handler.Handle(visit.Actor, new UndoChange(id, Number(form["version"]) ?? 0, Number(form["expected"]) ?? 0), http.RequestAborted);
        return undone.Done ? Results.LocalRedirect($"/systems/{id}/history?done=saved") : await data.Page(id, visit, SystemPart.History, null, undone.Refusals, http.RequestAborted);
    }

    private static async Task<IResult> Diff(HttpContext http, string id, int? from, int? to, Visit visit, TowerStore store, RegisterFields fields, BookRegistry registry, IHandle<SystemAt, SeenSystem> seeing, IHandle<SystemDiff, IReadOnlyList<FactDifference>> handler)
    {
        var seen = await seeing.Handle(visit.Actor, new SystemAt(id), http.RequestAborted);
        var diff = seen.Done ? await handler.Handle(visit.Actor, new SystemDiff(seen.Value.System.Id, from ?? 1, to ?? seen.Value.Newest), http.RequestAborted) : Refused.Because<IReadOnlyList<FactDifference>>(seen.Refusals);
        return diff.Done
            ? Routes.Render<SystemDiffPage>(new { Seen = seen.Value, From = from ?? 1, To = to ?? seen.Value!.Newest, Differences = diff.Value, Asked = await AskedFacts.Read(visit, fields, registry, store) })
            : Routes.Refused(diff.Refusals);
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Gathers what the page of one system needs.</summary>
internal sealed class SystemPageData(TowerStore store, RegisterFields fields, BookRegistry registry, IHandle<SystemAt, SeenSystem> seeing, IHandle<SystemHistory, IReadOnlyList<HistoryRow>> histories, IEnumerable<ISystemPanel> panels)
{
    public async Task<IResult> Page(string id, Visit visit, SystemPart part, Moment? asked, IReadOnlyList<Refusal> refusals, CancellationToken stop)
    {
        var seen = await seeing.Handle(visit.Actor, new SystemAt(id, asked), stop);
        if (!seen.Done)
        {
            return Routes.Refused(seen.Refusals);
        }
        await using var context = store.Open();
        var (system, version) = (seen.Value.System, seen.Value.Version);
        var product = version.Product is null ? null : await context.Set<Product>().FirstOrDefaultAsync(p => p.Id == version.Product, stop);
        var department = version.Department is null ? null : await context.Set<Department>().FirstOrDefaultAsync(d => d.Id == version.Department, stop);
        var sources = await context.Set<Haechi.Tower.Register.SourceRow>().Where(r => r.System == system.Id).OrderByDescending(r => r.Id).Take(20).ToListAsync(stop);
        var history = await histories.Handle(visit.Actor, new SystemHistory(system.Id), stop);
        var panel = new PanelView(seen.Value, asked ?? Moment.Now(visit.Clock), asked is null);
        var view = new SystemView(panel, ShownFacts.Of(seen.Value.Facts, product is null ? SystemFacts.None : FactsJson.Read(product.Facts)), department?.In(visit.Language), product, system.MergedInto, sources, history.Value ?? []) { At = AskedMoment.Address(asked) };
        var status = refusals.Count == 0 ? 200 : refusals[0].Code == "changed-meanwhile" ? 409 : 422;
        return part switch
        {
            SystemPart.Facts => Routes.Render<SystemFactsPage>(new { View = view, Fields = fields, Asked = await AskedFacts.Read(visit, fields, registry, store) }),
            SystemPart.History => Routes.Render<SystemHistoryPage>(new { View = view, Asked = await AskedFacts.Read(visit, fields, registry, store), Refusals = refusals }, status),
            _ => Routes.Render<SystemDetail>(new { View = view, Fields = fields, Panels = panels.OrderBy(p => p.Order).ToList(), Refusals = refusals }, status),
        };
    }
}

/// <summary>The services of the register's pages.</summary>
internal sealed class RegisterWeb : IWebModule
{
    public void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services) =>
        Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<SystemPageData>(services);
}
