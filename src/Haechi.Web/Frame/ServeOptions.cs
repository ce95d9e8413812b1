namespace Haechi.Web.Frame;

/// <summary>How the pages are served.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="Demo">True for the demonstration with its fictional city.</param>
/// <param name="Ledger">True when this process keeps the ledger up with the journal.</param>
public sealed record ServeOptions(string Urls, bool Demo, bool Ledger = true);
