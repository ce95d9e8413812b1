using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Tree;
using Haechi.Ledger.Writing;

namespace Haechi.Ledger.Tests.Writing;

/// <summary>Lives of a ledger on a disk that loses power, or whose program is killed, at any call: 200 seeds, 2,000 with HAECHI_LONG=1. A seed replays its failure.</summary>
public sealed class SimulatedPowerLossTests
{
    private static readonly int Seeds = Sample.IsLong ? 2000 : 200;

    [Fact]
    public void What_was_acknowledged_survives_every_loss_of_power_and_every_checkpoint_seen_stays_true()
    {
        var counts = new Life.Counts();
        Parallel.For(0, Seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed => new Life(seed, counts).Run());
        TestContext.Current.TestOutputHelper?.WriteLine($"{Seeds} seeds: {counts}");
        Assert.True(counts is { Losses: > 100, Acknowledged: > 10_000, BroughtBack: > 100 }, counts.ToString());
    }

    [Fact]
    public void A_disk_that_forgets_synced_bytes_is_noticed()
    {
        // The test has to be able to fail: without working syncs, acknowledged entries go missing.
        var lost = 0;
        for (var seed = 0; seed < 30; seed++)
        {
            try
            {
                new Life(seed, new Life.Counts()) { SyncsAreLies = true }.Run();
            }
            catch (Xunit.Sdk.XunitException)
            {
                lost++;
            }
        }
        Assert.True(lost > 10, $"noticed {lost} of 30");
    }
}

/// <summary>One seed: several lives of one ledger, each ended by death or loss of power.</summary>
internal sealed class Life(int seed, Life.Counts counts)
{
    private readonly Random _random = new(seed);
    private readonly SimulatedDisk _disk = new();
    private readonly List<byte[]> _acknowledged = [];
    private readonly List<Checkpoint> _seen = [];
    private ReadOnlyMemory<byte>[] _asked = [];
    private int _callsLeft;

    internal sealed class Counts
    {
        public int Losses;
        public int Kills;
        public int Acknowledged;
        public int BroughtBack;

        public override string ToString() => $"{Losses} losses of power, {Kills} killings, {Acknowledged} entries acknowledged and none lost, {BroughtBack} unpublished ones brought back";
    }

    public bool SyncsAreLies { get; init; }

    public void Run()
    {
        _disk.Before = (call, _) =>
        {
            if (--_callsLeft == 0)
            {
                throw new PowerLostException();
            }
        };
        _disk.Shown = path => See(path);
        for (var life = _random.Next(2, 8); life > 0; life--)
        {
            _callsLeft = _random.Next(3) switch { 0 => _random.Next(1, 30), 1 => _random.Next(1, 150), _ => _random.Next(1, 500) };
            try
            {
                Live();
            }
            catch (PowerLostException)
            {
                // As asked.
            }
            if (SyncsAreLies || _random.Next(3) > 0)
            {
                Interlocked.Increment(ref counts.Losses);
                _disk.LosePower(SyncsAreLies ? new Random(0) : _random);
            }
            else
            {
                Interlocked.Increment(ref counts.Kills);
                _disk.Kill();
            }
            if (SyncsAreLies && _disk.Files.FirstOrDefault(f => f.Contains("/wal/", StringComparison.Ordinal)) is { } segment)
            {
                _disk.Delete(segment);
            }
        }
        _callsLeft = int.MaxValue;
        Examine();
    }

    private void Live()
    {
        var before = _seen.Count == 0 ? 0 : _seen[^1].Size;
        var opened = DurableLog.Open(Sample.Options(_disk));
        Assert.True(opened.Done, $"seed {seed}: {opened.Problem?.ToLine("en")}");
        using var log = opened.Value;
        TakeStock(log, before);
        Publication? open = null;
        while (true)
        {
            _asked = Sample.Entries(log.Size, _random.Next(5) switch { 0 => 1, 1 => _random.Next(200, 600), _ => _random.Next(1, 40) });
            Assert.Equal(_acknowledged.Count, log.Append(_asked));
            Acknowledge(_asked.Length);
            _asked = [];
            if (open is not null)
            {
                log.EndPublication(log.WritePublication(open));
                open = null;
            }
            else if (_random.Next(4) == 0)
            {
                open = log.BeginPublication();
            }
            if (_random.Next(12) == 0 && open is null)
            {
                return;
            }
        }
    }

    /// <summary>After opening: all that was acknowledged is there, and of what was asked without an answer either all or nothing.</summary>
    private void TakeStock(DurableLog log, long before)
    {
        Assert.True(log.Size == _acknowledged.Count || log.Size == _acknowledged.Count + _asked.Length, $"seed {seed}: {log.Size} entries, acknowledged {_acknowledged.Count}, asked {_asked.Length}");
        Assert.Equal(log.Size, log.Published.Size);
        Interlocked.Add(ref counts.BroughtBack, (int)(log.Size - before));
        if (log.Size > _acknowledged.Count)
        {
            Acknowledge(_asked.Length);
        }
        _asked = [];
    }

    private void Acknowledge(int count)
    {
        Interlocked.Add(ref counts.Acknowledged, count);
        for (var i = 0; i < count; i++)
        {
            _acknowledged.Add(Sample.Entry(_acknowledged.Count));
        }
    }

    private void See(string path)
    {
        if (path.EndsWith("/checkpoint", StringComparison.Ordinal))
        {
            var note = SignedNote.Parse(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_disk.Peek(path))).Value;
            _seen.Add(Checkpoint.Open(note, Sample.Origin, Sample.Key.Verifier).Value);
        }
    }

    private void Examine()
    {
        var before = _seen.Count == 0 ? 0 : _seen[^1].Size;
        var opened = DurableLog.Open(Sample.Options(_disk));
        Assert.True(opened.Done, $"seed {seed}: {opened.Problem?.ToLine("en")}");
        using var log = opened.Value;
        TakeStock(log, before);
        var folder = new LedgerFolder(Sample.Folder, _disk);
        var report = LedgerVerifier.Verify(folder, new VerifyOptions(Sample.Origin, [Sample.Key.Verifier]) { Threads = 1 });
        Assert.True(report.Holds, $"seed {seed}: {report.First()}");
        var leaves = _acknowledged.Select(NaiveTree.Leaf).ToArray();
        Assert.All(_seen.DistinctBy(s => s.Size), s => Assert.Equal(TreeHash.Read(NaiveTree.Root(leaves.AsSpan(0, (int)s.Size))), s.Root));
        Assert.Equal(leaves.Length, report.Checkpoint!.Size);
        Assert.Single(_seen.GroupBy(s => s.Size).Select(g => g.Select(s => s.Root).Distinct().Count()).Distinct());
    }
}
