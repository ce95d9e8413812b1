using System.Text;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Journal;

/// <summary>What anybody may see of the ledger: its latest checkpoint, one entry with its proof, and the files themselves for other people's tools (C2SP tlog-tiles).</summary>
internal sealed class LedgerPages : IPages
{
    private const string Forever = "public, max-age=31536000, immutable";
    /// <summary>Who may show the document behind a commitment.</summary>
    internal const Roles Openers = Roles.Officer | Roles.Administrator | Roles.Auditor;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/ledger", Show, null);
        routes.Page("/ledger/find", (string? index) => Results.LocalRedirect($"/ledger/entries/{Uri.EscapeDataString(index?.Trim() is { Length: > 0 } asked ? asked : "0")}"), null);
        routes.Page("/ledger/entries/{index}", Entry, null);
        routes.Page("/ledger/entries/{index}/leaf", Leaf, null);
        routes.Page("/ledger/entries/{index}/proof", Proof, null);
        routes.Page("/ledger/entries/{index}/document", Document, Openers);
        routes.Page("/ledger/keys", Keys, null);
        routes.Page("/ledger/log/{**path}", (string path, HttpContext http, PublicLedger ledger) => Serve(http, ledger, null, path), null);
        routes.Page("/ledger/logs/{number:int}/{**path}", (int number, string path, HttpContext http, PublicLedger ledger) => Serve(http, ledger, number, path), null);
        routes.Page("/settings/ledger", (TowerStore store, CancellationToken stop) => Settings(store, null, [], stop), Roles.Officer | Roles.Administrator);
        routes.Form("/settings/ledger/witnesses", Choose, Roles.Officer | Roles.Administrator);
        routes.Form("/settings/ledger/rotate", Rotate, Roles.Officer | Roles.Administrator);
    }

    private static async Task<IResult> Show(TowerStore store, LedgerWorker worker, CancellationToken stop)
    {
        await using var context = store.Open();
        var reach = await LedgerQueries.Reach(context, stop);
        var number = reach.Log?.Number ?? 0;
        return Routes.Render<LedgerPage>(new
        {
            View = new LedgerView(reach, await LedgerQueries.Latest(context, number, stop), await LedgerQueries.Keys(context, number, stop),
                await context.Set<LedgerLog>().Where(l => l.Number < number).OrderByDescending(l => l.Number).ToListAsync(stop), await context.Set<JournalEntry>().CountAsync(j => j.LedgerIndex == null, stop),
                await context.Set<LedgerWitness>().OrderBy(w => w.Url).ToListAsync(stop), worker.Problem),
        });
    }

    private static async Task<IResult> Entry(string index, PublicLedger ledger, CancellationToken stop)
    {
        var found = await ledger.Find(index, stop);
        return found.Done ? Routes.Render<LedgerEntryPage>(new { Index = found.Value.Index, found.Value.Leaf, found.Value.Standing, Proof = (await ledger.Prove(found.Value.Index, stop)).Value }) : Routes.Refused(found.Refusals);
    }

    private static async Task<IResult> Leaf(string index, PublicLedger ledger, CancellationToken stop)
    {
        var found = await ledger.Find(index, stop);
        return found.Done ? Results.Bytes(found.Value.Leaf, "application/json", $"{found.Value.Index}.json") : Routes.Refused(found.Refusals);
    }

    private static async Task<IResult> Proof(string index, PublicLedger ledger, CancellationToken stop)
    {
        var found = await ledger.Find(index, stop);
        var proof = found.Done ? await ledger.Prove(found.Value.Index, stop) : Refused.Because<string>(found.Refusals);
        return proof.Done ? Results.Bytes(Encoding.UTF8.GetBytes(proof.Value), "text/plain; charset=utf-8", $"{found.Value!.Index}.tlog-proof") : Routes.Refused(proof.Refusals);
    }

    /// <summary>Document and salt of an entry, for those who may show outsiders what the commitment stands for.</summary>
    private static async Task<IResult> Document(string index, PublicLedger ledger, CancellationToken stop)
    {
        var found = await ledger.Find(index, stop);
        var opened = found.Done ? await ledger.Open(found.Value.Index, stop) : Refused.Because<string>(found.Refusals);
        return opened.Done ? Results.Text(opened.Value, "application/json", Encoding.UTF8) : Routes.Refused(opened.Refusals);
    }

    /// <summary>A file of a log: its checkpoint changes, a tile never does.</summary>
    private static async Task<IResult> Serve(HttpContext http, PublicLedger ledger, int? log, string path)
    {
        if (await ledger.File(log, path, http.RequestAborted) is not { } bytes)
        {
            return Results.Text("not found\n", "text/plain", Encoding.UTF8, StatusCodes.Status404NotFound);
        }
        var changes = path is PublicLedger.Checkpoint or PublicLedger.Witnessed;
        http.Response.Headers.CacheControl = changes ? "no-cache" : Forever;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Bytes(bytes, changes ? "text/plain; charset=utf-8" : "application/octet-stream");
    }

    private static async Task<IResult> Keys(TowerStore store, CancellationToken stop)
    {
        await using var context = store.Open();
        var log = await LedgerQueries.Present(context, stop);
        var keys = log is null ? [] : await LedgerQueries.Keys(context, log.Number, stop);
        return Results.Text(string.Concat(keys.Select(k => k.Verifier + "\n")), "text/plain", Encoding.UTF8);
    }

    private static async Task<IResult> Settings(TowerStore store, string? given, IReadOnlyList<Refusal> refusals, CancellationToken stop)
    {
        await using var context = store.Open();
        var witnesses = await context.Set<LedgerWitness>().OrderBy(w => w.Url).ToListAsync(stop);
        return Routes.Render<LedgerSettingsPage>(new { Witnesses = witnesses, Lines = given ?? string.Concat(witnesses.Select(w => $"{w.Url} {w.Key}\n")), Log = await LedgerQueries.Present(context, stop), Refusals = refusals }, refusals.Count == 0 ? 200 : 422);
    }

    private static async Task<IResult> Choose(HttpContext http, Visit visit, TowerStore store, IHandle<ChooseWitnesses, Done> handler)
    {
        var lines = (await http.Request.ReadFormAsync(http.RequestAborted))["witnesses"].ToString();
        var chosen = await handler.Handle(visit.Actor, new ChooseWitnesses(lines), http.RequestAborted);
        return chosen.Done ? Results.LocalRedirect("/settings/ledger?done=saved") : await Settings(store, lines, chosen.Refusals, http.RequestAborted);
    }

    private static async Task<IResult> Rotate(HttpContext http, Visit visit, TowerStore store, IHandle<RotateLedgerKeys, Done> handler)
    {
        var atOnce = (await http.Request.ReadFormAsync(http.RequestAborted))["at-once"] == "true";
        var rotated = await handler.Handle(visit.Actor, new RotateLedgerKeys(atOnce), http.RequestAborted);
        return rotated.Done ? Results.LocalRedirect("/settings/ledger?done=saved") : await Settings(store, null, rotated.Refusals, http.RequestAborted);
    }
}

/// <summary>What the public page shows.</summary>
public sealed record LedgerView(
    LedgerReach Reach, LedgerCheckpoint? Latest, IReadOnlyList<LedgerKey> Keys, IReadOnlyList<LedgerLog> Earlier, int Waiting, IReadOnlyList<LedgerWitness> Witnesses, Refusal? Problem);
