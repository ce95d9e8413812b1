using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Tree;

namespace Haechi.Ledger.Tests.Checking;

/// <summary>A changed byte anywhere is found.</summary>
public sealed class TamperTests
{
    private const int Tampers = 10_000;

    private static readonly VerifyOptions Options = new(Sample.Origin, [Sample.Key.Verifier]) { Threads = 1 };

    [Fact]
    public void Ten_thousand_changed_bytes_of_entries_tiles_and_checkpoint_are_all_found()
    {
        var (disk, random) = (new SimulatedDisk(), new Random(11));
        var folder = Sample.Log(disk, 10, 300, 305);
        Assert.True(LedgerVerifier.Verify(folder, Options).Holds);
        var files = disk.Files.Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).ToList();
        List<string>[] kinds = [[.. files.Where(f => f.Contains("/entries/", StringComparison.Ordinal))], [.. files.Where(f => f.Contains("/tile/", StringComparison.Ordinal) && !f.Contains("/entries/", StringComparison.Ordinal))], ["/ledger/checkpoint"]];
        var found = 0;
        for (var i = 0; i < Tampers; i++)
        {
            var kind = kinds[random.Next(kinds.Length)];
            var (path, mask) = (kind[random.Next(kind.Count)], (byte)random.Next(1, 256));
            var bytes = disk.Peek(path)!;
            var at = random.Next(bytes.Count);
            bytes[at] ^= mask;
            found += LedgerVerifier.Verify(folder, Options).Holds ? 0 : 1;
            bytes[at] ^= mask;
        }
        Assert.Equal(Tampers, found);
        Assert.True(LedgerVerifier.Verify(folder, Options).Holds);
    }

    [Fact]
    public void A_finding_names_the_entry_and_the_file_and_comes_once()
    {
        var disk = new SimulatedDisk();
        var folder = Sample.Log(disk, 1000);
        disk.Peek("/ledger/tile/entries/001")![4] ^= 1;
        var found = LedgerVerifier.Verify(folder, Options);
        Assert.Equal(["entry-differs", "root-differs"], found.Problems.Select(p => p.Code).Order().Where(c => c != "tile-differs"));
        Assert.Contains(found.Problems, p => p.Where == "tile/0/001" && p.En.Contains("entry 256", StringComparison.Ordinal) && p.Ko.Contains("256", StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_and_cut_files_are_named()
    {
        var disk = new SimulatedDisk();
        var folder = Sample.Log(disk, 1000);
        disk.Delete("/ledger/tile/entries/002");
        disk.Peek("/ledger/tile/0/001")!.RemoveAt(0);
        disk.Peek("/ledger/tile/entries/000")!.Add(0);
        Assert.Equal([("bundle-cut", "tile/entries/000"), ("tile-length", "tile/0/001"), ("tile-missing", "tile/entries/002")], LedgerVerifier.Verify(folder, Options).Problems.Select(p => (p.Code, p.Where)).Order());
        disk.Delete("/ledger/checkpoint");
        Assert.Equal("no-checkpoint", LedgerVerifier.Verify(folder, Options).Problems.Single().Code);
    }

    [Fact]
    public void A_rewritten_history_is_found_with_a_checkpoint_kept_from_before()
    {
        var (disk, rewritten) = (new SimulatedDisk(), new SimulatedDisk());
        var kept = Sample.Log(disk, 300).ReadCheckpoint().Value;
        using (var log = Sample.Derived(rewritten))
        {
            for (var i = 0; i < 400; i++)
            {
                log.AppendAt(i, Sample.Entry(i == 7 ? 8 : i));
            }
            log.Publish(SignedNote.Sign(log.Head.Text, Sample.Key));
        }
        Assert.True(LedgerVerifier.Verify(new LedgerFolder(Sample.Folder, rewritten), Options).Holds);
        Assert.Equal("inconsistent", LedgerVerifier.Verify(new LedgerFolder(Sample.Folder, rewritten), Options with { Earlier = [kept] }).Problems.Single().Code);
        Assert.True(LedgerVerifier.Verify(Sample.Log(disk, 400), Options with { Earlier = [kept] }).Holds);
        var shorter = new SimulatedDisk();
        Assert.Equal("inconsistent", LedgerVerifier.Verify(Sample.Log(shorter, 200), Options with { Earlier = [kept] }).Problems.Single().Code);
    }

    [Fact]
    public void An_empty_log_holds()
    {
        var disk = new SimulatedDisk();
        Assert.True(LedgerVerifier.Verify(Sample.Log(disk, 0), Options) is { Holds: true, Checkpoint.Size: 0 });
    }

    [Fact]
    public void Trees_of_every_size_near_an_edge_hold()
    {
        foreach (var size in new[] { 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537 })
        {
            var disk = new SimulatedDisk();
            var report = LedgerVerifier.Verify(Sample.Log(disk, size), Options);
            Assert.True(report.Holds, $"{size}: {report.First()}");
            Assert.Equal(TileId.OfTree(size).Count() + TileId.BundlesOf(size).Count(), report.Tiles);
        }
    }
}
