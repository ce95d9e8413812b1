namespace Haechi.Web.Frame;

/// <summary>How the pages are served.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="Demo">True for the demonstration with its fictional city.</param>
public sealed record ServeOptions(string Urls, bool Demo)
{
    /// <summary>True: logs are lines of JSON, and each request is one.</summary>
    public bool JsonLog { get; init; }

    /// <summary>How long requests that are under way may take when the server is told to stop.</summary>
    public TimeSpan StopWithin { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>True when this process keeps the ledger up with the journal.</summary>
    public bool Ledger { get; init; } = true;
}
