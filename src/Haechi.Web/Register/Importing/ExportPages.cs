using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register.Importing;

/// <summary>What is to be exported, as it stands in an address.</summary>
/// <param name="Profile">The profile, or null.</param>
/// <param name="On">The world's day, or null for today.</param>
/// <param name="AsOf">The last day of what had been recorded, or null.</param>
/// <param name="Exact">True for the cells as they are, for machines.</param>
/// <param name="Workbook">True for a workbook.</param>
/// <param name="Every">True for systems in every state.</param>
public sealed record ExportQuery(string? Profile, DateOnly? On, DateOnly? AsOf, bool Exact, bool Workbook, bool Every)
{
    /// <summary>Reads an address. What is no day is passed over: the page shows the days that it used.</summary>
    public static ExportQuery Read(IQueryCollection query)
    {
        return new ExportQuery(query["profile"].ToString() is { Length: > 0 } profile ? profile : null, AskedMoment.Day(query["on"]), AskedMoment.Day(query["as-of"]), query["exact"].ToString().Length > 0, query["form"] == "xlsx", query["every"].ToString().Length > 0);
    }

    /// <summary>The two times. Without a day of its own, the world stands as it did on the day of the record.</summary>
    public Moment Moment(TowerClock clock) => new(On ?? AsOf ?? clock.Today, AsOf is { } by ? TowerClock.EndOf(by) : null);
}

/// <summary>The register in the words and columns of a profile: first what would be lost, then the file.</summary>
internal sealed class ExportPages : IPages
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/export", Show);
        routes.Page("/export/file", Download);
    }

    private static async Task<IResult> Show(HttpContext http, Visit visit, TowerStore store, InventoryReader reader, IHandle<ExportInventory, ExportedInventory> handler)
    {
        var query = ExportQuery.Read(http.Request.Query);
        var profiles = reader.Profiles(await store.Read(c => c.Set<SavedProfile>().ToListAsync(http.RequestAborted)));
        var exported = query.Profile is { } profile ? await handler.Handle(visit.Actor, new ExportInventory(profile, query.Moment(visit.Clock), null, query.Every), http.RequestAborted) : null;
        var books = exported is null ? null : reader.Books(await store.Read(BookRegistry.Chosen));
        IReadOnlyList<Refusal> refusals = exported is { Done: false } ? exported.Refusals : [];
        return Routes.Render<ExportPage>(new
        {
            Query = query, Profiles = profiles.All, Chosen = query.Profile is { } id ? profiles.Find(id) : null, Exported = exported?.Value, Set = books, Refusals = refusals, Day = query.Moment(visit.Clock).On,
        }, refusals.Count == 0 ? 200 : refusals[0].Code == "not-found" ? 404 : 422);
    }

    private static async Task<IResult> Download(HttpContext http, Visit visit, IHandle<ExportInventory, ExportedInventory> handler)
    {
        var query = ExportQuery.Read(http.Request.Query);
        if (query.Profile is not { } profile)
        {
            return Results.LocalRedirect("/export");
        }
        var moment = query.Moment(visit.Clock);
        var exported = await handler.Handle(visit.Actor, new ExportInventory(profile, moment, null, query.Every), http.RequestAborted);
        if (!exported.Done)
        {
            return Routes.Refused(exported.Refusals);
        }
        // Made in full before the first byte is sent, so that a refusal is a page and never half a file.
        var bytes = new MemoryStream();
        var (written, format) = Write(exported.Value.Table, query, bytes);
        if (!written.Done)
        {
            return Routes.Refused(written.Refusals);
        }
        bytes.Position = 0;
        return Results.Stream(bytes, format.MediaType(), string.Create(CultureInfo.InvariantCulture, $"haechi-{profile}-{moment.On:yyyy-MM-dd}.{format.Word()}"));
    }

    private static (Result<Done> Written, TableFormat Format) Write(SourceTable table, ExportQuery query, MemoryStream bytes)
    {
        if (query.Workbook)
        {
            return (TableWriter.WriteXlsx(table, bytes), TableFormat.Xlsx);
        }
        if (query.Exact)
        {
            return (TableWriter.Write(table, bytes), table.Dialect is null ? TableFormat.Xlsx : table.Format);
        }
        // For people: opened by any spreadsheet program, and safe there.
        var plain = table with { Format = TableFormat.Csv, Sheet = null, HeaderLine = 1, Dialect = new TextDialect("utf-8", true, ',', "\r\n", QuoteHabit.AsNeeded) };
        return (TableWriter.Write(plain, bytes, guardFormulas: true), TableFormat.Csv);
    }
}
