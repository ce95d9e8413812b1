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

    /// <summary>The addresses of the proxies in front. Only what comes from them is believed when it says who asks and that the way was https.</summary>
    public IReadOnlyList<System.Net.IPAddress> Proxies { get; init; } = [];

    /// <summary>How often one address may knock at the doors (sign-in, one-time addresses, the way back from the sign-in service) in a minute. An office behind one address signs in together in the morning.</summary>
    public int KnocksPerMinute { get; init; } = 60;

    /// <summary>How many pages one account, or one address of somebody who is not signed in, may ask for in a minute: more than any person, less than a script that has gone wild.</summary>
    public int PagesPerMinute { get; init; } = 3000;

    /// <summary>How many calls of the API one address may make in a minute.</summary>
    public int CallsPerMinute { get; init; } = 12_000;
}
