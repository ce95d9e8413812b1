namespace Haechi.Web.Access;

/// <summary>What kind of browser on what kind of system, so that people recognise their own sessions. Versions and models, which would single a person out, are left away.</summary>
internal static class AgentFamily
{
    // The order matters: nearly every browser also names those that it descends from.
    private static readonly (string Sign, string Family)[] Browsers =
    [
        ("Whale/", "Whale"), ("SamsungBrowser/", "Samsung Internet"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Family)[] Systems = [("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Browser and system; an empty text when neither is known.</summary>
    public static string Of(string? agent) => string.Join(" · ", new[] { First(Browsers, agent), First(Systems, agent) }.OfType<string>());

    private static string? First((string Sign, string Family)[] known, string? agent) =>
        agent is null ? null : known.Where(k => agent.Contains(k.Sign, StringComparison.Ordinal)).Select(k => k.Family).FirstOrDefault();
}
