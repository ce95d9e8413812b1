using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Writing;

namespace Haechi.Ledger.Tests.Writing;

/// <summary>What recovery takes up, and what it refuses to start from.</summary>
public sealed class RecoveryTests
{
    private readonly SimulatedDisk _disk = new();

    [Fact]
    public void Entries_that_were_never_published_are_brought_back()
    {
        Add(10, 300);
        Assert.Equal(310, Reopened());
    }

    [Fact]
    public void A_torn_tail_beyond_what_was_acknowledged_is_cut()
    {
        Add(10);
        var half = Segment();
        half.AddRange(half.GetRange(WriteAheadFile.HeadLength, 60));
        Assert.Equal(10, Reopened());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(200)]
    public void A_last_batch_whose_mark_is_lost_and_that_is_cut_short_was_not_acknowledged(int cut)
    {
        Add(10, 20);
        var segment = Segment();
        segment.RemoveRange(segment.Count - WriteAheadFrame.HeadLength - cut, WriteAheadFrame.HeadLength + cut);
        Assert.Equal(10, Reopened());
    }

    [Fact]
    public void A_damaged_byte_in_what_was_acknowledged_stops_the_start()
    {
        Add(10, 20);
        var length = Segment().Count;
        Kill();
        for (var at = 0; at < length - WriteAheadFrame.HeadLength; at++)
        {
            Segment()[at] ^= 0x10;
            var opened = DurableLog.Open(Sample.Options(_disk));
            // A mark alone may be damaged: nothing is missing then.
            Assert.True(opened.Problem?.Code is "write-ahead-damaged" or "write-ahead-gap" || (opened.Done && opened.Value.Size == 30), $"byte {at}: {opened.Problem?.Code ?? opened.Value.Size.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
            if (opened.Done)
            {
                opened.Value.Dispose();
                return;
            }
            Segment()[at] ^= 0x10;
        }
    }

    [Fact]
    public void Entries_that_look_like_frames_do_not_pass_for_frames()
    {
        var forged = new byte[WriteAheadFrame.HeadLength];
        new WriteAheadFrame(FrameKind.Mark, 0, 1000, 0, 0).Write(forged, 0);
        using (var log = Open())
        {
            log.Append([forged]);
        }
        Segment().RemoveRange(Segment().Count - WriteAheadFrame.HeadLength - 1, WriteAheadFrame.HeadLength + 1);
        Assert.Equal(0, Reopened());
    }

    [Fact]
    public void A_missing_segment_stops_the_start()
    {
        Add(10);
        using (var log = Open())
        {
            Assert.Equal(10, log.Size);
            log.Append(Sample.Entries(10, 5));
            Assert.NotNull(log.BeginPublication());
            log.Append(Sample.Entries(15, 5));
        }
        _disk.Delete("/ledger/wal/" + _disk.List("/ledger/wal")[0]);
        Assert.Equal("write-ahead-gap", Problem());
    }

    [Fact]
    public void A_checkpoint_whose_root_the_tiles_do_not_give_stops_the_start()
    {
        Add(10, 300);
        Publish();
        _disk.Peek("/ledger/tile/0/001.p/54")![5] ^= 1;
        Assert.Equal("root-differs", Problem());
        _disk.Peek("/ledger/tile/0/001.p/54")![5] ^= 1;
        _disk.Peek("/ledger/tile/entries/001.p/54")![5] ^= 1;
        Assert.Equal("entry-differs", Problem());
        _disk.Peek("/ledger/tile/entries/001.p/54")![5] ^= 1;
        Assert.Equal(310, Reopened());
    }

    [Fact]
    public void A_changed_or_foreign_checkpoint_stops_the_start()
    {
        Add(10);
        Publish();
        _disk.Peek("/ledger/checkpoint")![Sample.Origin.Length + 1] ^= 1;
        Assert.Equal("signature-wrong", Problem());
        _disk.Peek("/ledger/checkpoint")![Sample.Origin.Length + 1] ^= 1;
        var others = Notes.KeyOf(Sample.Origin);
        Assert.Equal("not-signed", DurableLog.Open(Sample.Options(_disk) with { Signers = [others] }).Problem?.Code);
        using var changed = DurableLog.Open(Sample.Options(_disk) with { Signers = [others], Keys = [Sample.Key.Verifier] }).Value;
        Assert.Equal(10, changed.Size);
    }

    [Fact]
    public void A_lost_checkpoint_does_not_begin_a_new_log()
    {
        Add(10);
        _disk.Delete("/ledger/checkpoint");
        Assert.Equal("checkpoint-missing", Problem());
    }

    [Fact]
    public void A_lost_write_ahead_folder_is_noticed_and_can_be_accepted()
    {
        Add(10);
        Publish();
        foreach (var name in _disk.List("/ledger/wal"))
        {
            _disk.Delete("/ledger/wal/" + name);
        }
        Assert.Equal("write-ahead-missing", Problem());
        using var log = DurableLog.Open(Sample.Options(_disk) with { WithoutWriteAhead = true }).Value;
        Assert.Equal(10, log.Size);
    }

    /// <summary>Seed 1263 of the simulation found this: the program dies between renaming and sync, opens again, and then power is lost.</summary>
    [Fact]
    public void A_checkpoint_that_can_be_read_is_on_the_disk_before_old_segments_go()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var disk = new SimulatedDisk();
            using (var log = DurableLog.Open(Sample.Options(disk)).Value)
            {
                log.Append(Sample.Entries(0, 30));
                var renamed = false;
                disk.Shown = path => renamed |= path.EndsWith("/checkpoint", StringComparison.Ordinal);
                disk.Before = (call, path) => _ = renamed && call == "fsync" ? throw new PowerLostException() : 0;
                Assert.Throws<PowerLostException>(() => log.WritePublication(log.BeginPublication()!));
            }
            (disk.Before, disk.Shown) = (null, null);
            disk.Kill();
            using (var log = DurableLog.Open(Sample.Options(disk)).Value)
            {
                Assert.Equal(30, log.Published.Size);
            }
            disk.LosePower(new Random(seed));
            using var last = DurableLog.Open(Sample.Options(disk)).Value;
            Assert.Equal(30, last.Size);
        }
    }

    [Fact]
    public void A_second_writer_is_refused()
    {
        using var first = Open();
        Assert.Equal("in-use", Problem());
    }

    [Fact]
    public void Published_segments_that_come_back_are_compared_and_dropped()
    {
        Add(10);
        var (name, bytes) = (_disk.Files.Single(f => f.Contains("/wal/", StringComparison.Ordinal)), Segment().ToArray());
        Publish();
        using (var file = _disk.Create(name))
        {
            file.Write(bytes);
        }
        Assert.Equal(10, Reopened());
        Assert.DoesNotContain(name, _disk.Files);
    }

    [Fact]
    public void Old_partial_tiles_go_when_the_full_one_is_there()
    {
        Add(10);
        Publish();
        Assert.Contains("/ledger/tile/0/000.p/10", _disk.Files);
        Add(300);
        Publish();
        Assert.DoesNotContain(_disk.Files, f => f.StartsWith("/ledger/tile/0/000.p/", StringComparison.Ordinal));
        Assert.Contains("/ledger/tile/0/000", _disk.Files);
        Assert.Contains("/ledger/tile/0/001.p/54", _disk.Files);
    }

    private DurableLog Open()
    {
        Kill();
        return DurableLog.Open(Sample.Options(_disk)).Value;
    }

    private void Add(params int[] batches)
    {
        using var log = Open();
        foreach (var count in batches)
        {
            log.Append(Sample.Entries(log.Size, count));
        }
    }

    private void Publish()
    {
        using var log = Open();
        if (log.BeginPublication() is { } publication)
        {
            log.EndPublication(log.WritePublication(publication));
        }
    }

    private long Reopened()
    {
        using var log = Open();
        log.Append(Sample.Entries(log.Size, 1));
        return log.Size - 1;
    }

    private string? Problem() => DurableLog.Open(Sample.Options(_disk)).Problem?.Code;

    private void Kill() => _disk.Kill();

    private List<byte> Segment() => _disk.Peek(_disk.Files.Last(f => f.Contains("/wal/", StringComparison.Ordinal)))!;

    private static class Notes
    {
        public static Haechi.Ledger.Notes.SignerKey KeyOf(string name) => Haechi.Ledger.Notes.SignerKey.Generate(name, Haechi.Ledger.Notes.KeyType.Ed25519);
    }
}
