using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>A system that an earlier import of the same source made.</summary>
/// <param name="System">The system.</param>
/// <param name="Newest">Its newest version.</param>
/// <param name="Facts">That version's facts.</param>
/// <param name="Cells">The cells of the row that it was last imported from, or null.</param>
/// <param name="Base">What that row said, or null when it has to be read first.</param>
internal sealed record KnownSystem(AiSystem System, SystemVersion Newest, SystemFacts Facts, IReadOnlyList<string>? Cells, IReadOnlyDictionary<string, FactValue>? Base);

/// <summary>The systems that a source's ids name already, with what the source said of them last time: one side of the comparison of three (last file, this file, register).</summary>
internal sealed class KnownSystems
{
    private readonly Dictionary<string, KnownSystem> _byId;

    private KnownSystems(Dictionary<string, KnownSystem> byId) => _byId = byId;

    /// <summary>All ids of the source.</summary>
    public IEnumerable<(string Id, KnownSystem System)> All => _byId.Select(k => (k.Key, k.Value));

    /// <summary>The system with an id of the source, or null.</summary>
    public KnownSystem? Find(string id) => _byId.GetValueOrDefault(id);

    public static async Task<KnownSystems> Load(TowerContext context, Profile profile, BookSet books)
    {
        var scheme = profile.Ids.Scheme;
        var ids = await context.Set<SystemSourceId>().AsNoTracking().Where(s => s.Scheme == scheme).ToListAsync();
        if (ids.Count == 0)
        {
            return new KnownSystems([]);
        }
        var named = context.Set<SystemSourceId>().Where(s => s.Scheme == scheme).Select(s => s.System);
        var systems = await context.Set<AiSystem>().AsNoTracking().Where(s => named.Contains(s.Id)).ToDictionaryAsync(s => s.Id);
        var versions = await (from now in context.Set<SystemNow>().AsNoTracking()
                              where named.Contains(now.System)
                              join version in context.Set<SystemVersion>().AsNoTracking() on now.Version equals version.Id
                              select version).ToDictionaryAsync(v => v.System);
        var last = await SaidBefore(context, profile, books);
        return new KnownSystems(ids.ToDictionary(i => i.Value, i =>
        {
            var (cells, said) = last.GetValueOrDefault(i.System);
            return new KnownSystem(systems[i.System], versions[i.System], FactsJson.Read(versions[i.System].Facts), cells, said);
        }, StringComparer.Ordinal));
    }

    /// <summary>What the source said of each system last time; the rows of one file are read together, as they were then.</summary>
    private static async Task<Dictionary<string, (IReadOnlyList<string> Cells, IReadOnlyDictionary<string, FactValue> Said)>> SaidBefore(TowerContext context, Profile profile, BookSet books)
    {
        var last = new Dictionary<string, (IReadOnlyList<string>, IReadOnlyDictionary<string, FactValue>)>(StringComparer.Ordinal);
        foreach (var file in (await LastRows.Load(context, profile.Id)).OrderBy(r => r.Value.Order).GroupBy(r => r.Value.Run.Id))
        {
            var those = file.ToList();
            var first = those[0].Value;
            var table = new ProfileTable(first.Run.FileName, first.Headers, [.. those.Select(r => new ProfileRow(r.Value.Line, r.Value.Cells))]);
            var read = RowReader.Read(profile, table, books);
            for (var i = 0; i < those.Count; i++)
            {
                last[those[i].Key] = (those[i].Value.Cells, read.Done ? RowFactsOf(read.Value.Rows[i]) : new Dictionary<string, FactValue>());
            }
        }
        return last;
    }

    /// <summary>A row's facts together with the classes that its owner declared, which are facts of their own kind: <c>declared.high-impact</c>.</summary>
    public static IReadOnlyDictionary<string, FactValue> RowFactsOf(ReadRow row)
    {
        if (row.Declared.Count == 0)
        {
            return row.Facts;
        }
        var facts = new Dictionary<string, FactValue>(row.Facts, StringComparer.Ordinal);
        foreach (var (of, (word, _)) in row.Declared)
        {
            facts["declared." + of] = new TextFact(word);
        }
        return facts;
    }
}
