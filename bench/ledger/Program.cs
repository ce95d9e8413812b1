using System.Globalization;
using Haechi.Bench.Ledger;
using Haechi.Ledger.Notes;

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
var folder = Directory.CreateDirectory(Path.Combine(options.Folder, Guid.NewGuid().ToString("N"))).FullName;
try
{
    await Bench.Run(options, folder);
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

/// <summary>All measurements of one run, in order.</summary>
internal static class Bench
{
    public static async Task Run(Options options, string folder)
    {
        var key = SignerKey.Generate("bench.example/log", KeyType.Ed25519);
        Say($"{Machine.Describe(folder)}\nentries of {options.EntryBytes} bytes; {options.Seconds} s each\n");
        var cores = Machine.PinToOneCore();
        Say($"| durable adding, {cores} | entries/s | acknowledgement, ms: median | p99 | greatest | checkpoint lag, ms: median | p99 | greatest |\n|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (callers, batch) in new[] { (1, 1), (1, 10), (1, 100), (1, 1000), (64, 1), (4, 1000) })
        {
            var a = await new Adding(folder, key, options.Seconds, options.EntryBytes).Run(callers, batch);
            Say($"| {a.Name} | {a.PerSecond:N0} | {Added.At(a.Acknowledgements, 0.5):F2} | {Added.At(a.Acknowledgements, 0.99):F2} | {Added.At(a.Acknowledgements, 1):F1} | {Added.At(a.Lags, 0.5):F0} | {Added.At(a.Lags, 0.99):F0} | {Added.At(a.Lags, 1):F0} |");
        }
        var checking = new Checking(folder, key, options.Entries, options.EntryBytes);
        checking.Write();
        var (leaves, nodes) = checking.Hash();
        var one = checking.Verify(1);
        var (microseconds, hashes) = checking.Prove();
        Machine.Unpin();
        var all = checking.Verify(Environment.ProcessorCount);
        Say($"\n| reading a log of {options.Entries:N0} entries | median | least | greatest |\n|---|--:|--:|--:|");
        Say($"| verified entries/s, one core | {one.Median:N0} | {one.Least:N0} | {one.Greatest:N0} |");
        Say($"| verified entries/s, {Environment.ProcessorCount} cores | {all.Median:N0} | {all.Least:N0} | {all.Greatest:N0} |");
        Say($"| inclusion proof made from files, checked and signed head included ({hashes} hashes), µs | {microseconds:F0} | | |");
        Say($"| hashes/s on one core: leaves of {options.EntryBytes} bytes; nodes | {leaves:N0}; {nodes:N0} | | |\n");
        Say($"| published by others, not measured here | entries/s |\n|---|--:|");
        Say($"| Tessera, POSIX files on NVMe, with deduplication, 7 cores | about 10,000 |\n| Tessera, POSIX files on SAS disks | 2,900 |\n| Tessera, e2-micro | over 1,500 |\n| Tessera, GCP Spanner 100 PU | over 3,000 |\n| Tessera, GCP Spanner 300 PU, two front ends | over 5,000 |");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
