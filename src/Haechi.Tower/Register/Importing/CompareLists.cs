using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>Compares two lists that were imported, such as last year's and this year's.</summary>
/// <param name="Old">The import of the earlier list.</param>
/// <param name="New">The import of the later list.</param>
public sealed record CompareLists(string Old, string New);

/// <summary>What became of a system between two lists.</summary>
public enum Recurrence
{
    /// <summary>One system of the register stands in both.</summary>
    Both,

    /// <summary>Two systems of the same name and body: most likely one.</summary>
    SameName,

    /// <summary>Two systems that may be one under another name: a person has to say.</summary>
    Renamed,

    /// <summary>Only in the later list.</summary>
    New,

    /// <summary>Only in the earlier list.</summary>
    Gone,
}

/// <summary>A system of one list or the other, or one of each that belong together.</summary>
/// <param name="What">What became of it.</param>
/// <param name="Old">The system of the earlier list, or null.</param>
/// <param name="OldName">Its name, or null.</param>
/// <param name="New">The system of the later list, or null.</param>
/// <param name="NewName">Its name, or null.</param>
/// <param name="Organisation">The body, or empty.</param>
/// <param name="Confidence">How sure it is that both are one, 0 to 1.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record ComparedSystem(Recurrence What, string? Old, string? OldName, string? New, string? NewName, string Organisation, double Confidence, LocalText? Reason);

/// <summary>Two lists beside each other.</summary>
/// <param name="Old">The earlier import.</param>
/// <param name="New">The later import.</param>
/// <param name="Rows">Every system of either list, in the order of the later list, then those that are gone.</param>
public sealed record ListComparison(ImportRun Old, ImportRun New, IReadOnlyList<ComparedSystem> Rows)
{
    /// <summary>How many became what.</summary>
    public int Count(Recurrence what) => Rows.Count(r => r.What == what);
}

internal sealed class CompareListsHandler(TowerStore store) : IHandle<CompareLists, ListComparison>
{
    private sealed record Held(string System, string Name, string Organisation, NamedRow Row);

    public async Task<Result<ListComparison>> Handle(Actor actor, CompareLists command, CancellationToken stop)
    {
        await using var context = store.Open();
        var (old, later) = (await Run(context, command.Old, stop), await Run(context, command.New, stop));
        if (old is null || later is null)
        {
            return Refusal.NotFound("가져오기", "import", old is null ? command.Old : command.New);
        }
        if (old.Id == later.Id)
        {
            return new Refusal("same-list", LocalText.Of("같은 가져오기를 둘 골랐습니다.", "both are the same import"), old.Id, LocalText.Of("지난 목록을 하나 고르십시오.", "Choose an earlier list."));
        }
        var (before, after) = (await Systems(context, old.Id, stop), await Systems(context, later.Id, stop));
        var apart = (await context.Set<SystemPair>().Where(p => !p.Same).Select(p => new { p.First, p.Second }).ToListAsync(stop)).Select(p => (p.First, p.Second)).ToHashSet();
        return new ListComparison(old, later, Compare(before, after, (a, b) => apart.Contains(string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a))));
    }

    private static Task<ImportRun?> Run(TowerContext context, string id, CancellationToken stop) =>
        context.Set<ImportRun>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.UndoneAt == null, stop);

    private static List<ComparedSystem> Compare(List<Held> before, List<Held> after, Func<string, string, bool> apart)
    {
        var both = before.Select(b => b.System).Intersect(after.Select(a => a.System), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var matches = YearMatching.Match([.. before.Where(b => !both.Contains(b.System)).Select(b => b.Row)], [.. after.Where(a => !both.Contains(a.System)).Select(a => a.Row)], apart);
        var (byNew, byOld) = (matches.ToDictionary(m => m.New, StringComparer.Ordinal), matches.Select(m => m.Old).ToHashSet(StringComparer.Ordinal));
        var names = before.ToDictionary(b => b.System, StringComparer.Ordinal);
        var rows = after.Select(a => both.Contains(a.System) ? new ComparedSystem(Recurrence.Both, a.System, a.Name, a.System, a.Name, a.Organisation, 1, null)
            : byNew.TryGetValue(a.System, out var match) ? new ComparedSystem(match.Kind == MatchKind.SameName ? Recurrence.SameName : Recurrence.Renamed, match.Old, names[match.Old].Name, a.System, a.Name, a.Organisation, match.Confidence, match.Reason)
            : new ComparedSystem(Recurrence.New, null, null, a.System, a.Name, a.Organisation, 0, null));
        return [.. rows, .. before.Where(b => !both.Contains(b.System) && !byOld.Contains(b.System)).Select(b => new ComparedSystem(Recurrence.Gone, b.System, b.Name, null, null, b.Organisation, 0, null))];
    }

    /// <summary>The systems that the rows of an import stand for today: one that turned out to be another is that other.</summary>
    private static async Task<List<Held>> Systems(TowerContext context, string import, CancellationToken stop)
    {
        var rows = await (from row in context.Set<SourceRow>().AsNoTracking()
                          where row.Import == import
                          join system in context.Set<AiSystem>() on row.System equals system.Id
                          orderby row.Id
                          select system.MergedInto ?? system.Id).ToListAsync(stop);
        var merged = await context.Set<AiSystem>().AsNoTracking().Where(s => s.MergedInto != null).Select(s => new { s.Id, s.MergedInto }).ToDictionaryAsync(s => s.Id, s => s.MergedInto!, stop);
        var ids = rows.Select(r => Final(r, merged)).Distinct(StringComparer.Ordinal).ToList();
        var numbers = (await context.Set<SystemSourceId>().AsNoTracking().ToListAsync(stop)).ToLookup(i => i.System, i => $"{i.Scheme}:{i.Value}", StringComparer.Ordinal);
        var held = (await ManyChanges.Load(context, ids)).ToDictionary(h => h.System.Id, StringComparer.Ordinal);
        return [.. ids.Where(held.ContainsKey).Select(id => Of(held[id].Newest, numbers[id]))];
    }

    private static Held Of(SystemVersion version, IEnumerable<string> ids)
    {
        var facts = FactsJson.Read(version.Facts);
        var row = new NamedRow(version.System, version.Name, version.Organisation ?? "", facts.Text("unit") ?? "", [.. ids], facts.Text("organisation_id") ?? "");
        return new Held(version.System, version.Name, version.Organisation ?? row.OrganisationId, row);
    }

    private static string Final(string id, Dictionary<string, string> merged)
    {
        // Joining is refused for a system that left, so that there is no ring; the bound is for a register that was edited from outside.
        for (var steps = 0; steps < 100 && merged.TryGetValue(id, out var into); steps++)
        {
            id = into;
        }
        return id;
    }
}
