using Haechi.Ledger.Checking;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Writing;

namespace Haechi.Ledger.Tests.Writing;

/// <summary>Every call to the disk in adding, publishing and recovering fails once, with EIO and with ENOSPC, and the machine is then switched off or only the program ends.</summary>
public sealed class FaultTests
{
    private const int InputOutput = 5;
    private const int NoSpace = 28;

    [Theory]
    [InlineData(InputOutput, true)]
    [InlineData(InputOutput, false)]
    [InlineData(NoSpace, true)]
    [InlineData(NoSpace, false)]
    public void A_failing_call_stops_the_log_cleanly_and_loses_nothing(int error, bool powerIsLost)
    {
        var (met, calls) = (0, new SortedSet<string>(StringComparer.Ordinal));
        for (var at = 1; ; at++)
        {
            var disk = new SimulatedDisk();
            var count = 0;
            LedgerFileException? thrown = null;
            disk.Before = (call, path) =>
            {
                if (++count == at)
                {
                    calls.Add(call);
                    throw thrown = new LedgerFileException(call, path, error);
                }
            };
            var acknowledged = Work(disk, out var fault);
            Assert.Same(thrown, fault);
            if (thrown is null)
            {
                break;
            }
            met++;
            disk.Before = null;
            if (powerIsLost)
            {
                disk.LosePower(new Random(at));
            }
            else
            {
                disk.Kill();
            }
            Examine(disk, acknowledged, $"call {at} ({thrown.Call} {thrown.Path})");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"errno {error}, {met} calls failed one by one: {string.Join(", ", calls)}");
        Assert.Superset(new HashSet<string> { "flock", "fsync", "list", "mkdir", "open", "read", "rename", "rmdir", "syncfs", "unlink", "write" }, calls);
        Assert.True(met > 100, $"{met}");
    }

    [Fact]
    public void A_full_disk_leaves_reading_alone()
    {
        var disk = new SimulatedDisk();
        Work(disk, out _);
        disk.Before = (call, path) =>
        {
            if (call is "write" or "open")
            {
                throw new LedgerFileException(call, path, NoSpace);
            }
        };
        Assert.Throws<LedgerFileException>(() => DurableLog.Open(Sample.Options(disk)));
        Assert.True(LedgerVerifier.Verify(new LedgerFolder(Sample.Folder, disk), new VerifyOptions(Sample.Origin, [Sample.Key.Verifier])).Holds);
    }

    /// <summary>Begins a log, adds across the edge of a tile, publishes, dies with unpublished entries, recovers, goes on. Returns how many entries were acknowledged.</summary>
    private static int Work(SimulatedDisk disk, out LedgerFileException? fault)
    {
        var acknowledged = 0;
        fault = null;
        try
        {
            for (var life = 0; life < 3; life++)
            {
                using var log = DurableLog.Open(Sample.Options(disk)).Value;
                acknowledged = (int)log.Size;
                foreach (var count in new[] { 1, 150, 120 })
                {
                    log.Append(Sample.Entries(log.Size, count));
                    acknowledged += count;
                    if (count == 150 && log.BeginPublication() is { } publication)
                    {
                        log.EndPublication(log.WritePublication(publication));
                    }
                }
                disk.Kill();
            }
        }
        catch (LedgerFileException stopped)
        {
            fault = stopped;
        }
        return acknowledged;
    }

    private static void Examine(SimulatedDisk disk, int acknowledged, string when)
    {
        var opened = DurableLog.Open(Sample.Options(disk));
        Assert.True(opened.Done, $"{when}: {opened.Problem?.ToLine("en")}");
        using var log = opened.Value;
        Assert.True(log.Size >= acknowledged, $"{when}: {log.Size} of {acknowledged}");
        log.Append(Sample.Entries(log.Size, 7));
        log.EndPublication(log.WritePublication(log.BeginPublication()!));
        var folder = new LedgerFolder(Sample.Folder, disk);
        var report = LedgerVerifier.Verify(folder, new VerifyOptions(Sample.Origin, [Sample.Key.Verifier]) { Threads = 1 });
        Assert.True(report.Holds, $"{when}: {report.First()}");
        for (var i = 0; i < log.Size; i += 11)
        {
            Assert.Equal(Sample.Entry(i), folder.Entry(i, log.Size).Value.ToArray());
        }
    }
}
