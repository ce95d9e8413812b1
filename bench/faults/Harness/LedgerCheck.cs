using Haechi.Ledger.Checking;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tree;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Bench.Faults;

/// <summary>Holds the files of a node's ledger against its keys, against checkpoints that were seen, and against the rows of the journal.</summary>
internal static class LedgerCheck
{
    /// <summary>How many entries the published checkpoint of a folder has; -1 without one.</summary>
    public static long Published(string folder) =>
        File.Exists(Path.Combine(folder, "checkpoint")) && File.ReadLines(Path.Combine(folder, "checkpoint")).ElementAtOrDefault(1) is { } size && long.TryParse(size, out var count) ? count : -1;

    /// <summary>Verifies the files, and that every row of the journal stands in them once, without gap, with its very bytes. Gives the number of entries.</summary>
    public static async Task<long> Run(TowerContext context, string folder, IReadOnlyList<SignedNote> seen, Action<string> wrong)
    {
        if (await LedgerQueries.Present(context) is not { } log)
        {
            wrong("there is no ledger");
            return 0;
        }
        var keys = (await LedgerQueries.Keys(context, log.Number)).Select(k => VerifierKey.Parse(k.Verifier).Value).ToList();
        var report = LedgerVerifier.Verify(new LedgerFolder(folder), new VerifyOptions(log.Origin, keys) { Earlier = seen });
        foreach (var problem in report.Problems.Take(5))
        {
            wrong($"{folder}: {problem.ToLine("en")}");
        }
        foreach (var waiting in await context.Set<JournalEntry>().Where(j => j.LedgerIndex == null).OrderBy(j => j.Seq).Select(j => new { j.Act, j.Subject, j.At }).Take(5).ToListAsync())
        {
            wrong($"{waiting.Act} {waiting.Subject} of {DateTimeOffset.UnixEpoch.AddMicroseconds(waiting.At):O} has no index");
        }
        return report.Checkpoint is { } checkpoint ? await Leaves(context, new LedgerFolder(folder), checkpoint.Size, wrong) : 0;
    }

    private static async Task<long> Leaves(TowerContext context, LedgerFolder folder, long size, Action<string> wrong)
    {
        long next = 0;
        IReadOnlyList<ReadOnlyMemory<byte>> bundle = [];
        await foreach (var row in context.Set<JournalEntry>().Where(j => j.LedgerIndex != null).OrderBy(j => j.LedgerIndex).Select(j => new { Index = j.LedgerIndex!.Value, j.Leaf }).AsAsyncEnumerable())
        {
            if (row.Index != next || next >= size)
            {
                wrong($"{folder.Folder}: index {row.Index} where {next} of {size} should be");
                return next;
            }
            if (next % TileId.Full == 0)
            {
                var read = folder.Entries(TileId.Holding(TileId.EntryLevel, next, size));
                bundle = read.Done ? read.Value : [];
            }
            if (bundle.Count <= next % TileId.Full || !bundle[(int)(next % TileId.Full)].Span.SequenceEqual(row.Leaf))
            {
                wrong($"{folder.Folder}: entry {next} is not the row's");
                return next;
            }
            next++;
        }
        if (next != size)
        {
            wrong($"{folder.Folder}: {size} entries in the files, {next} in the journal");
        }
        return next;
    }
}
