using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>Writes the register, or some of its systems, in the columns and words of a profile.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Moment">The two times.</param>
/// <param name="Systems">Only these; null for all.</param>
/// <param name="Every">True: also those whose state the profile leaves out.</param>
public sealed record ExportInventory(string Profile, Moment Moment, IReadOnlyCollection<string>? Systems = null, bool Every = false);

/// <summary>A register written in a profile.</summary>
/// <param name="Written">The table with what was lost and what is missing.</param>
/// <param name="Table">The same, ready to be written as a file; in the dialect of the last import of this profile when there is one, else as CSV.</param>
/// <param name="FormulaLike">Cells that a spreadsheet would take for a formula.</param>
/// <param name="FromSource">How many systems got the cells of their source back.</param>
/// <param name="Ids">The systems of the rows as people see them, in the order of the rows.</param>
public sealed record ExportedInventory(WrittenTable Written, SourceTable Table, int FormulaLike, int FromSource, IReadOnlyList<string> Ids)
{
    /// <summary>Systems at the end of a list of some states, because nobody has stated theirs: an officer has to decide whether they belong.</summary>
    public IReadOnlyList<string> Unstated { get; init; } = [];

    /// <summary>How many systems were left out because of their state.</summary>
    public int Left { get; init; }

    /// <summary>True when no cell comes from a file of this format, so that nothing is lost by guarding cells against spreadsheets.</summary>
    public bool IsNew => FromSource == 0;
}

internal sealed class ExportInventoryHandler(TowerStore store, InventoryReader reader) : IHandle<ExportInventory, ExportedInventory>
{
    public async Task<Result<ExportedInventory>> Handle(Actor actor, ExportInventory command, CancellationToken stop)
    {
        await using var context = store.Open();
        var profiles = reader.Profiles(await context.Set<SavedProfile>().ToListAsync(stop));
        var profile = profiles.Get(command.Profile);
        if (!profile.Done)
        {
            return Refused.Because<ExportedInventory>(profile.Refusals);
        }
        var rows = (await LastRows.Load(context, profile.Value.Id, command.Moment.AsOf, stop)).Where(r => command.Systems?.Contains(r.Key) != false).ToDictionary(r => r.Key, r => r.Value, StringComparer.Ordinal);
        var list = profile.Value.States.Count == 0 || command.Every ? null : await ServiceList.Read(context, command.Moment, profile.Value.States);
        var systems = await Systems(context, command, profile.Value.Id, rows, list, stop);
        if (systems.Count == 0)
        {
            return Refusal.Because("empty", "내보낼 시스템이 없습니다. 그날 등록된 것이 없거나 조건에 맞는 것이 없습니다.", "there is no system to export: none was registered on that day, or none fits the choice");
        }
        var written = new RowWriter(profiles, reader.Books(profile.Value.Books.Where(b => b != "register"))).Write(profile.Value, systems);
        written = written with { Losses = [.. written.Losses, .. await Erased(context, profile.Value.Id, rows, stop)] };
        var table = AsFile(written, systems.Count == rows.Count ? rows.Values.Select(r => r.Run).DistinctBy(r => r.Id).ToList() : []);
        var formulas = table.Rows.Sum(r => r.Cells.Count(FormulaGuard.IsFormulaLike));
        return new ExportedInventory(written, table, formulas, systems.Count(s => s.Source is not null), [.. systems.Select(s => s.Id)])
        {
            Unstated = [.. list?.Unknown.Select(u => $"AI-{u.Number}") ?? []], Left = list?.Left ?? 0,
        };
    }

