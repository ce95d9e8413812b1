using Haechi.Rules;
using Haechi.Rules.Columns;

namespace Haechi.Bench.Rules;

/// <summary>What the books of the repository cost: loading, one case, many cases.</summary>
internal sealed record RealBook(string Id, int Rules, int Questions, int Operations, Timing Load, Timing OneCase, Timing Explained, Rate Columns)
{
    private const int Cases = 200;
    private const int ColumnRecords = 100_000;

    /// <summary>Every book below the root: a folder with a head. Books that it extends are loaded with it.</summary>
    public static IEnumerable<RealBook> All(string root, int runs) =>
        Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories).Where(IsHead).Select(f => Path.GetDirectoryName(f)!).Order(StringComparer.Ordinal)
            .Select(folder => Measure(Path.GetRelativePath(root, folder), folder, runs));

    private static bool IsHead(string file) => File.ReadLines(file).Any(l => l.StartsWith("rulebook:", StringComparison.Ordinal));

    private static RealBook Measure(string id, string folder, int runs)
    {
        var load = Timing.Of("load", () => BookSet.Load(folder), runs);
        var set = BookSet.Load(folder);
        var rules = set.On(LastEdge(set));
        var rows = SyntheticFacts.Rows(set.Questions, ColumnRecords);
        var program = ColumnProgram.Compile(rules);
        var columns = FactColumns.OfRows(rows, set.Questions);
        var rate = new Rate(id, 2, ColumnRecords, Timing.Of("columns", () => ColumnRun.Evaluate(program, columns, threads: 2), runs));
        return new RealBook(id, set.Rules.Count, set.Questions.Count, program.Length, load, SingleCase.Determine(rules, rows[..Cases], runs),
            SingleCase.Reasons(rules, rows[..Cases], runs), rate);
    }

    /// <summary>The day from which nothing changes any more: the most rules are in force.</summary>
    public static DateOnly LastEdge(BookSet set) => set.Edges().DefaultIfEmpty(new DateOnly(2026, 1, 1)).Max();
}
