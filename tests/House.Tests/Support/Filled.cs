using Haechi.Rules;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;

namespace Haechi.House.Tests.Support;

/// <summary>Fills a tower with many systems at once, past the import.</summary>
internal static class Filled
{
    public static readonly string[] UsBooks = ["us/m-25-21"];

    /// <summary>The 2025 federal inventory, every row a system, with the declared classes as facts.</summary>
    public static Task Federal(TestTower tower) => Federal(tower.Store);

    public static async Task Federal(TowerStore store)
    {
        var file = Repository.Shared("data/us/2025_individually_reported_AI_use_cases.csv");
        var findings = new Findings();
        var map = FactMapReader.Read(Path.Combine(Repository.Root, "rulebooks/us/m-25-21/maps/inventory-2025.yaml"), findings)!;
        var set = BookSet.Load(Path.Combine(Repository.Root, "rulebooks/us/m-25-21"));
        var inventory = MappedInventory.Of(map, Inventory.Read(file, findings)!, set, findings);
        await Many(store, inventory.Systems.Select(s => (s.Record.Name ?? s.Record.Id, (string?)null,
            s.Record.Facts.Concat(s.Declared.Select(d => KeyValuePair.Create("declared." + d.Key, (FactValue)new TextFact(d.Value.Word)))))));
    }

    /// <summary>Korean systems with made-up facts; the same seed gives the same systems.</summary>
    public static Task Korean(TestTower tower, int count, BookSet set, IReadOnlyList<string>? departments = null, int seed = 7)
    {
        var random = new Random(seed);
        var questions = set.Questions.Where(q => q.Type is Haechi.Rules.Books.QuestionType.Bool or Haechi.Rules.Books.QuestionType.Enum or Haechi.Rules.Books.QuestionType.Date && q.Values.Count < 20).ToList();
        return Many(tower.Store, Enumerable.Range(0, count).Select(i =>
        {
            var facts = new Dictionary<string, FactValue> { ["public_body"] = new TextFact("basic_local") };
            for (var n = 0; n < 15; n++)
            {
                var question = questions[random.Next(questions.Count)];
                facts.TryAdd(question.Id, question.Type switch
                {
                    Haechi.Rules.Books.QuestionType.Bool => new BoolFact(random.Next(3) == 0),
                    Haechi.Rules.Books.QuestionType.Date => new DateFact(new DateOnly(2026, 1, 1).AddDays(random.Next(700))),
                    _ => new TextFact(question.Values[random.Next(question.Values.Count)].Id),
                });
            }
            return ($"시스템 {i}", departments is null ? null : departments[i % departments.Count], (IEnumerable<KeyValuePair<string, FactValue>>)facts);
        }));
    }

    private static async Task Many(TowerStore store, IEnumerable<(string Name, string? Department, IEnumerable<KeyValuePair<string, FactValue>> Facts)> systems)
    {
        var written = await store.Write<Done>(TestTower.Officer, async scope =>
        {
            var given = systems.ToList();
            var made = await Versions.NewSystems(scope, given.Count);
            await Versions.AppendMany(scope, [.. given.Select((g, i) => new BulkVersion(made[i], true, null, new NextVersion(Facts(g.Name, g.Facts), g.Department, null, "import", scope.Today)))]);
            scope.Record("test.fill", "register", new { given.Count });
            return Done.Well;
        }, TestContext.Current.CancellationToken);
        Assert.True(written.Done);
    }

    private static SystemFacts Facts(string name, IEnumerable<KeyValuePair<string, FactValue>> given) =>
        new(given.Append(KeyValuePair.Create("name", (FactValue)new TextFact(name))).DistinctBy(f => f.Key).ToDictionary(f => f.Key, f => new HeldFact(f.Value with { Source = null }, "file", null, "officer-1")));
}
