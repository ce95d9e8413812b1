using System.Globalization;

namespace Haechi.Bench.Ledger;

/// <summary>What the command was asked for.</summary>
/// <param name="Folder">The folder on the disk that is measured.</param>
/// <param name="Seconds">How long each way of adding is measured.</param>
/// <param name="Entries">Entries of the log that is verified.</param>
/// <param name="EntryBytes">The length of an entry.</param>
internal sealed record Options(string Folder, double Seconds, int Entries, int EntryBytes)
{
    public const string Help =
        """
        Measure the ledger: durable entries a second, acknowledgements, checkpoint lag, verification.
        원장을 잽니다: 초당 확정 기입, 확정까지의 시간, 체크포인트 지연, 확인 속도.

          --folder DIR    where to write; its disk is what is measured (default: a new folder below artifacts/bench)
          --seconds S     time for each way of adding (default 10)
          --entries N     entries of the log that is verified (default 400000)
          --bytes N       bytes of an entry (default 300)

        Example: bench/ledger/run --folder /var/lib/haechi-bench --seconds 30
        """;

    /// <summary>Reads the arguments; null with a reason when they are wrong.</summary>
    public static (Options? Options, string? Wrong) Read(IReadOnlyList<string> arguments)
    {
        var options = new Options(Path.Combine("artifacts", "bench", "ledger"), 10, 400_000, 300);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            var number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : 0;
            var read = arguments[i] switch
            {
                "--folder" when value.Length > 0 => options with { Folder = value },
                "--seconds" when number > 0 => options with { Seconds = number },
                "--entries" when number >= 1 => options with { Entries = (int)number },
                "--bytes" when number is >= 1 and <= ushort.MaxValue => options with { EntryBytes = (int)number },
                _ => null,
            };
            if (read is null)
            {
                return (null, $"{arguments[i]} {value}: 알 수 없거나 값이 틀린 선택입니다. --help 를 보십시오. / not an option, or not a value it takes; see --help");
            }
            options = read;
        }
        return (options, null);
    }
}
