using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>A visitor with a keyboard and nothing else. Wherever the focus stops, it must be seen.</summary>
internal sealed class Keys(IPage page)
{
    private const int LongestWalk = 400;

    private const string Here = """
        wanted => { const e = document.activeElement, s = getComputedStyle(e);
          return [e.matches(wanted) ? 'there' : '', s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 ? '' : e.outerHTML.slice(0, 120)]; }
        """;

    /// <summary>Moves with Tab, or back with Shift and Tab, until the element has the focus.</summary>
    public async Task To(string wanted, bool back = false)
    {
        for (var i = 0; i < LongestWalk; i++)
        {
            await page.Keyboard.PressAsync(back ? "Shift+Tab" : "Tab");
            var here = await page.EvaluateAsync<string[]>(Here, wanted);
            if (here[0].Length > 0)
            {
                Assert.True(here[1].Length == 0, $"{page.Url}: no ring around {here[1]}");
                return;
            }
        }
        Assert.Fail($"The Tab key does not reach {wanted} on {page.Url}.");
    }

    /// <summary>Leaves the top of the page out by its first link.</summary>
    public async Task Skip()
    {
        await To(".skip");
        Assert.True(await page.Locator(".skip").IsVisibleAsync() && await page.EvaluateAsync<bool>("document.activeElement.getBoundingClientRect().left >= 0"), $"{page.Url}: the skip link cannot be seen");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    /// <summary>Writes into the field.</summary>
    public async Task Write(string wanted, string text)
    {
        await To(wanted);
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Follows the link, or sends the form by the button, and waits for the page that it leads to.</summary>
    public async Task<IResponse> Go(string wanted)
    {
        await To(wanted);
        return await page.After(() => page.Keyboard.PressAsync("Enter"));
    }

    /// <summary>Chooses a file by the dialog that the keyboard opens.</summary>
    public async Task File(string wanted, string file)
    {
        // Listened for before the walk to the field: a busy browser that hears of it with the press itself opens a dialog of its own, which nobody sees.
        var opened = page.WaitForFileChooserAsync();
        await To(wanted);
        await page.Keyboard.PressAsync("Enter");
        var chooser = await opened;
        await chooser.SetFilesAsync(file);
    }
}
