namespace Haechi.Tower.Common;

/// <summary>Something that is kept in memory of a node and is better read before somebody waits for it. Without it the first use reads it.</summary>
public interface IWarm
{
    /// <summary>Reads it.</summary>
    public Task Warm(CancellationToken stop);
}
