using Haechi.Rules.Books;
using Haechi.Rules.Facts;

namespace Haechi.Rules.Tests.Facts;

/// <summary>A small book, a map and an inventory, each from text.</summary>
internal static class MapCase
{
    public const string Book = """
        rulebook: test/book
        version: "1"
        title: Test
        rank: city
        languages: [en]
        stages: [{from: 2020-01-01, stage: enforced}]
        classes:
          risky: {title: Risky, "yes": HIGH, "no": NOT, review: REVIEW}
        questions:
          stage: {type: enum, of: [live, planned], ask: "?"}
          personal: {type: bool, ask: "?"}
          traits: {type: set, of: [age, sex, none], ask: "?"}
          started_on: {type: date, ask: "?"}
          users: {type: number, min: 0, ask: "?"}
          why: {type: text, ask: "?"}
          models: {type: list, ask: "?", of: {flop: {type: number, ask: "?"}}}
        rules:
          - {id: risky, title: Risky, cite: "1", class: risky, when: "personal && traits overlaps ['age', 'sex']"}
        """;

    public static BookSet Books()
    {
        var findings = new Findings();
        var book = RulebookReader.Read("test/book", [("book.yaml", Book)], findings);
        return BookSet.Of([book!], findings) ?? throw new RefusedException(findings.All);
    }

    public static FactMap? Map(string yaml, Findings findings) => FactMapReader.Read("map.yaml", "map: test\nbooks: [test/book]\n" + yaml, findings);

    /// <summary>The book, loaded once.</summary>
    public static BookSet Shared { get; } = Books();

    public static Inventory Table(string text, Findings findings, string extension = ".csv") =>
        TryTable(text, findings, extension) ?? throw new RefusedException(findings.All);

    public static Inventory? TryTable(string text, Findings findings, string extension = ".csv")
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}{extension}");
        try
        {
            File.WriteAllText(file, text);
            return Inventory.Read(file, findings);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Reads an inventory through a map; the findings hold whatever was told.</summary>
    public static (MappedInventory Inventory, Findings Findings) Read(string yaml, string text, string extension = ".csv")
    {
        var findings = new Findings();
        var map = Map(yaml, findings) ?? throw new RefusedException(findings.All);
        return (MappedInventory.Of(map, Table(text, findings, extension), Shared, findings), findings);
    }
}
