namespace Haechi.Bench.Tower;

/// <summary>What the command was asked for.</summary>
/// <param name="Systems">Systems in the register.</param>
/// <param name="Runs">Timed requests for each page.</param>
/// <param name="Root">The root of the repository.</param>
/// <param name="Data">The folder of the tower's data.</param>
/// <param name="Keep">True: the folder was named, and is used again the next time.</param>
/// <param name="Only">Only pages whose name holds this, or null.</param>
/// <param name="Lag">Instead of pages: how many seconds the lag of the ledger is measured under load; 0 for pages.</param>
internal sealed record Options(int Systems, int Runs, string Root, string Data, bool Keep, string? Only, int Lag = 0)
{
    public const string Help =
        """
        Measure the pages of a tower with many systems over http on this machine: lists, search, boards, the past, CSV, previews, memory.
        많은 시스템이 등록된 관제탑의 화면을 이 컴퓨터에서 http로 잽니다: 목록, 찾기, 현황, 과거 시점, CSV, 미리보기, 메모리.

          --systems N    systems in the register (default 50000, at least 500)
          --runs N       timed requests for each page after one unseen (default 15, at least 3)
          --data DIR     keep the made register there and use it again (default: made anew in a temporary folder)
          --only TEXT    only pages whose name holds the text
          --lag SECONDS  instead of pages: how long an act waits for its checkpoint while acts keep coming

        Example: bench/tower/run --data /var/tmp/haechi-50k
        """;

    /// <summary>Reads the arguments; null with a reason when they are wrong.</summary>
    public static (Options? Options, string? Wrong) Read(IReadOnlyList<string> arguments)
    {
        var options = new Options(50_000, 15, Directory.GetCurrentDirectory(), Path.Combine(Path.GetTempPath(), $"haechi-bench-{Environment.ProcessId}"), false, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            var number = i + 1 < arguments.Count && int.TryParse(arguments[i + 1], out var n) ? n : 0;
            switch (arguments[i])
            {
                case "--systems" when number >= 500:
                    options = options with { Systems = number };
                    break;
                case "--runs" when number >= 3:
                    options = options with { Runs = number };
                    break;
                case "--data" when i + 1 < arguments.Count:
                    options = options with { Data = Path.GetFullPath(arguments[i + 1]), Keep = true };
                    break;
                case "--lag" when number > 0:
                    options = options with { Lag = number };
                    break;
                case "--only" when i + 1 < arguments.Count:
                    options = options with { Only = arguments[i + 1] };
                    break;
                case "--root" when i + 1 < arguments.Count:
                    options = options with { Root = arguments[i + 1] };
                    break;
                default:
                    return (null, $"{string.Join(' ', arguments.Skip(i).Take(2))}: 알 수 없거나 값이 틀린 선택입니다. --help 를 보십시오. / not an option, or not a value it takes; see --help");
            }
            i++;
        }
        return (options, null);
    }
}
