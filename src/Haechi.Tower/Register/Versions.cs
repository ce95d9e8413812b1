using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>What the next version of a system is made of. <paramref name="SourceIds"/> are added to those that the system has; only bulk writing reads them.</summary>
internal sealed record NextVersion(
    SystemFacts Facts, string? Department, string? Product, string Change, DateOnly ValidFrom, string? Note = null, string? Import = null, IReadOnlyList<(string Scheme, string Id)>? SourceIds = null);

/// <summary>One system's next version within a bulk act. <paramref name="IsNew"/>: the system itself is written too; then <paramref name="Previous"/> is null.</summary>
internal sealed record BulkVersion(AiSystem System, bool IsNew, SystemVersion? Previous, NextVersion Next);

/// <summary>
/// Adds versions. The only place that writes <see cref="SystemVersion"/>, <see cref="SystemNow"/> and <see cref="SystemSpan"/>, but for <see cref="Leaving"/>. A version is valid from no earlier than the one before it and from no later than today,
/// so that the newest version is also the one that holds today.
/// </summary>
internal static class Versions
{
    private static readonly string[] VersionColumns =
        ["id", "system", "number", "recorded_at", "valid_from", "facts", "name", "name_key", "state", "organisation", "department", "product", "change", "account", "note", "import"];

    private static readonly string[] NowColumns =
        ["system", "number", "version", "version_number", "name", "name_key", "department", "product", "state", "organisation", "changed_at", "words", "words_hash"];

    private static readonly string[] SpanColumns =
        ["version", "version_number", "system", "number", "recorded_at", "valid_from", "words", "department", "state", "product", "organisation", "name", "name_key"];

    /// <summary>The kind of change number that every change of a system raises.</summary>
    internal const string Kind = "system";

    /// <summary>New systems, numbered but not written yet: for <see cref="AppendMany"/>.</summary>
    public static async Task<IReadOnlyList<AiSystem>> NewSystems(WriteScope scope, int count)
    {
        if (!scope.Context.IsSqlite)
        {
            // Several nodes may write at once there; numbers are given out one act at a time.
            await scope.Context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(7240001)");
        }
        var last = await scope.Context.Set<AiSystem>().MaxAsync(s => (int?)s.Number) ?? 0;
        return [.. Enumerable.Range(last + 1, count).Select(n => new AiSystem { Id = NewId.Next(), Number = n, CreatedAt = scope.Now })];
    }

    /// <summary>A new system with its first version.</summary>
    public static async Task<string> Create(WriteScope scope, NextVersion next)
    {
        var system = (await NewSystems(scope, 1))[0];
        await AppendMany(scope, [new BulkVersion(system, true, null, next)]);
        return system.Id;
    }

    /// <summary>One more version of a system.</summary>
    public static async Task<SystemVersion> Append(WriteScope scope, AiSystem system, SystemVersion? previous, NextVersion next) =>
        (await AppendMany(scope, [new BulkVersion(system, false, previous, next)]))[0];

    /// <summary>
    /// Creates and changes any number of systems in the running transaction, with their source ids and search words. What the context tracks is saved first; versions written here are not tracked.
    /// A system may stand only once in <paramref name="changes"/>.
    /// </summary>
    public static async Task<IReadOnlyList<SystemVersion>> AppendMany(WriteScope scope, IReadOnlyList<BulkVersion> changes)
    {
        var context = scope.Context;
        await context.SaveChangesAsync();
        await BulkInsert.Run(context, "system", ["id", "number", "created_at"], changes.Where(c => c.IsNew).Select(c => new object?[] { c.System.Id, c.System.Number, c.System.CreatedAt }));
        var ids = await NewRows(context, changes.Count);
        var versions = changes.Select((c, i) => Make(scope, c, ids[i])).ToList();
        await BulkInsert.Run(context, "system_version", VersionColumns, versions.Select(v => new object?[]
        {
            v.Id, v.System, v.Number, v.RecordedAt, v.ValidFrom, v.Facts, v.Name, v.NameKey, v.State, v.Organisation, v.Department, v.Product, v.Change, v.Account, v.Note, v.Import,
        }));
        await BulkInsert.Run(context, "source_id", ["scheme", "value", "system"], changes.SelectMany(c => (c.Next.SourceIds ?? []).Select(s => new object?[] { s.Scheme, s.Id, c.System.Id })));
        var words = await Index(context, changes, versions);
        await BulkInsert.Run(context, "system_now", NowColumns, [.. versions.Select((v, i) => new object?[]
        {
            v.System, changes[i].System.Number, v.Id, v.Number, v.Name, v.NameKey, v.Department, v.Product, v.State, v.Organisation, v.RecordedAt, words[i].Row, words[i].Hash,
        })], replace: true);
        await Span(context, changes, versions, words);
        await context.Change(Kind);
        return versions;
    }

