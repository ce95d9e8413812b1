using System.Globalization;

namespace Haechi.Bench.Faults;

/// <summary>What the command was asked for.</summary>
/// <param name="Runs">How often a server is killed.</param>
/// <param name="Postgres">True for PostgreSQL, false for SQLite.</param>
/// <param name="Nodes">How many nodes serve the tower.</param>
/// <param name="Callers">How many programs write at the same time.</param>
/// <param name="Seed">Of the moments and the changes.</param>
internal sealed record Options(int Runs, bool Postgres, int Nodes, int Callers, int Seed)
{
    public const string Help =
        """
        Kill a served tower (kill -9) again and again while programs write to it over the API, and count what was lost or doubled. Ends with 1 when anything was.
        API로 쓰는 동안 서버를 거듭 강제로 끝내고(kill -9), 잃거나 두 번 한 것을 셉니다. 하나라도 있으면 1로 끝납니다.

          --runs N        how often a server is killed (default 2000)
          --store NAME    sqlite or postgres; postgres is made of the installed programs for the time of the run (default sqlite)
          --nodes N       nodes on one postgres, killed in turn (default 1)
          --callers N     programs that write at the same time (default 4)
          --seed N        of the moments and the changes (default 17)

        Ctrl-C ends it early and in order: what was done until then is checked and counted.
        Ctrl-C로 일찍 끝내도 그때까지 한 것을 확인하고 셉니다.

        Example: bench/faults/run --runs 50 --store postgres --nodes 2
        """;

    /// <summary>Reads the arguments; null with a reason when they are wrong.</summary>
    public static (Options? Options, string? Wrong) Read(IReadOnlyList<string> arguments)
    {
        var options = new Options(2000, false, 1, 4, 17);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
            var read = arguments[i] switch
            {
                "--runs" when number > 0 => options with { Runs = number },
                "--store" when value is "sqlite" or "postgres" => options with { Postgres = value == "postgres" },
                "--nodes" when number is > 0 and <= 8 => options with { Nodes = number },
                "--callers" when number is > 0 and <= 64 => options with { Callers = number },
                "--seed" when number > 0 => options with { Seed = number },
                _ => null,
            };
            if (read is null)
            {
                return (null, $"{arguments[i]} {value}: 알 수 없거나 값이 틀린 선택입니다. --help 를 보십시오. / not an option, or not a value it takes; see --help");
            }
            options = read;
        }
        return options is { Nodes: > 1, Postgres: false } ? (null, "--nodes: 노드를 여럿 두려면 --store postgres 도 주십시오. / several nodes need --store postgres as well") : (options, null);
    }
}
