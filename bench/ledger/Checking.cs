using System.Diagnostics;
using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Proofs;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;
using Haechi.Ledger.Writing;

namespace Haechi.Bench.Ledger;

/// <summary>Reads and verifies a log.</summary>
internal sealed class Checking(string folder, SignerKey key, int entries, int bytes)
{
    private const int Runs = 5;

    private readonly LedgerFolder _log = new(Path.Combine(folder, "verified"));

    public void Write()
    {
        using var log = DerivedLedger.Open(new LedgerOptions(_log.Folder, "bench.example/log") { Keys = [key.Verifier] }).Value;
        var (random, entry) = (new Random(2), new byte[bytes]);
        while (log.Size < entries)
        {
            random.NextBytes(entry);
            log.AppendAt(log.Size, entry);
            if (log.Size % 20_000 == 0 || log.Size == entries)
            {
                log.Publish(SignedNote.Sign(log.Head.Text, key));
            }
        }
    }

    /// <summary>Entries verified a second, the median of five runs with the least and the greatest: files from the cache of the system.</summary>
    public (double Median, double Least, double Greatest) Verify(int threads)
    {
        var rates = new double[Runs];
        for (var i = -1; i < Runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var report = LedgerVerifier.Verify(_log, new VerifyOptions("bench.example/log", [key.Verifier]) { Threads = threads });
            if (!report.Holds)
            {
                throw new InvalidOperationException(report.Problems[0].ToLine("en"));
            }
            rates[Math.Max(i, 0)] = entries / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(rates);
        return (rates[Runs / 2], rates[0], rates[^1]);
    }

    /// <summary>Microseconds to make one inclusion proof from files and check it, and its hashes.</summary>
    public (double Microseconds, int Hashes) Prove()
    {
        var note = _log.ReadCheckpoint().Value;
        var (checkpoint, random, hashes) = (Checkpoint.Parse(note.Text).Value, new Random(3), 0);
        const int Proofs = 500;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Proofs; i++)
        {
            var index = random.Next(entries);
            var bundle = ProofBundle.Build(_log, index, note, checkpoint).Value;
            hashes = bundle.Path.Count;
        }
        return (Stopwatch.GetElapsedTime(start).TotalMicroseconds / Proofs, hashes);
    }

    /// <summary>Hashes a second on one thread: leaves and nodes.</summary>
    public (double Leaves, double Nodes) Hash()
    {
        const int Count = 1_000_000;
        var entry = new byte[bytes];
        var hash = TreeHash.Empty;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Count; i++)
        {
            hash.Write(entry);
            hash = TreeHash.OfEntry(entry);
        }
        var leaves = Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Count; i++)
        {
            hash = TreeHash.OfNode(in hash, in hash);
        }
        return (leaves, Count / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
