using Haechi.Tower.Common;

namespace Haechi.Tower.Storage;

/// <summary>A table that no model describes because the two stores keep it differently. Its owner says what a backup holds of it, in a form that either store can be filled from.</summary>
public interface IUnmodelledTable
{
    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The names of the neutral columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows, as numbers and texts.</summary>
    public IAsyncEnumerable<object?[]> Read(TowerContext context, CancellationToken stop);

    /// <summary>Fills the empty table.</summary>
    public Task Write(TowerContext context, IReadOnlyList<object?[]> rows);
}

/// <summary>What must be done to data that came from the past before anybody sees them, such as erasures that were decided since. Found by registration; runs in the order of its names.</summary>
public interface IAfterRestore
{
    /// <summary>What keeps a restore with this list of erasures from beginning, or null. Asked before the first byte is written.</summary>
    public Refusal? Refuses(string? erasures);

    /// <summary>Does it. <paramref name="folder"/> is the data folder; <paramref name="erasures"/> the newest list of erasures that could be saved, or null.</summary>
    public Task<Result<Done>> Run(TowerStore store, string folder, string? erasures, CancellationToken stop);
}
