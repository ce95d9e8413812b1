using System.Globalization;
using System.Text.RegularExpressions;

namespace Haechi.House.Tests.Access;

/// <summary>The checklist of OWASP ASVS names tests and files; a name that is no longer true is worse than none.</summary>
public sealed partial class ChecklistTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    private static readonly string[] States = ["met", "operator", "not applicable", "not met"];

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Docs, "asvs.md"));

    private static readonly List<Item> Items = [.. Lines.Select(l => Row().Match(l)).Where(m => m.Success).Select(m => new Item(m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value, m.Groups[4].Value, m.Groups[5].Value))];

    [Fact]
    public void Every_requirement_of_level_1_and_2_has_one_line()
    {
        Assert.Equal((70, 183), (Items.Count(i => i.Level == "1"), Items.Count(i => i.Level == "2")));
        Assert.Equal(253, Items.Select(i => i.Number).Distinct().Count());
        Assert.Empty(Items.Where(i => !States.Contains(i.State) || i.What.Length < 3).Select(i => i.Number));
    }

    [Fact]
    public void The_figures_add_up()
    {
        foreach (var state in States)
        {
            string Count(string? level) => Items.Count(i => i.State == state && (level is null || i.Level == level)).ToString(CultureInfo.InvariantCulture);
            Assert.Contains($"| {state} | {Count("1")} | {Count("2")} | {Count(null)} |", Lines);
        }
        Assert.Contains("| all | 70 | 183 | 253 |", Lines);
    }

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("node_modules", StringComparison.Ordinal)).ToLookup(f => Path.GetFileNameWithoutExtension(f));
        var missing = from item in Items
                      from Match named in Test().Matches(item.By)
                      let files = sources[named.Groups[1].Value].Select(File.ReadAllText).ToList()
                      where files.Count == 0 || (named.Groups[2].Success && !files.Any(f => f.Contains(" " + named.Groups[2].Value + "(", StringComparison.Ordinal)))
                      select $"{item.Number}: {named.Value}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_file_that_is_named_is_there()
    {
        var missing = from item in Items
                      from Match link in Link().Matches(item.By)
                      let path = Path.GetFullPath(Path.Combine(Docs, link.Groups[1].Value))
                      where !File.Exists(path) && !Directory.Exists(path)
                      select $"{item.Number}: {link.Groups[1].Value}";
        Assert.Empty(missing);
    }

    [Fact]
    public void What_is_met_is_shown_and_what_is_not_has_its_reason()
    {
        Assert.Empty(Items.Where(i => i.State == "met" && !Test().IsMatch(i.By) && !Link().IsMatch(i.By)).Select(i => i.Number));
        Assert.Empty(Items.Where(i => i.State != "met" && i.By.Length < 12).Select(i => i.Number));
    }

    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| (.+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`([A-Z][A-Za-z]+Tests)(?:\.([A-Z]\w+))?`")]
    private static partial Regex Test();

    [GeneratedRegex(@"\]\(([^)#:]+)\)")]
    private static partial Regex Link();

    private sealed record Item(string Number, string Level, string What, string State, string By);
}
