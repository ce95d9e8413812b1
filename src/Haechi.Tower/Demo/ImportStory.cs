using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Demo;

/// <summary>The spreadsheet with which the register began: one system a row, read through the city's own column map.</summary>
internal static class ImportStory
{
    private static readonly RelativeDay Imported = new(-12, 'm');

    public static IEnumerable<StoryAct> Of() => [new(Imported, Import)];

    private static async Task Import(DemoRun run, CancellationToken stop)
    {
        var findings = new Findings();
        var folder = Path.GetDirectoryName(run.City.Folder)!;
        var map = FactMapReader.Read(Path.Combine(folder, "map.yaml"), findings);
        var table = map is null ? null : CityTable.Read(Path.Combine(folder, "systems.csv"), map, run.Books, run.Today.DayNumber - run.City.Written.DayNumber, findings);
        if (map is null || table is null)
        {
            throw new RefusedException(findings.All);
        }
        var inventory = MappedInventory.Of(map, Inventory.Of(table.FileName, table.Headers, table.Rows), run.Books, findings);
        var departments = await run.Store.Read(c => c.Set<Department>().ToDictionaryAsync(d => d.Name, d => d.Id, StringComparer.Ordinal, stop));
        var summary = table.Headers.ToList().IndexOf("설명");
        foreach (var (system, row) in inventory.Systems.Zip(table.Rows))
        {
            var facts = SystemStory.Common(run, system.Record.Id);
            foreach (var (id, value) in system.Record.Facts)
            {
                facts[id] = value;
            }
            facts["name"] = new TextFact(system.Record.Name!);
            facts["summary"] = new TextFact(row.Cells[summary]);
            facts["unit"] = new TextFact(system.Group!);
            if (run.City.Systems.First(s => s.Id == system.Record.Id).State is { } state)
            {
                facts[Lifecycle.Question] = new TextFact(state);
            }
            foreach (var (id, (word, _)) in system.Declared)
            {
                facts[DemoFacts.Declared + id] = new TextFact(word);
            }
            var made = await run.Do<RegisterSystem, SystemRef>(run.Person("byeol"), new RegisterSystem(facts, departments[system.Group!], Source: $"{table.FileName}:{system.Line}", Found: true), stop);
            run[SystemStory.System(system.Record.Id)] = made.System;
        }
    }
}