    /// <summary>Those of the source first, in the order of its file; then the others by number.</summary>
    private static async Task<List<SystemToWrite>> Systems(TowerContext context, ExportInventory command, string profile, Dictionary<string, LastRow> rows, ServiceList? list, CancellationToken stop)
    {
        var (until, day) = (command.Moment.AsOf ?? long.MaxValue, command.Moment.On);
        var newest = from version in context.Set<SystemVersion>()
                     where version.RecordedAt <= until && version.ValidFrom <= day
                     group version by version.System into versions
                     select new { System = versions.Key, Number = versions.Max(v => v.Number) };
        var held = await (from version in context.Set<SystemVersion>()
                          join at in newest on new { version.System, version.Number } equals new { at.System, at.Number }
                          join system in context.Set<AiSystem>() on version.System equals system.Id
                          where system.LeftAt == null || system.LeftAt > until
                          select new { version.System, version.Facts, version.Department, system.Number }).ToListAsync(stop);
        var (belong, unknown) = (list?.Belong.Select(s => s.System).ToHashSet(), list?.Unknown.Select(s => s.System).ToHashSet());
        var places = new Places((await BodyName.Of(context)).In("ko"), await context.Set<Department>().ToDictionaryAsync(d => d.Id, d => d.Name, stop));
        return [.. held.Where(h => command.Systems?.Contains(h.System) != false && (belong is null || belong.Contains(h.System) || unknown!.Contains(h.System)))
            .OrderBy(h => unknown?.Contains(h.System) == true).ThenBy(h => rows.TryGetValue(h.System, out var source) ? source.Order : long.MaxValue).ThenBy(h => h.Number)
            .Select(h => ToWrite($"AI-{h.Number}", FactsJson.Read(h.Facts), h.Department, rows.GetValueOrDefault(h.System) is { } row ? new SourceCells(profile, row.Headers, row.Cells, row.Line) : null, places))];
    }

    /// <summary>Cells of the source that were erased by law: whoever gets the file is told that they are blank for that reason.</summary>
    private static async Task<List<Loss>> Erased(TowerContext context, string profile, Dictionary<string, LastRow> rows, CancellationToken stop)
    {
        var erased = await ErasedCells.Load(context, profile, stop);
        var systems = erased.Select(e => e.Key).Where(rows.ContainsKey).ToList();
        var numbers = await context.Set<AiSystem>().Where(s => systems.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Number, stop);
        return [.. from system in systems from header in erased[system] select new Loss($"AI-{numbers[system]}", LossKind.Erased, header, header)];
    }

    /// <summary>The names that the tower knows and a system need not state: its body's and its department's.</summary>
    private sealed record Places(string Body, IReadOnlyDictionary<string, string> Departments)
    {
        public void Fill(Dictionary<string, FactValue> facts, string? department)
        {
            if (Body.Length > 0)
            {
                facts.TryAdd("organisation", new TextFact(Body));
            }
            if (department is not null && Departments.TryGetValue(department, out var name))
            {
                facts.TryAdd("unit", new TextFact(name));
            }
        }
    }

    private static SystemToWrite ToWrite(string id, SystemFacts facts, string? department, SourceCells? source, Places places)
    {
        var plain = facts.ById.Where(f => !f.Key.StartsWith("declared.", StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.Value, StringComparer.Ordinal);
        if (source is null)
        {
            places.Fill(plain, department);
        }
        var declared = facts.ById.Keys.Where(k => k.StartsWith("declared.", StringComparison.Ordinal)).Select(k => k["declared.".Length..]).ToList();
        return new SystemToWrite(id, (IReadOnlyDictionary<string, FactValue>)plain, source) { Declared = declared };
    }

    private static SourceTable AsFile(WrittenTable written, IReadOnlyList<ImportRun> runs)
    {
        if (runs is [var run])
        {
            return TableDialect.Table(run, written.Table.Headers, written.Table.Rows.Select(r => r.Cells));
        }
        return new SourceTable
        {
            FileName = written.Profile.Id + ".csv", Sha256 = "", Length = 0, Format = TableFormat.Csv, Dialect = new TextDialect("utf-8", true, ',', "\r\n", QuoteHabit.AsNeeded), HeaderLine = 1,
            Columns = [.. written.Table.Headers.Select((h, i) => new TableColumn(i, Unnumbered(h, written.Profile), h))], Rows = [.. written.Table.Rows.Select(r => new TableLine(r.Cells))],
        };
    }

    /// <summary>The header as it is written: without the number that tells repeated ones apart.</summary>
    private static string Unnumbered(string header, Profile profile)
    {
        var at = header.LastIndexOf('#');
        return at > 0 && header[(at + 1)..].All(char.IsAsciiDigit) && at + 1 < header.Length && profile.Columns.Any(c => c.Header == header[..at] || c.Header == header) ? header[..at] : header;
    }
}
