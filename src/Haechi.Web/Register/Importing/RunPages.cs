using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Haechi.Web.Register.Importing;

/// <summary>The imports that were carried out: what came of each, undoing one, and the rows that were set aside.</summary>
internal sealed class RunPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/imports", (HttpContext http, RunDesk desk) => desk.List(PageOf(http), http.Request.Query.ContainsKey("nothing"), http.RequestAborted));
        routes.Page("/imports/{id}", (string id, HttpContext http, RunDesk desk) => desk.Show(id, [], http.RequestAborted));
        routes.Form("/imports/{id}/undo", Undo, Roles.Officer);
        routes.Page("/imports/{id}/rows/{row:long}", (string id, long row, HttpContext http, RunDesk desk) => desk.Row(id, row, null, [], http.RequestAborted), Roles.Officer);
        routes.Form("/imports/{id}/rows/{row:long}", Repair, Roles.Officer);
    }

    private static int PageOf(HttpContext http) => int.TryParse(http.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 100_000) : 1;

    private static async Task<IResult> Undo(string id, HttpContext http, Visit visit, RunDesk desk, IHandle<UndoImport, UndoneImport> handler)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var undone = await handler.Handle(visit.Actor, new UndoImport(id, form["note"].ToString().Trim() is { Length: > 0 } note ? note : null), http.RequestAborted);
        if (!undone.Done)
        {
            return await desk.Show(id, undone.Refusals, http.RequestAborted);
        }
        return Results.LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/imports/{id}?restored={undone.Value.Restored}&removed={undone.Value.Removed}&kept={undone.Value.Kept.Count}"));
    }

    private static async Task<IResult> Repair(string id, long row, HttpContext http, Visit visit, RunDesk desk, IHandle<TakeSetAside, string> take, IHandle<DismissSetAside, Done> dismiss)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["act"] == "dismiss")
        {
            var dismissed = await dismiss.Handle(visit.Actor, new DismissSetAside(id, row), http.RequestAborted);
            return dismissed.Done ? Results.LocalRedirect("/imports/" + id) : await desk.Show(id, dismissed.Refusals, http.RequestAborted);
        }
        var width = await desk.Width(id, row, http.RequestAborted);
        // A browser sends line ends as CR LF; files keep them as LF in a cell.
        List<string> cells = [.. Enumerable.Range(0, width).Select(i => form[string.Create(CultureInfo.InvariantCulture, $"cell.{i}")].ToString().ReplaceLineEndings("\n"))];
        while (cells.Count > 0 && cells[^1].Length == 0)
        {
            cells.RemoveAt(cells.Count - 1);
        }
        var taken = await take.Handle(visit.Actor, new TakeSetAside(id, row, cells), http.RequestAborted);
        if (!taken.Done)
        {
            return await desk.Row(id, row, cells, taken.Refusals, http.RequestAborted);
        }
        return Results.LocalRedirect("/imports/" + id);
    }
}