    /// <summary>Keeps the raw cells of an import.</summary>
    public static Task AddSourceRows(WriteScope scope, IEnumerable<SourceRow> rows) => BulkInsert.Run(scope.Context, "source_row",
        ["import", "system", "profile", "line", "source_ids", "cells", "file_hash"], rows.Select(r => new object?[] { r.Import, r.System, r.Profile, r.Line, r.SourceIds, r.Cells, r.FileHash }));

    /// <summary>The version that answers for a moment, or null when the system was not known then.</summary>
    public static Task<SystemVersion?> At(TowerContext context, string system, Moment moment)
    {
        var by = moment.AsOf ?? long.MaxValue;
        return context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system && v.RecordedAt <= by && v.ValidFrom <= moment.On)
            .OrderByDescending(v => v.ValidFrom).ThenByDescending(v => v.RecordedAt).ThenByDescending(v => v.Id).FirstOrDefaultAsync();
    }

    /// <summary>The newest version of a system.</summary>
    public static Task<SystemVersion> Newest(TowerContext context, string system) =>
        context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system).OrderByDescending(v => v.Number).FirstAsync();

    private static SystemVersion Make(WriteScope scope, BulkVersion change, long id)
    {
        var (next, earliest) = (change.Next, change.Previous?.ValidFrom ?? DateOnly.MinValue);
        var from = next.ValidFrom > scope.Today ? scope.Today : next.ValidFrom;
        var name = next.Facts.Text("name") is { Length: > 0 } given ? given : $"AI-{change.System.Number.ToString(CultureInfo.InvariantCulture)}";
        return new SystemVersion
        {
            Id = id, System = change.System.Id, Number = (change.Previous?.Number ?? 0) + 1, RecordedAt = Math.Max(scope.Now, change.Previous?.RecordedAt ?? 0), ValidFrom = from < earliest ? earliest : from, Facts = FactsJson.Write(next.Facts),
            Name = name, NameKey = SearchText.Fold(name), State = next.Facts.Text(Lifecycle.Question), Organisation = next.Facts.Text("organisation"),
            Department = next.Department, Product = next.Product, Change = next.Change, Account = scope.Actor.Account, Note = next.Note, Import = next.Import,
        };
    }

    private static async Task<IReadOnlyList<long>> NewRows(TowerContext context, int count)
    {
        if (!context.IsSqlite)
        {
            return await context.Database.SqlQuery<long>($"SELECT nextval(pg_get_serial_sequence('system_version', 'id')) AS \"Value\" FROM generate_series(1, {count})").ToListAsync();
        }
        var last = await context.Database.SqlQuery<long>($"SELECT coalesce(max(seq), 0) AS \"Value\" FROM sqlite_sequence WHERE name = 'system_version'").SingleAsync();
        return [.. Enumerable.Range(1, count).Select(n => last + n)];
    }

    /// <summary>Begins the spans of the new versions and ends those of the ones before.</summary>
    private static async Task Span(TowerContext context, IReadOnlyList<BulkVersion> changes, List<SystemVersion> versions, IReadOnlyList<WordsRow> words)
    {
        await BulkInsert.Run(context, "system_span", SpanColumns, versions.Select((v, i) => new object?[]
        {
            v.Id, v.Number, v.System, changes[i].System.Number, v.RecordedAt, v.ValidFrom, words[i].Row, v.Department, v.State, v.Product, v.Organisation, v.Name, v.NameKey,
        }));
        using var end = new Prepared(context, "UPDATE system_span SET next_at = @p0, next_from = @p1 WHERE version = @p2");
        for (var i = 0; i < versions.Count; i++)
        {
            if (changes[i].Previous is { } previous)
            {
                end.Run(versions[i].RecordedAt, versions[i].ValidFrom, previous.Id);
            }
        }
    }

    private static async Task<IReadOnlyList<WordsRow>> Index(TowerContext context, IReadOnlyList<BulkVersion> changes, List<SystemVersion> versions)
    {
        var (known, words) = (new List<SystemSourceId>(), new Dictionary<string, WordsRow>(StringComparer.Ordinal));
        foreach (var some in changes.Where(c => !c.IsNew).Select(c => c.System.Id).Chunk(500))
        {
            known.AddRange(await context.Set<SystemSourceId>().AsNoTracking().Where(s => some.Contains(s.System)).ToListAsync());
            foreach (var now in await context.Set<SystemNow>().Where(n => some.Contains(n.System)).Select(n => new { n.System, n.Words, n.WordsHash }).ToListAsync())
            {
                words[now.System] = new WordsRow(now.Words, now.WordsHash);
            }
        }
        var bySystem = known.ToLookup(s => s.System, s => s.Value, StringComparer.Ordinal);
        return await SearchIndex.Write(context, [.. changes.Select((c, i) => new Findable(c.System.Number, versions[i].Name, c.Next.Facts, c.Next.Department, c.Next.Product,
            [.. bySystem[c.System.Id], .. (c.Next.SourceIds ?? []).Select(s => s.Id)]))], [.. versions.Select(v => v.Id)], i => words.TryGetValue(changes[i].System.Id, out var row) ? row : null);
    }
}
