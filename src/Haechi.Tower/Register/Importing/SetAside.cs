using System.Text.Json;
using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Register.Tables;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

/// <summary>Takes a row that was set aside into the register with repaired cells, as part of the import that it came in.</summary>
/// <param name="Import">The import.</param>
/// <param name="Row">The row.</param>
/// <param name="Cells">Its cells under the headers of the file, repaired. The cells as they came stay with the row.</param>
public sealed record TakeSetAside(string Import, long Row, IReadOnlyList<string> Cells);

/// <summary>Says that a row that was set aside is no system.</summary>
public sealed record DismissSetAside(string Import, long Row);

internal sealed class TakeSetAsideHandler(TowerStore store, InventoryReader reader, IEnumerable<IStateGuard> guards) : IHandle<TakeSetAside, string>
{
    public Task<Result<string>> Handle(Actor actor, TakeSetAside command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        var waiting = await SetAside.Waiting(scope, command.Import, command.Row, stop);
        if (!waiting.Done)
        {
            return Refused.Because<string>(waiting.Refusals);
        }
        var (run, row) = waiting.Value;
        var planned = await Plan(scope, run, row, command.Cells);
        if (!planned.Done)
        {
            return Refused.Because<string>(planned.Refusals);
        }
        var (plan, known) = planned.Value;
        if (plan.Rows[0].System is { } same && await scope.Context.Set<SourceRow>().Where(s => s.Import == run.Id && s.System == same).Select(s => (int?)s.Line).FirstOrDefaultAsync(stop) is { } line)
        {
            return new Refusal("same-as-another", LocalText.Of($"이 파일의 {line}줄이 이미 같은 번호나 이름의 시스템입니다.", $"line {line} of this file is a system with the same id or name already"), $"{row.Line}",
                LocalText.Of("번호나 이름을 다르게 고치거나, 같은 시스템이면 이 행을 버리십시오.", "Give it another id or name, or dismiss the row when it is the same system."));
        }
        var system = (await ImportInventoryHandler.Apply(scope, plan, known, run.FactsOn, run.Id, stop)).Values.Single();
        await SetAside.Mark(scope, run, row, "taken", stop);
        var made = plan.Rows[0].Effect == RowEffect.New ? 1 : 0;
        var changed = plan.Rows[0].Effect == RowEffect.Changed ? 1 : 0;
        await scope.Context.Set<ImportRun>().Where(r => r.Id == run.Id).ExecuteUpdateAsync(u => u.SetProperty(r => r.Created, r => r.Created + made).SetProperty(r => r.Changed, r => r.Changed + changed), stop);
        scope.Record("register.take-set-aside", "import:" + run.Id, new { row = row.Id, row.Line, system });
        return system;
    }, stop);

    private async Task<Result<(ImportPlan Plan, KnownSystems Known)>> Plan(WriteScope scope, ImportRun run, SetAsideRow row, IReadOnlyList<string> cells)
    {
        var headers = JsonSerializer.Deserialize<string[]>(run.Headers)!;
        var table = TableDialect.Table(run, headers, []);
        table = table with { Rows = [new TableLine(row.Line, [.. cells])] };
        var choices = new ImportChoices { Profile = run.Profile, FactsOn = run.FactsOn };
        var read = await ImportInventoryHandler.Read(scope.Context, reader, table, choices);
        if (!read.Done)
        {
            return Refused.Because<(ImportPlan, KnownSystems)>(read.Refusals);
        }
        var planner = new ImportPlanner(scope.Context, reader, guards);
        var plan = await planner.Plan(read.Value, choices, scope.Today, scope.Actor.Account);
        return plan.Rows[0] switch
        {
            { Why: { } why } => why,
            { Effect: RowEffect.NoSystem } => new Refusal("no-system", LocalText.Of("이 행은 시스템이 없다고 적고 있습니다.", "this row says that there is no system"), $"{row.Line}",
                LocalText.Of("그 칸을 고치거나 행을 버리십시오.", "Change that cell, or dismiss the row.")),
            _ => (plan, planner.Known!),
        };
    }
}

internal sealed class DismissSetAsideHandler(TowerStore store) : IHandle<DismissSetAside, Done>
{
    public Task<Result<Done>> Handle(Actor actor, DismissSetAside command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        var waiting = await SetAside.Waiting(scope, command.Import, command.Row, stop);
        if (!waiting.Done)
        {
            return Refused.Because<Done>(waiting.Refusals);
        }
        var (run, row) = waiting.Value;
        await SetAside.Mark(scope, run, row, "dismissed", stop);
        scope.Record("register.dismiss-set-aside", "import:" + run.Id, new { row = row.Id, row.Line });
        return Done.Well;
    }, stop);
}

internal static class SetAside
{
    /// <summary>The row with its import, when it still waits and the import still stands.</summary>
    public static async Task<Result<(ImportRun Run, SetAsideRow Row)>> Waiting(WriteScope scope, string import, long id, CancellationToken stop)
    {
        if (Permissions.Need(scope.Actor, Roles.Officer) is { } role)
        {
            return role;
        }
        var run = await scope.Context.Set<ImportRun>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == import, stop);
        var row = await scope.Context.Set<SetAsideRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id && r.Import == import, stop);
        return (run, row) switch
        {
            (null, _) or (_, null) => Refusal.NotFound("따로 둔 행", "row that was set aside", $"{import}/{id}"),
            ({ UndoneAt: not null }, _) => new Refusal("already-undone", LocalText.Of("이 가져오기는 취소되었습니다.", "this import has been undone"), import, LocalText.Of("파일을 다시 가져오십시오.", "Import the file again.")),
            (_, { State: not "waiting" }) => Refusal.Because("changed-meanwhile", "이 행은 이미 처리되었습니다.", "this row has been dealt with already", $"{row.Line}"),
            _ => (run, row),
        };
    }

    public static Task Mark(WriteScope scope, ImportRun run, SetAsideRow row, string state, CancellationToken stop) =>
        scope.Context.Set<SetAsideRow>().Where(r => r.Id == row.Id && r.Import == run.Id).ExecuteUpdateAsync(u => u.SetProperty(r => r.State, state), stop);
}
