using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>Compares a file with the register: what the file said last time, what it says now, what the register holds. A fact that a person edited since is kept unless the file agrees with it.</summary>
internal sealed class ImportPlanner(TowerContext context, InventoryReader reader, IEnumerable<IStateGuard> guards)
{
    /// <summary>The systems that the source's ids name already; filled by <see cref="Plan"/>.</summary>
    public KnownSystems? Known { get; private set; }

    public async Task<ImportPlan> Plan(ReadInventory inventory, ImportChoices choices, DateOnly today, string account)
    {
        var books = reader.Books(inventory.Profile.Books.Where(b => b != "register"));
        Known = await KnownSystems.Load(context, inventory.Profile, books);
        inventory = await ErasedCells.Leave(context, inventory, Known, books);
        var on = choices.FactsOn ?? today;
        var rows = inventory.Read.Rows.Select(r => Row(r, Known.Find(r.Id.Id), on, account)).ToList();
        var named = inventory.Read.Rows.Select(r => r.Id.Id).ToHashSet(StringComparer.Ordinal);
        var gone = Known.All.Where(k => !named.Contains(k.Id)).Select(k => k.System.System.Id).Distinct().ToList();
        return new ImportPlan(inventory, rows, gone, await NewDepartments(rows, choices)) { Breaches = await Breaches(rows, on) };
    }

    private async Task<IReadOnlyDictionary<PlannedRow, IReadOnlyList<Refusal>>> Breaches(List<PlannedRow> rows, DateOnly on)
    {
        var entries = new List<(PlannedRow Row, StateEntry Entry)>();
        foreach (var row in rows.Where(r => r.Facts is not null && r.Effect is RowEffect.New or RowEffect.Changed))
        {
            var from = row.Effect == RowEffect.New ? null : Known!.Find(row.Row.Id.Id)!.Facts.Text(Lifecycle.Question);
            if (row.Facts!.Text(Lifecycle.Question) is { } to && to != from)
            {
                entries.Add((row, new StateEntry(row.System, row.Facts, from, to, on)));
            }
        }
        var said = await StateBreaches.Of(guards, context, [.. entries.Select(e => e.Entry)]);
        return entries.Select((e, i) => (e.Row, Refusals: said[i])).Where(e => e.Refusals.Count > 0).ToDictionary(e => e.Row, e => e.Refusals);
    }

    private static PlannedRow Row(Profiles.ReadRow row, KnownSystem? known, DateOnly on, string account)
    {
        if (!row.IsSystem)
        {
            return new PlannedRow(row, RowEffect.NoSystem, known?.System.Id, null, [], []);
        }
        // A row with an id of its own is a system even when nobody wrote its name yet; one with neither could be anything.
        if (row.Id.Derived && string.IsNullOrWhiteSpace(row.Name) && row.Facts.GetValueOrDefault("name") is null)
        {
            return new PlannedRow(row, RowEffect.SetAside, known?.System.Id, null, [], [], Refusal.Because("no-name-no-id",
                $"{row.Line}줄: 시스템명도 관리 번호도 없습니다. 하나를 채워 다시 가져오십시오.", $"line {row.Line}: neither a name nor an id; fill one in and take the row again", $"{row.Line}"));
        }
        if (known is not null && known.Cells is { } cells && cells.SequenceEqual(row.Cells, StringComparer.Ordinal))
        {
            return new PlannedRow(row, RowEffect.Unchanged, known.System.Id, null, [], []);
        }
        return Merge(row, known, on, account);
    }

    private static PlannedRow Merge(Profiles.ReadRow row, KnownSystem? known, DateOnly on, string account)
    {
        var says = KnownSystems.RowFactsOf(row);
        var said = known?.Base ?? new Dictionary<string, FactValue>();
        var (changes, conflicts) = (new Dictionary<string, HeldFact?>(StringComparer.Ordinal), new List<string>());
        foreach (var id in says.Keys.Union(said.Keys))
        {
            var (now, before, held) = (Bare(says.GetValueOrDefault(id)), Bare(said.GetValueOrDefault(id)), Bare(known?.Facts[id]));
            if (Same(now, before) && known is not null || Same(now, held))
            {
                continue;
            }
            if (known is null || Same(held, before))
            {
                changes[id] = now is null ? null : new HeldFact(now, says[id].Source ?? $"{row.Line}", on, account);
            }
            else
            {
                conflicts.Add(id);
            }
        }
        var effect = known is null ? RowEffect.New : changes.Count > 0 ? RowEffect.Changed : RowEffect.Unchanged;
        var facts = effect == RowEffect.Unchanged ? null : (known?.Facts ?? SystemFacts.None).With(changes);
        return new PlannedRow(row, effect, known?.System.Id, facts, [.. changes.Keys.Order(StringComparer.Ordinal)], conflicts);
    }

    private static FactValue? Bare(FactValue? value) => value is null ? null : value with { Source = null };

    private static bool Same(FactValue? a, FactValue? b) => (a, b) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (SetFact x, SetFact y) => x.Values.ToHashSet(StringComparer.Ordinal).SetEquals(y.Values),
        _ => a.GetType() == b.GetType() && string.Equals(a.Shown, b.Shown, StringComparison.Ordinal),
    };

    private async Task<IReadOnlyList<(string? Above, string Name)>> NewDepartments(List<PlannedRow> rows, ImportChoices choices)
    {
        if (choices.Departments != DepartmentsFrom.Columns)
        {
            return [];
        }
        var tree = new DepartmentMatcher(await context.Set<Department>().AsNoTracking().Where(d => !d.Closed).ToListAsync());
        return [.. rows.Where(r => r.Facts is not null || r.Effect == RowEffect.Unchanged).Select(r => (r.Row.Organisation, r.Row.Unit)).Distinct()
            .SelectMany(p => tree.Missing(p.Organisation, p.Unit)).Distinct()];
    }
}
