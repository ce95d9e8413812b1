using System.Diagnostics;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Bench.Tower;

/// <summary>Fills an empty tower: departments, books, systems with up to three versions, their determinations and duties, and what people did about some of these.</summary>
internal sealed class MadeCity(IServiceProvider services, BenchClock clock, Options options)
{
    public static readonly DateOnly First = new(2026, 11, 2);
    public static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly DateOnly Later = new(2026, 11, 9);
    private const int Portion = 2000;
    private const int Alike = 10;
    private static readonly string[] Books = ["kr/ai-basic-act", "kr/public-ai-act", "city/haneul"];
    private readonly TowerStore _store = services.GetRequiredService<TowerStore>();
    private readonly List<(AiSystem System, SystemVersion Newest)> _systems = [];
    private Actor _officer = Actor.Program;

    /// <summary>Makes it. Says on standard error how far it is.</summary>
    public async Task Make()
    {
        clock.MoveTo(First);
        var account = await Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("officer", new AccountDetails("김하늘", "주무관", null, Roles.Administrator | Roles.Officer | Roles.Owner | Roles.Reader, null), Persona: true));
        _officer = new Actor(account.Account, "김하늘", Roles.Officer | Roles.Owner | Roles.Reader);
        await Do<NameBody, Done>(_officer, new NameBody("가상시", "Gasang", "basic_local"));
        await Do<PlantDepartments, Planted>(_officer, new PlantDepartments(string.Join('\n', Enumerable.Range(1, 6).SelectMany(b => Enumerable.Range(1, 9).Select(d => $"  {b}국 {d}과").Prepend($"{b}국")))));
        await Do<MarkSetUp, Done>(_officer, new MarkSetUp(Finished: true));
        var books = await Do<InstallBooks, LoadedBooks>(_officer, new InstallBooks(Books));
        var made = new MadeFacts(books.Set.Questions);
        await Timed("one system in ten written", () => Add(made, options.Systems / Alike));
        clock.MoveTo(First.AddDays(3));
        await Timed("half of these changed", () => Change(made, 2, 1));
        await Timed("determined", Determine);
        await Timed("the others written, with the same answers", () => Add(made, options.Systems));
        await Timed("their determinations and duties", Copy);
        await Timed("whatever was pending", Determine);
        clock.MoveTo(Later);
        await Timed("duties given to somebody", Assign);
        await Timed("evidence given for some", Show);
        clock.MoveTo(Today.AddDays(-5));
        await Timed("a tenth changed once more", () => Change(made, 10, 2));
        await Timed("determined again", Determine);
        clock.MoveTo(Today);
        await Timed("determined for today", Determine);
    }

    private async Task Add(MadeFacts made, int upTo)
    {
        var departments = await _store.Read(c => c.Set<Department>().Where(d => d.Parent != null).OrderBy(d => d.Position).ThenBy(d => d.Id).Select(d => d.Id).ToListAsync());
        var first = options.Systems / Alike;
        for (var from = _systems.Count; from < upTo; from = _systems.Count)
        {
            await Write(async scope =>
            {
                var systems = await Versions.NewSystems(scope, Math.Min(Portion, upTo - from));
                var versions = await Versions.AppendMany(scope, [.. systems.Select(s => new BulkVersion(s, true, null,
                    new NextVersion(s.Number <= first ? made.Of(s.Number) : MadeFacts.Like(FactsJson.Read(_systems[(s.Number - 1) % first].Newest.Facts), s.Number), s.Number % 40 == 0 ? null : departments[s.Number % departments.Count], null, "import", scope.Today, SourceIds: [("bench", $"B-{s.Number:D6}")])))]);
                _systems.AddRange(systems.Zip(versions));
            });
        }
    }

    /// <summary>What follows from the same answers need not be worked out ten times: the rows are copied, under ids of their own.</summary>
    private Task Copy() => Write(async scope =>
    {
        var (context, first) = (scope.Context, options.Systems / Alike);
        var number = await context.Change(DutyRow.Kind);
        foreach (var (table, columns, values) in Copied)
        {
#pragma warning disable EF1002 // Names of this program and a number.
            await context.Database.ExecuteSqlRawAsync($"""
                INSERT INTO {table} (system, {columns}) SELECT n.system, {values} FROM system_now n JOIN system_now o ON o.number = (n.number - 1) % {first} + 1 JOIN {table} t ON t.system = o.system
                WHERE n.number > {first}
                """);
#pragma warning restore EF1002
        }
        await context.Database.ExecuteSqlAsync($"UPDATE duty SET change = {number}");
    });

    /// <summary>The tables, their columns beside the system, and what stands in these.</summary>
    private static readonly (string Table, string Columns, string Values)[] Copied =
    [
        ("determination", "run, version, day, recorded_at, result, risk", "t.run, n.version, t.day, t.recorded_at, t.result, t.risk"),
        ("determination_now", "run, seen_version, key, until, result, risk", "t.run, n.version, t.key, t.until, t.result, t.risk"),
        ("system_class", "class, outcome, word, declared, disagrees", "t.class, t.outcome, t.word, t.declared, t.disagrees"),
        ("duty_sync", "run", "t.run"),
        ("duty", "id, rule, terms, department, owner, due, law_due, unsure, waits_for, yearly, period, is_open, opened_at, open_since, closed_at, closed_why, progress, claim, standing, evidence_until, waived_until, strength, risk, changed_at, change",
            "lower(hex(randomblob(6))), t.rule, t.terms, n.department, t.owner, t.due, t.law_due, t.unsure, t.waits_for, t.yearly, t.period, t.is_open, t.opened_at, t.open_since, t.closed_at, t.closed_why, t.progress, t.claim, t.standing, t.evidence_until, t.waived_until, t.strength, t.risk, t.changed_at, t.change"),
    ];

    private async Task Change(MadeFacts made, int each, int time)
    {
        foreach (var some in Enumerable.Range(0, _systems.Count).Where(i => i % each == 0).Chunk(Portion))
        {
            await Write(async scope =>
            {
                var changed = await Versions.AppendMany(scope, [.. some.Select(i => new BulkVersion(_systems[i].System, false, _systems[i].Newest,
                    new NextVersion(made.Later(FactsJson.Read(_systems[i].Newest.Facts), _systems[i].System.Number, time), _systems[i].Newest.Department, null, "change", scope.Today)))]);
                foreach (var (i, version) in some.Zip(changed))
                {
                    _systems[i] = (_systems[i].System, version);
                }
            });
        }
    }

    private Task Determine() => Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());

    private async Task Assign()
    {
        var departments = await _store.Read(c => c.Set<Department>().Where(d => d.Parent != null).OrderBy(d => d.Id).Select(d => d.Id).ToListAsync());
        foreach (var department in departments.Where((_, i) => i % 18 == 0))
        {
            await Do<AssignDuties, Assigned>(_officer, new AssignDuties(_officer.Account, null, new DutyFilter { Department = department }));
        }
    }

    private async Task Show()
    {
        var duties = await _store.Read(c => c.Set<DutyRow>().Where(d => d.IsOpen && d.Owner != null).OrderBy(d => d.System).ThenBy(d => d.Rule).Select(d => d.Id).Take(options.Systems / 100).ToListAsync());
        foreach (var (i, duty) in duties.Index())
        {
            if (i % 2 == 0)
            {
                await Do<StartDuty, Done>(_officer, new StartDuty(duty));
            }
            else
            {
                await Do<GiveEvidence, EvidenceRef>(_officer, new GiveEvidence(duty, "점검 결과", Measured: "오류율 1.2 % (n = 800)"));
            }
        }
    }

    private async Task Write(Func<WriteScope, Task> act)
    {
        var written = await _store.Write<Done>(_officer, async scope =>
        {
            await act(scope);
            scope.Record("bench.fill", "register", new { });
            return Done.Well;
        });
        if (!written.Done)
        {
            throw new InvalidOperationException(written.Refusals[0].ToLine("en"));
        }
    }

    private async Task<TResult> Do<TCommand, TResult>(Actor actor, TCommand command)
    {
        var result = await services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(actor, command);
        return result.Done ? result.Value! : throw new InvalidOperationException(result.Refusals[0].ToLine("en"));
    }

    private static async Task Timed(string what, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        await Console.Error.WriteLineAsync($"  {what}: {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    }
}
