namespace Haechi.Bench.Rules;

/// <summary>What the command was asked for.</summary>
/// <param name="Records">Records for the evaluators that take whole columns.</param>
/// <param name="Runs">Timed runs of each piece of work.</param>
/// <param name="WithPeers">False: only our own evaluators.</param>
/// <param name="Root">The root of the repository.</param>
/// <param name="Out">The folder for the files that the peers read.</param>
internal sealed record Options(int Records, int Runs, bool WithPeers, string Root, string Out)
{
    public const string Help =
        """
        Measure the rules engine beside DuckDB, cel-js and gorules zen, on the same facts.
        규칙 엔진을 같은 사실 위에서 DuckDB, cel-js, gorules zen과 나란히 잽니다.

          --records N    records for columns and DuckDB (default 1000000, at least 20000)
          --runs N       timed runs after the warm-up (default 7, at least 5)
          --no-peers     our own evaluators only; needs no node

        Example: bench/rules/run --records 1000000
        """;

    /// <summary>Reads the arguments; null with a reason when they are wrong.</summary>
    public static (Options? Options, string? Wrong) Read(IReadOnlyList<string> arguments)
    {
        var options = new Options(1_000_000, 7, true, Directory.GetCurrentDirectory(), "");
        for (var i = 0; i < arguments.Count; i++)
        {
            var number = i + 1 < arguments.Count && int.TryParse(arguments[i + 1], out var n) ? n : 0;
            switch (arguments[i])
            {
                case "--no-peers":
                    options = options with { WithPeers = false };
                    break;
                case "--records" when number >= PeerFiles.Lines:
                    options = options with { Records = number };
                    i++;
                    break;
                case "--runs" when number >= 5:
                    options = options with { Runs = number };
                    i++;
                    break;
                case "--root" when i + 1 < arguments.Count:
                    options = options with { Root = arguments[++i] };
                    break;
                default:
                    return (null, $"{string.Join(' ', arguments.Skip(i).Take(2))}: 알 수 없거나 값이 틀린 선택입니다. --help 를 보십시오. / not an option, or not a value it takes; see --help");
            }
        }
        return (options with { Out = Path.Combine(options.Root, "artifacts", "bench", "rules") }, null);
    }
}
