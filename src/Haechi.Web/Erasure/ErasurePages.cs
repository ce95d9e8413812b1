using System.Globalization;
using System.Text;
using System.Text.Json;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Erasure;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Erasure;

/// <summary>Asking for erasure, signing it, holds, and the list of what is due for disposal.</summary>
internal sealed class ErasurePages : IPages
{
    private const Roles Askers = Roles.Officer | Roles.Administrator;
    private const Roles Seconds = Roles.Auditor | Roles.Administrator;
    private const Roles Holders = Roles.Officer | Roles.Administrator;

    public IReadOnlyList<NavItem> Navigation { get; } = [new(88, "/erasure", Rules.LocalText.Of("지우기와 폐기", "Erasure"), Askers | Seconds)];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/erasure", (HttpContext http, TowerStore store, Erasers erasers) => List(http, store, erasers, http.Request.Query["thing"], "", []), Askers | Seconds);
        routes.Form("/erasure/ask", Ask, Askers);
        routes.Form("/erasure/holds", Hold, Holders);
        routes.Form("/erasure/holds/{id}/lift", Lift, Holders);
        routes.Page("/erasure/cells", Cells, Askers);
        routes.Page("/erasure/{id}", (string id, HttpContext http, TowerStore store, Erasers erasers) => Case(id, http, store, erasers, []), Askers | Seconds);
        routes.Page("/erasure/{id}/certificate", Certificate, Askers | Seconds);
        routes.Form("/erasure/{id}/sign", Sign, Seconds);
        routes.Form("/erasure/{id}/refuse", Refuse, Seconds);
    }

    private static async Task<IResult> List(HttpContext http, TowerStore store, Erasers erasers, string? things, string ground, IReadOnlyList<Refusal> refusals)
    {
        await using var context = store.Open();
        return Routes.Render<ErasurePage>(new
        {
            Cases = await context.Set<ErasureCase>().OrderByDescending(c => c.AskedAt).Take(100).ToListAsync(http.RequestAborted),
            Holds = await context.Set<LegalHold>().Where(h => h.LiftedAt == null).OrderBy(h => h.SetAt).ToListAsync(http.RequestAborted),
            Due = await erasers.Due(context, store.Clock.Today, http.RequestAborted), Things = things ?? "", Ground = ground, Refusals = refusals,
        }, refusals.Count == 0 ? 200 : 422);
    }

    private static async Task<IResult> Ask(HttpContext http, Visit visit, TowerStore store, Erasers erasers, IHandle<AskErasure, string> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (things, ground) = (string.Join('\n', form["things"].ToArray()), form["ground"].ToString());
        var asked = await handler.Handle(visit.Actor, new AskErasure(things.Split('\n'), ground), http.RequestAborted);
        return asked.Done ? Results.LocalRedirect($"/erasure/{asked.Value}?done=saved") : await List(http, store, erasers, things, ground, asked.Refusals);
    }

    private static async Task<IResult> Hold(HttpContext http, Visit visit, TowerStore store, Erasers erasers, IHandle<HoldThing, string> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var held = await handler.Handle(visit.Actor, new HoldThing(form["thing"].ToString(), form["reason"].ToString()), http.RequestAborted);
        return held.Done ? Results.LocalRedirect("/erasure?done=saved") : await List(http, store, erasers, "", "", held.Refusals);
    }

    private static async Task<IResult> Lift(string id, HttpContext http, Visit visit, IHandle<LiftHold, Done> handler)
    {
        var lifted = await handler.Handle(visit.Actor, new LiftHold(id), http.RequestAborted);
        return lifted.Done ? Results.LocalRedirect("/erasure?done=saved") : Routes.Refused(lifted.Refusals);
    }

    private static async Task<IResult> Case(string id, HttpContext http, TowerStore store, Erasers erasers, IReadOnlyList<Refusal> refusals)
    {
        await using var context = store.Open();
        if (await context.Set<ErasureCase>().FirstOrDefaultAsync(c => c.Id == id, http.RequestAborted) is not { } row)
        {
            return Routes.Refused([Refusal.NotFound("지우기 요청", "request for erasure", id)]);
        }
        var lines = new List<(string Thing, Rules.LocalText What)>();
        foreach (var thing in row.Things())
        {
            var look = row.State == "asked" ? await erasers.Look(context, thing, store.Clock.Today, http.RequestAborted) : null;
            lines.Add((thing, look is null ? Rules.LocalText.Empty : look.Done ? look.Value.What : look.Refusals[0].Message));
        }
        var people = await context.Set<Account>().Where(a => a.Id == row.AskedBy || a.Id == row.DecidedBy).ToDictionaryAsync(a => a.Id, a => a.Name, http.RequestAborted);
        return Routes.Render<ErasureCasePage>(new { Row = row, Lines = lines, People = people, Refusals = refusals }, refusals.Count == 0 ? 200 : 422);
    }

    private static async Task<IResult> Sign(string id, HttpContext http, Visit visit, TowerStore store, Erasers erasers, IHandle<SignErasure, ErasureCase> handler)
    {
        var hash = (await http.Request.ReadFormAsync(http.RequestAborted))["list"].ToString();
        var signed = await handler.Handle(visit.Actor, new SignErasure(id, hash), http.RequestAborted);
        return signed.Done ? Results.LocalRedirect($"/erasure/{id}?done=saved") : await Case(id, http, store, erasers, signed.Refusals);
    }

    private static async Task<IResult> Refuse(string id, HttpContext http, Visit visit, TowerStore store, Erasers erasers, IHandle<RefuseErasure, Done> handler)
    {
        var refused = await handler.Handle(visit.Actor, new RefuseErasure(id), http.RequestAborted);
        return refused.Done ? Results.LocalRedirect($"/erasure/{id}?done=saved") : await Case(id, http, store, erasers, refused.Refusals);
    }

    private static async Task<IResult> Certificate(string id, TowerStore store, CancellationToken stop) =>
        await store.Read(c => c.Set<ErasureCase>().FirstOrDefaultAsync(r => r.Id == id, stop)) is { Certificate: { } text }
            ? Results.Bytes(Encoding.UTF8.GetBytes(text), "application/json", $"certificate-{id}.json") : Routes.Refused([Refusal.NotFound("폐기 확인서", "certificate", id)]);

    /// <summary>The raw cells of a system's imports, each with a box.</summary>
    private static async Task<IResult> Cells(string? system, TowerStore store, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(system))
        {
            return Results.LocalRedirect("/erasure");
        }
        await using var context = store.Open();
        var rows = await context.Set<SourceRow>().Where(r => r.System == system).OrderByDescending(r => r.Id).Take(5).ToListAsync(stop);
        var imports = rows.Select(r => r.Import).ToList();
        var runs = (await context.Set<ImportRun>().Where(r => imports.Contains(r.Id)).ToListAsync(stop)).ToDictionary(r => r.Id);
        var cells = from row in rows
                    let headers = JsonSerializer.Deserialize<string[]>(runs[row.Import].Headers)!
                    from cell in JsonSerializer.Deserialize<string[]>(row.Cells)!.Select((text, i) => (Text: text, Column: i))
                    where cell.Text.Length > 0
                    select new RawCell(string.Create(CultureInfo.InvariantCulture, $"cell:{row.Import}.{row.Line}.{cell.Column}"), runs[row.Import].FileName, row.Line, cell.Column < headers.Length ? headers[cell.Column] : "", cell.Text);
        return rows.Count == 0 ? Routes.Refused([Refusal.NotFound("원자료가 있는 시스템", "system with raw cells", system ?? "")]) : Routes.Render<ErasureCellsPage>(new { Cells = cells.ToList(), System = system });
    }
}

/// <summary>A raw cell as it is offered for erasure.</summary>
public sealed record RawCell(string Thing, string File, int Line, string Header, string Text);
