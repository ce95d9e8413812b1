using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>Says what importing a table would do, and does nothing.</summary>
public sealed record PlanImport(SourceTable Table, ImportChoices Choices);

/// <summary>Takes a table into the register: all of it in one transaction, or nothing.</summary>
/// <param name="Table">The table.</param>
/// <param name="Choices">What the officer chose.</param>
/// <param name="Stored">True when the bytes lie in the file store; they are then listed there.</param>
public sealed record ImportInventory(SourceTable Table, ImportChoices Choices, bool Stored = false);

/// <summary>What an import came to. <paramref name="Run"/> is null when there was nothing to change.</summary>
public sealed record ImportResult(string? Run, ImportPlan Plan);

internal sealed class PlanImportHandler(TowerStore store, InventoryReader reader, IEnumerable<IStateGuard> guards) : IHandle<PlanImport, ImportPlan>
{
    public async Task<Result<ImportPlan>> Handle(Actor actor, PlanImport command, CancellationToken stop)
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        await using var context = store.Open();
        var read = await ImportInventoryHandler.Read(context, reader, command.Table, command.Choices);
        return read.Done ? await new ImportPlanner(context, reader, guards).Plan(read.Value, command.Choices, store.Clock.Today, actor.Account) : Refused.Because<ImportPlan>(read.Refusals);
    }
}

