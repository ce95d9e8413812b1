using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register.Importing;

/// <summary>Last year's list and this year's beside each other: what stayed, what may have another name, what is new and what is gone.</summary>
internal sealed class ComparePages : IPages
{
    public const int Size = 25;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/imports/{id}/compare", (string id, HttpContext http, Visit visit, TowerStore store, IHandle<CompareLists, ListComparison> compare) => Show(id, http, visit, store, compare, []), Roles.Officer);
        routes.Form("/imports/{id}/compare", Decide, Roles.Officer);
    }

    private static async Task<IResult> Show(string id, HttpContext http, Visit visit, TowerStore store, IHandle<CompareLists, ListComparison> compare, IReadOnlyList<Refusal> refusals, string? with = null)
    {
        await using var context = store.Open();
        if (await context.Set<ImportRun>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.UndoneAt == null, http.RequestAborted) is not { } run)
        {
            return Routes.Refused([Refusal.NotFound("가져오기", "import", id)]);
        }
        var earlier = await context.Set<ImportRun>().AsNoTracking().Where(r => r.Id != id && r.UndoneAt == null && r.At <= run.At).OrderByDescending(r => r.At).Take(Size).ToListAsync(http.RequestAborted);
        var old = with ?? http.Request.Query["with"].ToString();
        var other = earlier.Find(r => r.Id == old) ?? (old.Length == 0 ? earlier.FirstOrDefault() : null);
        if (other is null && old.Length > 0)
        {
            return Routes.Refused([Refusal.NotFound("가져오기", "import", old)]);
        }
        var found = other is null ? null : await compare.Handle(visit.Actor, new CompareLists(other.Id, id), http.RequestAborted);
        if (found is { Done: false })
        {
            return Routes.Refused(found.Refusals);
        }
        var shown = Enum.TryParse<Recurrence>(http.Request.Query["show"], ignoreCase: true, out var what) && Enum.IsDefined(what) ? what : Recurrence.Renamed;
        var page = int.TryParse(http.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? Math.Clamp(at, 1, 100_000) : 1;
        return Routes.Render<ComparePage>(new { Run = run, Earlier = earlier, Found = found?.Value, Shown = shown, Current = page, Refusals = refusals }, refusals.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Decide(
        string id, HttpContext http, Visit visit, TowerStore store, IHandle<CompareLists, ListComparison> compare, IHandle<ConfirmMatches, ConfirmedMatches> many,
        IHandle<ConfirmMatch, SystemRef> one)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (with, act, old, later) = (form["with"].ToString(), form["act"].ToString(), form["old"].ToString(), form["new"].ToString());
        var refusals = act == "join-all" ? await JoinAll(id, with, visit, compare, many, http.RequestAborted)
            : (await one.Handle(visit.Actor, new ConfirmMatch(old, later, act == "same"), http.RequestAborted)).Refusals;
        if (refusals.Count > 0)
        {
            return await Show(id, http, visit, store, compare, refusals, with);
        }
        return Results.LocalRedirect($"/imports/{id}/compare?with={Uri.EscapeDataString(with)}&done=saved");
    }

    private static async Task<IReadOnlyList<Refusal>> JoinAll(
        string id, string with, Visit visit, IHandle<CompareLists, ListComparison> compare, IHandle<ConfirmMatches, ConfirmedMatches> many, CancellationToken stop)
    {
        var found = await compare.Handle(visit.Actor, new CompareLists(with, id), stop);
        return !found.Done ? found.Refusals
            : (await many.Handle(visit.Actor, new ConfirmMatches([.. found.Value.Rows.Where(r => r.What == Recurrence.SameName).Select(r => new SamePair(r.Old!, r.New!))]), stop)).Refusals;
    }
}
