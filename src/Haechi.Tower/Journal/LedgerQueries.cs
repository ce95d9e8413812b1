using Haechi.Ledger.Notes;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>How far an entry has come on its way to outsiders.</summary>
public enum LedgerStanding
{
    /// <summary>The database has it; nobody outside could prove it yet.</summary>
    Recorded,

    /// <summary>It stands in a signed checkpoint.</summary>
    InCheckpoint,

    /// <summary>A witness cosigned a checkpoint that it stands in.</summary>
    Witnessed,
}

/// <summary>How far the present log has come.</summary>
/// <param name="Log">The log; null before the first.</param>
/// <param name="Signed">Entries in its latest checkpoint.</param>
/// <param name="Witnessed">Entries in the latest checkpoint that a witness cosigned.</param>
public sealed record LedgerReach(LedgerLog? Log, long Signed, long Witnessed)
{
    /// <summary>The standing of an entry with this index, or without one.</summary>
    public LedgerStanding Of(long? index) => index is null || index >= Signed ? LedgerStanding.Recorded : index < Witnessed ? LedgerStanding.Witnessed : LedgerStanding.InCheckpoint;
}

/// <summary>What can be asked of the ledger's rows.</summary>
public static class LedgerQueries
{
    /// <summary>The log that is written now, or null before the first.</summary>
    public static Task<LedgerLog?> Present(TowerContext context, CancellationToken stop = default) =>
        context.Set<LedgerLog>().AsNoTracking().OrderByDescending(l => l.Number).FirstOrDefaultAsync(stop);

    /// <summary>The latest signed head of a log, or null.</summary>
    public static Task<LedgerCheckpoint?> Latest(TowerContext context, int log, CancellationToken stop = default) =>
        context.Set<LedgerCheckpoint>().AsNoTracking().Where(c => c.Log == log).OrderByDescending(c => c.Size).FirstOrDefaultAsync(stop);

    /// <summary>How far the present log has come.</summary>
    public static async Task<LedgerReach> Reach(TowerContext context, CancellationToken stop = default)
    {
        var log = await Present(context, stop);
        var number = log?.Number ?? 0;
        return new LedgerReach(log, await context.Set<LedgerCheckpoint>().Where(c => c.Log == number).MaxAsync(c => (long?)c.Size, stop) ?? 0,
            await context.Set<LedgerCosignature>().Where(c => c.Log == number).MaxAsync(c => (long?)c.Size, stop) ?? 0);
    }

    /// <summary>All keys of a log, past ones too, the newest first.</summary>
    public static Task<List<LedgerKey>> Keys(TowerContext context, int log, CancellationToken stop = default) =>
        context.Set<LedgerKey>().AsNoTracking().Where(k => k.Log == log).OrderByDescending(k => k.MadeAt).ThenBy(k => k.Id).ToListAsync(stop);

    /// <summary>A checkpoint with the cosignatures that came for it.</summary>
    internal static async Task<string> NoteOf(TowerContext context, LedgerCheckpoint row, CancellationToken stop) =>
        row.Note + string.Concat(await context.Set<LedgerCosignature>().AsNoTracking().Where(c => c.Log == row.Log && c.Size == row.Size).OrderBy(c => c.Witness).Select(c => c.Line).ToListAsync(stop));

    internal static async Task<IReadOnlyList<VerifierKey>> Verifiers(TowerContext context, int log, CancellationToken stop) =>
        [.. (await Keys(context, log, stop)).Select(k => VerifierKey.Parse(k.Verifier).Value)];
}
