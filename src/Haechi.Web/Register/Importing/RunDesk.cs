using System.Text.Json;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Web.Register.Importing;

/// <summary>A row that was set aside, with what stands in it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Cells">Its cells by header, all of them; a cell beyond the headers has its number.</param>
public sealed record SetAsideView(SetAsideRow Row, IReadOnlyList<(string Header, string Cell)> Cells);

/// <summary>How many systems of an import have an outcome of a class.</summary>
public sealed record ClassCount(string Class, string Word, int Outcome, int Systems);

/// <summary>What came of an import.</summary>
/// <param name="Run">The import.</param>
/// <param name="By">The name of the person, or null.</param>
/// <param name="Classes">The classes of its systems, as far as they are determined.</param>
/// <param name="Format">The format by which it was read, as people call it.</param>
/// <param name="Total">How many systems the register has.</param>
/// <param name="Pending">How many of them are still being determined.</param>
/// <param name="HasBooks">False when no rulebook is installed.</param>
/// <param name="Waiting">The first rows that wait to be repaired.</param>
/// <param name="WaitingCount">How many wait.</param>
/// <param name="Systems">The first systems, by name.</param>
public sealed record RunView(
    ImportRun Run, string? By, IReadOnlyList<ClassCount> Classes, string Format, int Total, int Pending, bool HasBooks, IReadOnlyList<SetAsideView> Waiting, int WaitingCount, IReadOnlyList<(string Id, string Name)> Systems);

/// <summary>Gathers what the pages about imports show.</summary>
internal sealed class RunDesk(Visit visit, TowerStore store, BookRegistry registry, InventoryReader reader, PendingCount pending)
{
    public const int PageSize = 50;
    private const int ShownRows = 100;
    private const int ShownSystems = 20;

    /// <summary>The imports, newest first.</summary>
    public async Task<IResult> List(int page, bool nothing, CancellationToken stop)
    {
        await using var context = store.Open();
        var runs = await context.Set<ImportRun>().AsNoTracking().OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(stop);
        var ids = runs.Select(r => r.Id).ToList();
        var waiting = await context.Set<SetAsideRow>().Where(r => ids.Contains(r.Import) && r.State == "waiting").GroupBy(r => r.Import).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        return Routes.Render<ImportsPage>(new { Runs = runs, Waiting = waiting, Total = await context.Set<ImportRun>().CountAsync(stop), Current = page, Nothing = nothing });
    }

    /// <summary>One import.</summary>
    public async Task<IResult> Show(string id, IReadOnlyList<Refusal> refusals, CancellationToken stop)
    {
        await using var context = store.Open();
        if (await context.Set<ImportRun>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, stop) is not { } run)
        {
            return Routes.Refused([Refusal.NotFound("가져오기", "import", id)]);
        }
        var rows = context.Set<SetAsideRow>().AsNoTracking().Where(r => r.Import == id && r.State == "waiting");
        var headers = JsonSerializer.Deserialize<string[]>(run.Headers)!;
        var systems = await (from now in context.Set<SystemNow>().AsNoTracking()
                             where context.Set<Haechi.Tower.Register.SourceRow>().Any(s => s.Import == id && s.System == now.System)
                             orderby now.Name
                             select new { now.System, now.Name }).Take(ShownSystems).ToListAsync(stop);
        // Counted before the classes are: when nothing waited then, the classes are those of all systems.
        var waiting = await pending.Count(stop);
        var view = new RunView(run, await context.Set<Account>().Where(a => a.Id == run.Account).Select(a => a.Name).FirstOrDefaultAsync(stop), await Classes(context, id, stop), await Format(context, run.Profile, stop),
            await context.Set<SystemNow>().CountAsync(stop), waiting,
            (await BookRegistry.Chosen(context)).Count > 0, [.. (await rows.OrderBy(r => r.Line).Take(ShownRows).ToListAsync(stop)).Select(r => View(r, headers))], await rows.CountAsync(stop),
            [.. systems.Select(s => (s.System, s.Name))]);
        return Routes.Render<ImportRunPage>(new { View = view, Refusals = refusals, Officer = visit.Actor.Is(Roles.Officer) }, refusals.Count > 0 ? 422 : 200);
    }

    /// <summary>One row that waits, as a form; <paramref name="typed"/> are the cells as somebody tried to repair them.</summary>
    public async Task<IResult> Row(string id, long row, IReadOnlyList<string>? typed, IReadOnlyList<Refusal> refusals, CancellationToken stop)
    {
        await using var context = store.Open();
        var run = await context.Set<ImportRun>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, stop);
        var waiting = await context.Set<SetAsideRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == row && r.Import == id && r.State == "waiting", stop);
        if (run is null || waiting is null)
        {
            return Routes.Refused([Refusal.NotFound("따로 둔 행", "row that was set aside", $"{id}/{row}")]);
        }
        var view = View(waiting, JsonSerializer.Deserialize<string[]>(run.Headers)!);
        if (typed is not null)
        {
            view = view with { Cells = [.. view.Cells.Select((c, i) => (c.Header, i < typed.Count ? typed[i] : c.Cell))] };
        }
        return Routes.Render<SetAsidePage>(new { Run = run, View = view, Refusals = refusals }, refusals.Count > 0 ? 422 : 200);
    }

    /// <summary>How many cells the form of a row has; 0 when there is no such row.</summary>
    public async Task<int> Width(string id, long row, CancellationToken stop)
    {
        await using var context = store.Open();
        var headers = await context.Set<ImportRun>().Where(r => r.Id == id).Select(r => r.Headers).FirstOrDefaultAsync(stop);
        var cells = await context.Set<SetAsideRow>().Where(r => r.Id == row && r.Import == id).Select(r => r.Cells).FirstOrDefaultAsync(stop);
        return headers is null || cells is null ? 0 : Math.Max(JsonSerializer.Deserialize<string[]>(headers)!.Length, JsonSerializer.Deserialize<string[]>(cells)!.Length);
    }

    private async Task<string> Format(TowerContext context, string profile, CancellationToken stop) =>
        reader.Profiles(await context.Set<SavedProfile>().AsNoTracking().ToListAsync(stop)).Find(profile) is { Title.IsEmpty: false } known ? known.Title.In(visit.Language) : profile;

    private static SetAsideView View(SetAsideRow row, string[] headers)
    {
        var cells = JsonSerializer.Deserialize<string[]>(row.Cells)!;
        return new SetAsideView(row, [.. Enumerable.Range(0, Math.Max(headers.Length, cells.Length)).Select(i => (i < headers.Length ? headers[i] : $"#{i + 1}", i < cells.Length ? cells[i] : ""))]);
    }

    private async Task<IReadOnlyList<ClassCount>> Classes(TowerContext context, string id, CancellationToken stop)
    {
        var counted = await context.Set<SystemClass>().Where(c => context.Set<Haechi.Tower.Register.SourceRow>().Any(s => s.Import == id && s.System == c.System))
            .GroupBy(c => new { c.Class, c.Word, c.Outcome }).Select(g => new { g.Key.Class, g.Key.Word, g.Key.Outcome, Count = g.Count() }).ToListAsync(stop);
        var books = await registry.Installed(context);
        var titles = books.Done ? books.Value.Set.Classes.ToDictionary(c => c.Id, c => c.Title) : [];
        return [.. counted.OrderBy(c => c.Class, StringComparer.Ordinal).ThenBy(c => (c.Outcome + 3) % 4)
            .Select(c => new ClassCount(titles.GetValueOrDefault(c.Class) is { IsEmpty: false } title ? title.In(visit.Language) : c.Class, c.Word, c.Outcome, c.Count))];
    }
}
