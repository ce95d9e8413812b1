using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Writing;

namespace Haechi.Ledger.Tests.Writing;

/// <summary>Files that follow from rows: entries may come twice, never differently.</summary>
public sealed class DerivedLedgerTests
{
    private readonly SimulatedDisk _disk = new();

    [Fact]
    public void Entries_may_come_twice_before_and_after_publication_and_after_reopening()
    {
        Sample.Log(_disk, 300, 700);
        using var log = Sample.Derived(_disk);
        Assert.Equal(700, log.Size);
        for (var i = 700; i < 1000; i++)
        {
            Assert.True(log.AppendAt(i, Sample.Entry(i)).Value);
        }
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(log.AppendAt(i, Sample.Entry(i)).Value, $"{i}");
            Assert.Equal("other-bytes", log.AppendAt(i, Sample.Entry(i + 1)).Problem?.Code);
        }
        Assert.Equal(1000, log.Size);
    }

    [Fact]
    public void Gaps_and_entries_that_are_too_long_are_refused()
    {
        using var log = Sample.Derived(_disk);
        Assert.Equal("gap", log.AppendAt(1, Sample.Entry(1)).Problem?.Code);
        Assert.Equal("gap", log.AppendAt(-1, Sample.Entry(1)).Problem?.Code);
        Assert.Equal("entry-too-long", log.AppendAt(0, new byte[65_536]).Problem?.Code);
        Assert.Equal(0, log.Size);
    }

    [Fact]
    public void Only_the_signed_head_of_this_tree_is_published()
    {
        using var log = Sample.Derived(_disk);
        log.AppendAt(0, Sample.Entry(0));
        var head = log.Head;
        Assert.Equal("not-signed", log.Publish(SignedNote.Sign(head.Text, SignerKey.Generate(Sample.Origin, KeyType.Ed25519))).Problem?.Code);
        Assert.Equal("other-log", log.Publish(SignedNote.Sign((head with { Origin = "other.example" }).Text, Sample.Key)).Problem?.Code);
        Assert.Equal("other-head", log.Publish(SignedNote.Sign((head with { Size = 2 }).Text, Sample.Key)).Problem?.Code);
        log.AppendAt(1, Sample.Entry(1));
        Assert.Equal("other-head", log.Publish(SignedNote.Sign(head.Text, Sample.Key)).Problem?.Code);
        Assert.Equal(2, log.Publish(SignedNote.Sign(log.Head.Text, Sample.Key)).Value.Size);
        Assert.Equal(2, log.Publish(SignedNote.Sign(log.Head.Text, Sample.Key)).Value.Size);
    }

    [Fact]
    public void Any_node_builds_the_same_files_from_the_rows()
    {
        var other = new SimulatedDisk();
        Sample.Log(_disk, 10, 300, 70_000);
        Sample.Log(other, 70_000);
        var (mine, theirs) = (_disk.Files.ToHashSet(), other.Files.ToHashSet());
        Assert.Subset(mine, theirs);
        Assert.All(theirs, f => Assert.Equal(_disk.Peek(f), other.Peek(f)));
    }

    [Fact]
    public void Damaged_files_are_refused_and_built_again()
    {
        Sample.Log(_disk, 300);
        _disk.Peek("/ledger/tile/0/001.p/44")![0] ^= 1;
        Assert.Equal("root-differs", DerivedLedger.Open(Options()).Problem?.Code);
        using (var log = Sample.Derived(_disk, rebuild: true))
        {
            for (var i = 0; i < 300; i++)
            {
                Assert.True(log.AppendAt(i, Sample.Entry(i)).Value);
                Assert.Equal(i == 299 ? null : "older-head", log.Publish(SignedNote.Sign(log.Head.Text, Sample.Key)).Problem?.Code);
            }
        }
        Assert.True(LedgerVerifier.Verify(new LedgerFolder(Sample.Folder, _disk), new VerifyOptions(Sample.Origin, [Sample.Key.Verifier])).Holds);
    }

    [Fact]
    public void Rows_that_do_not_give_the_published_root_are_a_fork_and_stop_the_rebuilding()
    {
        Sample.Log(_disk, 3);
        using var log = Sample.Derived(_disk, rebuild: true);
        log.AppendAt(0, Sample.Entry(0));
        log.AppendAt(1, Sample.Entry(9));
        Assert.Equal("forked", log.AppendAt(2, Sample.Entry(2)).Problem?.Code);
        Assert.Throws<LedgerStoppedException>(() => log.AppendAt(3, Sample.Entry(3)));
    }

    /// <summary>Files are lost or torn at any call; the rows are not. 100 seeds.</summary>
    [Fact]
    public void Whatever_the_disk_lost_is_built_again_from_the_rows()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var (disk, random) = (new SimulatedDisk(), new Random(seed));
            for (var life = 0; life < 4; life++)
            {
                var left = life == 3 ? int.MaxValue : random.Next(1, 120);
                disk.Before = (_, _) => _ = --left == 0 ? throw new PowerLostException() : 0;
                try
                {
                    using var log = Sample.Derived(disk);
                    for (var size = 100; size <= 600; size += 100)
                    {
                        while (log.Size < size)
                        {
                            Assert.True(log.AppendAt(log.Size, Sample.Entry(log.Size)).Value);
                        }
                        Assert.True(log.Size != size || log.Publish(SignedNote.Sign(log.Head.Text, Sample.Key)).Done, $"seed {seed}");
                    }
                }
                catch (PowerLostException)
                {
                    disk.LosePower(random);
                }
            }
            disk.Before = null;
            Assert.True(LedgerVerifier.Verify(new LedgerFolder(Sample.Folder, disk), new VerifyOptions(Sample.Origin, [Sample.Key.Verifier]) { Threads = 1 }) is { Holds: true, Checkpoint.Size: 600 }, $"seed {seed}");
        }
    }

    private LedgerOptions Options() => new(Sample.Folder, Sample.Origin) { Keys = [Sample.Key.Verifier], Files = _disk };
}
