using Haechi.Tower.Common;

namespace Haechi.Tower.Storage;

/// <summary>Where a tower keeps its things and what it works with.</summary>
public sealed record TowerOptions
{
    /// <summary>The folder of database and files.</summary>
    public required string DataFolder { get; init; }

    /// <summary>A PostgreSQL connection string; null for SQLite in the data folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>The file of the master key; null for the environment, else one in the data folder.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The folder that holds the rulebooks.</summary>
    public required string RulebooksFolder { get; init; }

    /// <summary>The folder that holds the column profiles.</summary>
    public required string ProfilesFolder { get; init; }

    /// <summary>The name of the ledger that this tower begins, an address without scheme such as <c>ai.haneul.example/log</c>; null for a name that is no address.</summary>
    public string? LedgerOrigin { get; init; }

    /// <summary>Where webhooks may lead beside port 443 of the open internet: names, addresses and ranges, with a port when it is another.</summary>
    public IReadOnlyList<string> WebhookTargets { get; init; } = [];

    /// <summary>The clock.</summary>
    public TowerClock Clock { get; init; } = TowerClock.Real;

    /// <summary>The database file when SQLite is used.</summary>
    public string SqliteFile => Path.Combine(DataFolder, "haechi.db");
}
