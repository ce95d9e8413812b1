namespace Haechi.Tower.Common;

/// <summary>The demonstration: a fictional city for an empty data folder.</summary>
public interface IDemoCity
{
    /// <summary>Fills the tower; nothing happens when that was done before. A folder that holds anything else is left alone, with an exception.</summary>
    public Task Fill(CancellationToken stop);
}
