using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties.Contracts;

/// <summary>A module whose records count as evidence says who wrote them, so that nobody checks evidence that is their own work although somebody else handed it in.</summary>
public interface IRecordAuthors
{
    /// <summary>True when the account had a hand in the record.</summary>
    public Task<bool> Wrote(TowerContext context, string record, string account, CancellationToken stop);
}
