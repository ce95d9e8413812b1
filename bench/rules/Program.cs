using Haechi.Bench.Rules;
using Haechi.Rules;
using Haechi.Rules.Columns;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Options.Help);
    return 0;
}
var (options, wrong) = Options.Read(args);
if (options is null)
{
    Console.Error.WriteLine(wrong);
    return 2;
}
return Bench.Run(options, new Report(Console.Out));

/// <summary>All measurements of one run, in order.</summary>
internal static class Bench
{
    private static readonly DateOnly Day = new(2026, 11, 22);

    public static int Run(Options options, Report report)
    {
        var bench = Path.Combine(options.Root, "bench", "rules");
        var set = BookSet.Load(Path.Combine(bench, "book"));
        var rules = set.On(Day);
        report.Line($"{Machine.Describe()}\n{set.Rules.Count} rules, {set.Questions.Count} questions, {options.Records} records, one fact in ten unknown, {options.Runs} runs\n");

        var rows = SyntheticFacts.Rows(set.Questions, options.Records);
        var columns = FactColumns.OfRows(rows, set.Questions);
        var ours = new OurEngines(rules, rows, columns, options.Runs);
        var (outcomes, different) = ours.Outcomes(PeerFiles.Compared);
        Console.Error.WriteLine("writing the peers' files …");
        if (options.WithPeers)
        {
            new PeerFiles(rules, rows, options.Out).Write(outcomes);
        }
        var cases = rows[..200];

        Console.Error.WriteLine("our evaluators …");
        List<Rate> rates = [.. ours.Rates()];
        List<Timing> compile = [ours.Compile()];
        List<Agreement> agreement = [new Agreement("Haechi columns", (long)outcomes.Count * rules.Rules.Count, different, null)];
        if (options.WithPeers)
        {
            Console.Error.WriteLine("peers …");
            var peers = Peers.Run(bench, options.Out, options.Runs);
            rates.AddRange(peers.Rates);
            compile.AddRange(peers.Compile);
            agreement.AddRange(peers.Agreement);
            report.Line(string.Join(", ", peers.Notes) + "\n");
        }
        report.Agreement(agreement);
        report.Rates(rates);
        report.Timings("compiling 30 rules", compile);

        var (steps, moved, first) = new WhatIf(Path.Combine(bench, "book"), Day, columns, options.Runs).Measure(set);
        report.Timings($"what if one rule read otherwise ({options.Records} records; the first time in the process: {first:F0} ms)", steps);
        report.Moved(moved);
        report.Timings("one case (mean of 200 different ones)", SingleCase.Explain(rules, cases, options.Runs));
        report.Books(RealBook.All(Path.Combine(options.Root, "rulebooks"), options.Runs));
        return agreement.All(a => a.Different == 0) ? 0 : 1;
    }
}
