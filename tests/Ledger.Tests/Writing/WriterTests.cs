using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Writing;

namespace Haechi.Ledger.Tests.Writing;

/// <summary>The writer with its threads, on the real disk and on one that fails.</summary>
public sealed class WriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-ledger-").FullName;

    [Fact]
    public async Task Many_threads_add_and_everybody_s_entry_stands_at_the_index_told()
    {
        var told = new System.Collections.Concurrent.ConcurrentDictionary<long, byte[]>();
        var options = Sample.Options(LinuxFiles.Instance, _folder) with { PublishAfter = 200, PublishEvery = TimeSpan.FromMilliseconds(20) };
        await using (var writer = LedgerWriter.Open(options).Value)
        {
            await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            {
                byte[][] own = [Sample.Entry(i), Sample.Entry(i + 1000), new byte[i]];
                var first = (await writer.Append([.. own.Select(o => (ReadOnlyMemory<byte>)o)])).Value;
                Assert.All(Enumerable.Range(0, 3), k => Assert.True(told.TryAdd(first + k, own[k])));
            });
            Assert.Equal(1200, writer.Acknowledged);
            Assert.Equal(1200, (await writer.Publish()).Size);
        }
        var folder = new LedgerFolder(_folder);
        Assert.True(LedgerVerifier.Verify(folder, new VerifyOptions(Sample.Origin, [Sample.Key.Verifier])).Holds);
        Assert.All(told, t => Assert.Equal(t.Value, folder.Entry(t.Key, 1200).Value.ToArray()));
        await using var again = LedgerWriter.Open(options).Value;
        Assert.Equal(1200, again.Acknowledged);
    }

    [Fact]
    public async Task A_checkpoint_comes_by_itself()
    {
        await using var writer = LedgerWriter.Open(Sample.Options(LinuxFiles.Instance, _folder) with { PublishEvery = TimeSpan.FromMilliseconds(10) }).Value;
        await writer.Append(Sample.Entries(0, 3));
        for (var i = 0; i < 1000 && writer.Published.Size < 3; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Equal(3, writer.Published.Size);
    }

    [Fact]
    public async Task Entries_and_calls_that_are_too_large_are_refused_and_the_writer_goes_on()
    {
        await using var writer = LedgerWriter.Open(Sample.Options(LinuxFiles.Instance, _folder)).Value;
        Assert.Equal("entry-too-long", (await writer.Append(new byte[65_536])).Problem?.Code);
        Assert.Equal("batch-size", (await writer.Append([])).Problem?.Code);
        var large = new byte[65_535];
        Assert.Equal("batch-size", (await writer.Append([.. Enumerable.Repeat((ReadOnlyMemory<byte>)large, 1100)])).Problem?.Code);
        Assert.Equal(0, (await writer.Append(large)).Value);
        Assert.Equal(1, (await writer.Append(ReadOnlyMemory<byte>.Empty)).Value);
    }

    [Fact]
    public async Task Two_writers_never_share_a_folder()
    {
        var options = Sample.Options(LinuxFiles.Instance, _folder);
        await using (LedgerWriter.Open(options).Value)
        {
            Assert.Equal("in-use", LedgerWriter.Open(options).Problem?.Code);
            Assert.Equal("in-use", DerivedLedger.Open(options).Problem?.Code);
        }
        await using var next = LedgerWriter.Open(options).Value;
        Assert.Equal(0, next.Acknowledged);
    }

    [Fact]
    public async Task After_a_failed_sync_everybody_hears_that_the_ledger_stopped()
    {
        var disk = new SimulatedDisk();
        var writer = LedgerWriter.Open(Sample.Options(disk) with { PublishEvery = TimeSpan.FromHours(1) }).Value;
        Assert.Equal(0, (await writer.Append(Sample.Entries(0, 5))).Value);
        disk.Before = (call, path) =>
        {
            if (call == "fsync")
            {
                throw new LedgerFileException(call, path, 5);
            }
        };
        Assert.Contains("errno 5", (await Assert.ThrowsAsync<LedgerStoppedException>(() => writer.Append(Sample.Entries(5, 1)))).Message, StringComparison.Ordinal);
        disk.Before = null;
        await Assert.ThrowsAsync<LedgerStoppedException>(() => writer.Append(Sample.Entries(5, 1)));
        await Assert.ThrowsAsync<LedgerStoppedException>(writer.Publish);
        Assert.Equal(5, writer.Acknowledged);
        await writer.DisposeAsync();
        disk.LosePower(new Random(0));
        await using var again = LedgerWriter.Open(Sample.Options(disk)).Value;
        Assert.Equal(5, again.Acknowledged);
    }

    [Fact]
    public async Task A_failed_publication_stops_the_writer_and_keeps_what_was_acknowledged()
    {
        var disk = new SimulatedDisk();
        var writer = LedgerWriter.Open(Sample.Options(disk) with { PublishEvery = TimeSpan.FromHours(1) }).Value;
        await writer.Append(Sample.Entries(0, 300));
        disk.Before = (call, path) =>
        {
            if (call == "syncfs")
            {
                throw new LedgerFileException(call, path, 28);
            }
        };
        await Assert.ThrowsAsync<LedgerStoppedException>(writer.Publish);
        await Assert.ThrowsAsync<LedgerStoppedException>(() => writer.Append(Sample.Entries(300, 1)));
        await writer.DisposeAsync();
        disk.Before = null;
        await using var again = LedgerWriter.Open(Sample.Options(disk)).Value;
        Assert.Equal(300, again.Published.Size);
    }

    [Fact]
    public async Task A_closed_writer_says_so()
    {
        var writer = LedgerWriter.Open(Sample.Options(LinuxFiles.Instance, _folder)).Value;
        await writer.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.Append(Sample.Entries(0, 1)));
    }

    [Fact]
    public void A_log_without_a_key_is_refused() => Assert.Equal("no-signer", LedgerWriter.Open(new LedgerOptions(_folder, Sample.Origin)).Problem?.Code);

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_fault_with_its_path()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var fault = Assert.Throws<LedgerFileException>(() => LedgerWriter.Open(Sample.Options(LinuxFiles.Instance, file)));
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.Equal("open", Assert.Throws<LedgerFileException>(() => LinuxFiles.Instance.Create(Path.Combine(_folder, "none", "x"))).Call);
        Assert.Equal(2, Assert.Throws<LedgerFileException>(() => LinuxFiles.Instance.SyncFolder(Path.Combine(_folder, "none"))).Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
