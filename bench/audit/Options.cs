namespace Haechi.Bench.Audit;

/// <summary>What the command was asked for.</summary>
/// <param name="Rows">Rows of the data.</param>
/// <param name="Shards">Generated shards of ten million rows each; 0 leaves them out.</param>
/// <param name="Runs">Timed runs of each piece of work.</param>
/// <param name="WithPeers">False: only our own engine.</param>
/// <param name="Root">The root of the repository.</param>
internal sealed record Options(long Rows, int Shards, int Runs, bool WithPeers, string Root)
{
    public const string Help =
        """
        Measure the audit engine beside DuckDB and pandas: the same rows, four attributes, all 15 ways to cross them, twelve rates for each group.
        감사 엔진을 DuckDB, pandas와 나란히 잽니다: 같은 줄, 속성 넷, 교차하는 15가지 방법 모두, 집단마다 비율 12개.

          --rows N       rows of the data / 데이터의 줄 수 (default 10000000)
          --shards N     generated shards of ten million rows, never stored as text / 글로 저장하지 않고 만들어 세는 천만 줄 묶음의 수 (default 100)
          --runs N       timed runs after a warm-up / 잰 횟수 (default 5)
          --no-peers     our own engine only / 우리 엔진만

        Needs node 20 and Debian's python3-pandas for the peers; a peer that is missing is named and left out.
        비교 대상에는 node 20 과 Debian의 python3-pandas 가 필요합니다. 없는 것은 이름을 밝히고 뺍니다.
        Ends with 1 when answers differ. 답이 다르면 1로 끝납니다.

        Example: bench/audit/run --shards 10
        """;

    /// <summary>Where the data, the stored columns and the peers' files lie.</summary>
    public string Folder => Path.Combine(Root, "artifacts", "bench", "audit");

    /// <summary>Reads the arguments; null with a reason when they are wrong.</summary>
    public static (Options? Options, string? Wrong) Read(IReadOnlyList<string> arguments)
    {
        var options = new Options(10_000_000, 100, 5, true, Directory.GetCurrentDirectory());
        for (var i = 0; i < arguments.Count; i++)
        {
            var number = i + 1 < arguments.Count && int.TryParse(arguments[i + 1], out var n) ? n : -1;
            switch (arguments[i])
            {
                case "--no-peers":
                    options = options with { WithPeers = false };
                    break;
                case "--rows" when number >= 1000:
                    options = options with { Rows = number };
                    i++;
                    break;
                case "--shards" when number >= 0:
                    options = options with { Shards = number };
                    i++;
                    break;
                case "--runs" when number >= 1:
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
        return (options, null);
    }
}
