namespace Haechi.Tower.Journal.Contracts;

/// <summary>Closes the ledger's signing keys so that the database alone does not give them away. A module above brings the installation's protection keys.</summary>
public interface IKeyBox
{
    /// <summary>The secret as it may be stored; null when this process has no protection keys.</summary>
    public string? Close(string secret);

    /// <summary>The secret again; null when the keys that closed it are not there.</summary>
    public string? Open(string closed);
}