internal sealed class ImportInventoryHandler(TowerStore store, InventoryReader reader, IEnumerable<IStateGuard> guards, FileStore files) : IHandle<ImportInventory, ImportResult>
{
    internal static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task<Result<ImportResult>> Handle(Actor actor, ImportInventory command, CancellationToken stop)
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        Result<ReadInventory> read;
        await using (var context = store.Open())
        {
            read = await Read(context, reader, command.Table, command.Choices);
        }
        if (!read.Done)
        {
            return Refused.Because<ImportResult>(read.Refusals);
        }
        ImportPlan? nothing = null;
        var holdsErased = false;
        var result = await store.Write<ImportResult>(actor, async scope =>
        {
            var planner = new ImportPlanner(scope.Context, reader, guards);
            var plan = await planner.Plan(read.Value, command.Choices, scope.Today, actor.Account);
            holdsErased = !ReferenceEquals(plan.Inventory.Read, read.Value.Read);
            if (plan.ChangesNothing)
            {
                nothing = plan;
                return Refusal.Because("nothing", "바뀐 것이 없습니다.", "nothing changed");
            }
            if (command.Stored && !holdsErased)
            {
                await FileStore.Keep(scope, new StoredFile(command.Table.Sha256, command.Table.Length, command.Table.Format.MediaType()));
            }
            return new ImportResult(await Keep(scope, plan, planner.Known!, command.Choices, stop), plan);
        }, stop);
        if (command.Stored && holdsErased && (result.Done || nothing is not null))
        {
            // Its rows were taken without what had been erased; its bytes would bring that back.
            await files.Remove(command.Table.Sha256, stop);
        }
        return nothing is null ? result : new ImportResult(null, nothing);
    }

    internal static async Task<Result<ReadInventory>> Read(TowerContext context, InventoryReader reader, SourceTable table, ImportChoices choices)
    {
        var saved = await context.Set<SavedProfile>().AsNoTracking().ToListAsync();
        var books = await Choices.Read<List<string>>(context, "books") ?? [];
        return reader.Read(table, choices, reader.Profiles(saved), books, await LearnedHere.Read(context));
    }

    private static async Task<string> Keep(WriteScope scope, ImportPlan plan, KnownSystems known, ImportChoices choices, CancellationToken stop)
    {
        var (inventory, run) = (plan.Inventory, NewId.Next());
        scope.Context.Add(RunOf(scope, plan, run, choices));
        scope.Context.AddRange(plan.Rows.Where(r => r.Effect == RowEffect.SetAside)
            .Select(r => new SetAsideRow { Import = run, Line = r.Row.Line, Code = r.Why!.Code, Cells = JsonSerializer.Serialize(r.Row.Cells, Plain), State = "waiting" }));
        await Apply(scope, plan, known, choices.FactsOn ?? scope.Today, run, stop);
        await LearnedHere.Learn(scope, plan, choices);
        scope.Record("register.import", "import:" + run, new
        {
            file = inventory.Table.Sha256, profile = inventory.Profile.Id, rows = plan.Rows.Count, created = plan.Count(RowEffect.New), changed = plan.Count(RowEffect.Changed),
            unchanged = plan.Count(RowEffect.Unchanged), setAside = plan.Count(RowEffect.SetAside), conflicts = plan.Rows.Sum(r => r.Conflicts.Count), departments = plan.NewDepartments.Count, breaches = plan.Breaches.Count,
        });
        return run;
    }

    /// <summary>Writes the systems, versions and raw rows of a plan under an import. Returns the system of each row that is one.</summary>
    internal static async Task<IReadOnlyDictionary<PlannedRow, string>> Apply(WriteScope scope, ImportPlan plan, KnownSystems known, DateOnly on, string run, CancellationToken stop)
    {
        var departments = await MakeDepartments(scope, plan, stop);
        var fresh = new Queue<AiSystem>(await Versions.NewSystems(scope, plan.Count(RowEffect.New)));
        var (changes, systems) = (new List<BulkVersion>(plan.Rows.Count), new Dictionary<PlannedRow, string>());
        foreach (var row in plan.Rows.Where(r => r.Effect is RowEffect.New or RowEffect.Changed or RowEffect.Unchanged))
        {
            var old = row.Effect == RowEffect.New ? null : known.Find(row.Row.Id.Id)!;
            var system = old?.System ?? fresh.Dequeue();
            systems[row] = system.Id;
            if (row.Facts is { } facts)
            {
                var department = old?.Newest.Department ?? departments.Find(row.Row.Organisation, row.Row.Unit)?.Id;
                IReadOnlyList<(string, string)> ids = old is null ? [(row.Row.Id.Scheme, row.Row.Id.Id)] : [];
                changes.Add(new BulkVersion(system, old is null, old?.Newest, new NextVersion(facts, department, old?.Newest.Product, "import", on, StateBreaches.Note(plan.Breaches.GetValueOrDefault(row, [])), run, ids)));
            }
        }
        await Versions.AppendMany(scope, changes);
        await Versions.AddSourceRows(scope, systems.Select(s => SourceOf(plan.Inventory, s.Key.Row, s.Value, run)));
        return systems;
    }

    private static SourceRow SourceOf(ReadInventory inventory, Profiles.ReadRow row, string system, string run) => new()
    {
        Import = run, System = system, Profile = inventory.Profile.Id, Line = row.Line, FileHash = inventory.Table.Sha256,
        SourceIds = JsonSerializer.Serialize(new[] { new { scheme = row.Id.Scheme, id = row.Id.Id } }, Plain), Cells = JsonSerializer.Serialize(row.Cells, Plain),
    };

    private static ImportRun RunOf(WriteScope scope, ImportPlan plan, string run, ImportChoices choices)
    {
        var table = plan.Inventory.Table;
        return new ImportRun
        {
            Id = run, At = scope.Now, Account = scope.Actor.Account, FileName = table.FileName, FileHash = table.Sha256, Profile = plan.Inventory.Profile.Id, FactsOn = choices.FactsOn ?? scope.Today,
            Headers = JsonSerializer.Serialize(table.Columns.Select(c => c.Key), Plain), Dialect = TableDialect.Write(table), Rows = plan.Rows.Count, Created = plan.Count(RowEffect.New),
            Changed = plan.Count(RowEffect.Changed), Unchanged = plan.Count(RowEffect.Unchanged), SetAside = plan.Count(RowEffect.SetAside),
        };
    }

    private static async Task<DepartmentMatcher> MakeDepartments(WriteScope scope, ImportPlan plan, CancellationToken stop)
    {
        var all = await scope.Context.Set<Department>().AsNoTracking().Where(d => !d.Closed).ToListAsync(stop);
        var names = new DepartmentMatcher(all);
        foreach (var (above, name) in plan.NewDepartments)
        {
            var parent = above is null ? null : names.Find(above, null);
            var id = NewId.Next();
            var department = new Department { Id = id, Parent = parent?.Id, Name = name, Path = (parent?.Path ?? "/") + id + "/", Position = all.Count };
            scope.Context.Add(department);
            names.Add(department);
            all.Add(department);
        }
        return names;
    }
}
