using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>
/// Debian's Chromium, started once for all tests of the pages, with one site of the demonstration, filled once, and one that is empty. Tests only read them; a test that changes things works on
/// a copy.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1"];

    private IPlaywright? _driver;
    private IBrowser? _browser;

    /// <summary>The demonstration, filled.</summary>
    internal Site City { get; private set; } = null!;

    /// <summary>A tower that nobody has set up.</summary>
    internal Site Empty { get; private set; } = null!;

    /// <summary>Addresses of the city that no page leads to before somebody sends a file.</summary>
    internal IReadOnlyList<string> Imported { get; private set; } = [];

    /// <summary>Its program on the path, or null.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }
        _driver = await Playwright.CreateAsync();
        _browser = await _driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Quiet, ChromiumSandbox = false });
        City = await Site.OpenCity();
        Imported = await City.Import();
        Empty = await Site.Open(demo: false);
    }

    /// <summary>Counts the test as not run when there is no browser.</summary>
    public static void Need() => Assert.SkipWhen(Program is null, "chromium was not found on the PATH (apt-get install chromium)");

    /// <summary>A browser profile of its own in one language, signed in when a state is given.</summary>
    internal Task<IBrowserContext> Profile(Site site, string language, string? state = null) => Profile(site.Root, language, state);

    /// <summary>The same for a server elsewhere.</summary>
    internal Task<IBrowserContext> Profile(string root, string language, string? state = null) => _browser!.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = root, Locale = language == "ko" ? "ko-KR" : "en-GB", StorageState = state, TimezoneId = "America/New_York", ViewportSize = new ViewportSize { Width = PageCheck.Widths[0], Height = PageCheck.Height },
    });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }
        _driver?.Dispose();
        if (City is not null)
        {
            await City.DisposeAsync();
        }
        if (Empty is not null)
        {
            await Empty.DisposeAsync();
        }
    }
}

/// <summary>Tests of the pages run one after another: two cores are enough for a browser and a server, not for more.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
