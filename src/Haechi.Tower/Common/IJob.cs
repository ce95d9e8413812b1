namespace Haechi.Tower.Common;

/// <summary>
/// Work that a serving node does by itself. A job only looks for what its rows say is due, so it may be woken too often, by several nodes, or after a crash: what must happen once is claimed in the
/// database.
/// </summary>
public interface IJob
{
    /// <summary>What it is called in logs, metrics and <c>haechi doctor</c>.</summary>
    public string Name { get; }

    /// <summary>How long it rests when nothing wakes it.</summary>
    public TimeSpan Every { get; }

    /// <summary>True: it also wakes after every commit of this process.</summary>
    public bool WakesOnCommit => false;

    /// <summary>Does what is due. A fault is logged, and the next round tries again.</summary>
    public Task Run(CancellationToken stop);
}
