namespace Haechi.Tower.Common;

/// <summary>How far the ledger's files are behind the journal. Whoever publishes them answers.</summary>
public interface ILedgerLag
{
    /// <summary>Age in seconds of the oldest entry that no checkpoint holds; 0 when all are held; null when it is not known on this node.</summary>
    public double? Seconds { get; }
}
