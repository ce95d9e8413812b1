using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Storage;

/// <summary>
/// Counts the transactions that changed a kind of rows. A node that keeps such rows in memory compares the number and reads only rows with a greater one. The number is raised within the
/// transaction and its row stays locked until the commit, so that numbers come to light in the order in which they were given: a sequence or a clock would not promise that.
/// </summary>
internal sealed class ChangeNumber
{
    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of the last transaction.</summary>
    public long Value { get; init; }

    /// <summary>The last number that was committed; 0 before the first.</summary>
    public static async Task<long> Last(TowerContext context, string kind, CancellationToken stop = default) =>
        await context.Set<ChangeNumber>().Where(c => c.Kind == kind).Select(c => (long?)c.Value).SingleOrDefaultAsync(stop) ?? 0;

    /// <summary>The sum of all numbers: greater after any counted change of any kind.</summary>
    public static async Task<long> All(TowerContext context, CancellationToken stop = default) => await context.Set<ChangeNumber>().SumAsync(c => (long?)c.Value, stop) ?? 0;
}

/// <summary>A row that nodes keep in memory; it gets its transaction's number when it is saved.</summary>
internal interface IChangeNumbered
{
    /// <summary>The number of the transaction that wrote it last.</summary>
    public long Change { get; set; }

    /// <summary>The kind by which it is counted.</summary>
    public string ChangeKind { get; }
}

internal sealed class StorageModel : IModelPart
{
    public void Build(ModelBuilder model) => model.Entity<ChangeNumber>(e => e.ToTable("change_number").HasKey(c => c.Kind));
}
