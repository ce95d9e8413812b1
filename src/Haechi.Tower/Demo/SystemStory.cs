using Haechi.Rules.Facts;
using Haechi.Tower.Register;

namespace Haechi.Tower.Demo;

/// <summary>How the register grew: systems entered one by one, what was added to the imported ones, and what changed later.</summary>
internal static class SystemStory
{
    private static readonly RelativeDay FilledIn = new(-11, 'm');

    public static IEnumerable<StoryAct> Of(CityFile city) =>
    [
        .. city.Systems.Where(s => !s.Imported).Select(s => new StoryAct(s.At!.Value, (run, stop) => Register(run, s, stop))),
        .. city.Systems.Where(s => s.Imported).Select(s => new StoryAct(FilledIn, (run, stop) => FillIn(run, s, stop))),
        .. city.Systems.Where(s => s.Imported && s.Product is not null).GroupBy(s => s.Product!).Select(g => new StoryAct(FilledIn, (run, stop) => Link(run, g.Key, [.. g], stop))),
        .. city.Systems.SelectMany(s => s.Changes.Select(c => new StoryAct(c.At, (run, stop) => Change(run, s, c, stop)))),
    ];

    /// <summary>The key of a system's id.</summary>
    public static string System(string id) => "system:" + id;

    /// <summary>What is true of every system of the city unless it says otherwise.</summary>
    public static Dictionary<string, FactValue> Common(DemoRun run, string number) => new(StringComparer.Ordinal)
    {
        ["organisation"] = new TextFact(run.City.Body.In("ko")), ["source_number"] = new TextFact(number), ["language"] = new TextFact("ko"),
    };

    private static async Task Register(DemoRun run, SystemSpec system, CancellationToken stop)
    {
        var facts = Common(run, system.Id);
        facts["public_body"] = new TextFact(run.City.BodyKind);
        facts["act_function"] = new SetFact(["none"]);
        foreach (var (id, value) in run.Facts(system.Facts))
        {
            facts[id] = value;
        }
        var department = run[OrganisationStory.Department(system.Department!)];
        var made = await run.Do<RegisterSystem, SystemRef>(
            run.Person(system.By!), new RegisterSystem(facts, department, system.Product is { } product ? run["product:" + product] : null, Source: system.Note, Found: true), stop);
        run[System(system.Id)] = made.System;
    }

    private static async Task FillIn(DemoRun run, SystemSpec system, CancellationToken stop)
    {
        var facts = run.Facts(system.Facts).ToDictionary(f => f.Key, f => (FactValue?)f.Value, StringComparer.Ordinal);
        await run.Do<ChangeFacts, SystemRef>(run.Person("byeot"), new ChangeFacts(run[System(system.Id)], facts, Note: "부서의 회신을 받아 빈칸을 채움"), stop);
    }

    private static Task<int> Link(DemoRun run, string product, IReadOnlyList<SystemSpec> systems, CancellationToken stop) =>
        run.Do<LinkProduct, int>(run.Person("byeol"), new LinkProduct([.. systems.Select(s => run[System(s.Id)])], run["product:" + product], "공급업체 자료와 맞추어 봄"), stop);

    private static async Task Change(DemoRun run, SystemSpec system, ChangeSpec change, CancellationToken stop)
    {
        var facts = run.Facts(change.Facts).ToDictionary(f => f.Key, f => (FactValue?)f.Value, StringComparer.Ordinal);
        await run.Do<ChangeFacts, SystemRef>(run.Person(change.By), new ChangeFacts(run[System(system.Id)], facts, Note: change.Note), stop);
    }
}
