using Haechi.Outside.Tests.Support;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Pictures of the pages for people to look at, in artifacts/screens; only with HAECHI_SCREENS=1.</summary>
internal static class Screens
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "artifacts", "screens");

    /// <summary>True when pictures are asked for.</summary>
    public static bool Wanted => Environment.GetEnvironmentVariable("HAECHI_SCREENS") == "1";

    /// <summary>Pictures at 320, 768 and 1440 px and the printed page.</summary>
    public static async Task Take(IPage page, string language, string name)
    {
        if (!Wanted)
        {
            return;
        }
        foreach (var width in (int[])[320, 768, 1440])
        {
            await page.SetViewportSizeAsync(width, 900);
            await Once(page, language, $"{name}-{width}");
        }
        // Whoever looked at the page before may have left it in its dress for screens.
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await page.PdfAsync(new PagePdfOptions { Path = Path.Combine(Folder, language, name + ".pdf"), PreferCSSPageSize = true });
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
    }

    /// <summary>One picture of the whole page as it is.</summary>
    public static async Task Once(IPage page, string folder, string name)
    {
        if (Wanted)
        {
            await Keep(page, folder, name);
        }
    }

    /// <summary>One picture that belongs to the record of a test and is always taken; of a very long page the beginning.</summary>
    public static async Task Keep(IPage page, string folder, string name)
    {
        const int Longest = 3000;
        const int Screen = 900;
        var size = page.ViewportSize!;
        var height = Math.Min(Longest, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, folder, name + ".png"), FullPage = true, Clip = new Clip { Width = size.Width, Height = Math.Max(height, Screen) } });
    }
}
