using System.Text.RegularExpressions;

namespace Haechi.House.Tests.Architecture;

/// <summary>The modules of the tower stand on floors: each knows only those below it. No calls within a floor, none upward.</summary>
public sealed partial class FloorTests
{
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["Common"] = 0, ["Storage"] = 0,
        ["Journal"] = 1, ["Files"] = 1,
        ["Access"] = 2, ["Clocks"] = 2,
        ["Register"] = 3, ["Publication"] = 3,
        ["Rulebooks"] = 4,
        ["Duties"] = 5,
        ["Assessment"] = 6, ["Assurance"] = 6, ["Suppliers"] = 6, ["Labelling"] = 6, ["Commons"] = 6,
        ["Council"] = 7,
        ["Sandbox"] = 8, ["Redress"] = 8,
        ["Policy"] = 9, ["Erasure"] = 9,
        ["Operations"] = 10,
        ["Demo"] = 10,
        ["Webhooks"] = 10,
    };

    /// <summary>The store holds everybody's tables and so names nobody's; only the journal is part of every transaction.</summary>
    private static readonly HashSet<(string From, string To)> Allowed = [("Storage", "Journal")];

    [Fact]
    public void Every_module_of_the_tower_stands_on_a_floor() =>
        Assert.Empty(Sources().Select(s => s.Module).Distinct().Where(m => !Floors.ContainsKey(m)));

    [Fact]
    public void No_module_knows_its_neighbours_or_those_above()
    {
        var wrong = from source in Sources()
                    from line in File.ReadLines(Path.Combine(Repository.Root, source.File))
                    where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    from Match match in Name().Matches(line)
                    let named = match.Groups[1].Value
                    where named != source.Module && Floors.TryGetValue(named, out var floor) && !IsBelow(source.Module, named, floor)
                    select $"{source.File}: {source.Module} (floor {Floors[source.Module]}) names {named} (floor {Floors[named]})";
        Assert.Empty(wrong.Distinct());
    }

    private static bool IsBelow(string from, string to, int floor) =>
        floor < Floors[from] || (floor == 0 && Floors[from] == 0) || Allowed.Contains((from, to));

    private static IEnumerable<(string File, string Module)> Sources() => Repository.Files()
        .Where(f => f.StartsWith("src/Haechi.Tower/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal))
        .Select(f => (f, f.Split('/'))).Where(f => f.Item2.Length > 3).Select(f => (f.f, f.Item2[2]));

    [GeneratedRegex(@"Haechi\.Tower\.([A-Z][A-Za-z]+)")]
    private static partial Regex Name();
}
