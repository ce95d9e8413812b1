using Haechi.Rules;
using Haechi.Rules.Columns;
using Haechi.Rules.Evaluation;

namespace Haechi.Bench.Rules;

/// <summary>How fast something evaluated records.</summary>
internal sealed record Rate(string Name, int Threads, int Records, Timing Timing)
{
    public double PerSecond => Records / Timing.Median * 1000;

    /// <summary>In the quickest run: what the median would be were the machine doing nothing else.</summary>
    public double Best => Records / Timing.Least * 1000;
}

/// <summary>Our two evaluators on the same facts.</summary>
internal sealed class OurEngines(DatedRules rules, Cell[][] rows, FactColumns columns, int runs)
{
    private const int Walked = 100_000;

    /// <summary>A letter for each rule (y, n, u) for each of the first records; both evaluators must say the same.</summary>
    public (IReadOnlyList<string> Outcomes, int Different) Outcomes(int count)
    {
        var found = ColumnRun.Evaluate(ColumnProgram.Compile(rules), columns);
        var lines = new List<string>();
        var different = 0;
        for (var i = 0; i < count; i++)
        {
            var walk = TreeWalk.Run(rules, rows[i]);
            var record = i;
            different += rules.Rules.Count(r => found[r.Index][record] != walk.Outcomes[r.Index]);
            lines.Add(string.Concat(walk.Outcomes.Select(o => o.Word()[0])));
        }
        return (lines, different);
    }

    public Timing Compile() => Timing.Of("columns", () => ColumnProgram.Compile(rules), runs);

    public IEnumerable<Rate> Rates()
    {
        var program = ColumnProgram.Compile(rules);
        foreach (var threads in new[] { 2, 1 })
        {
            yield return new Rate("Haechi columns", threads, columns.Count, Timing.Of("columns", () => ColumnRun.Evaluate(program, columns, threads: threads), runs));
        }
        var walked = rows[..Math.Min(Walked, rows.Length)];
        yield return new Rate("Haechi tree walk", 2, walked.Length, Timing.Of("walk", () =>
            Parallel.ForEach(walked, new ParallelOptions { MaxDegreeOfParallelism = 2 }, row => TreeWalk.Run(rules, row)), runs));
        yield return new Rate("Haechi tree walk", 1, walked.Length, Timing.Of("walk", () => Array.ForEach(walked, row => TreeWalk.Run(rules, row)), runs));
    }
}
