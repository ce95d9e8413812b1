using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>
/// What is asked of every page: that it is whole, in its language, in words for people, silent on the console, no wider than a screen of 320, 768 or 1440 px or a sheet of paper, and that
/// axe finds nothing serious.
/// </summary>
internal static partial class PageCheck
{
    /// <summary>Names that a standard or the API itself gives, shown to whoever has to type them.</summary>
    private static readonly string[] NamesOfOthers = ["preferred_username", "break_glass"];

    /// <summary>The widths that are looked at; a page opens at the first.</summary>
    public static IReadOnlyList<int> Widths { get; } = [1440, 768, 320];

    /// <summary>Only widths are measured: what is lower than this is laid out, and not painted in vain.</summary>
    public const int Height = 400;

    // A4 with the margins of the style sheet, at 96 px an inch.
    private const int Paper = 688;

    // The words of the page, one text a line; not those of code, of other standards that are cited, or in another language.
    private const string Text = """
        () => { const seen = []; const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) { const e = walker.currentNode.parentElement; if (!e.closest('code, pre, textarea, .cite, .raw, [lang]:not(html)')) seen.push(walker.currentNode.data.replace(/\s+/g, ' ').trim()); }
          return seen.join('\n'); }
        """;

    private const string Hollow = "() => [...document.querySelectorAll('main tbody:not(:has(tr)), main ul:not(:has(li)), main ol:not(:has(li)), main dl:not(:has(dt))')].map(e => e.outerHTML.slice(0, 120))";

    private const string Widest = """
        [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && (matchMedia('print').matches || !e.parentElement.closest('.table-wrap'))).slice(0, 3)
          .map(e => e.outerHTML.slice(0, 120)).join(' | ')
        """;

    /// <summary>Opens the address and tells what is wrong.</summary>
    public static async Task<IReadOnlyList<string>> Run(IPage page, string language, Stop stop, int expected = 200)
    {
        var wrong = new List<string>();
        void OnConsole(object? sender, IConsoleMessage message)
        {
            // The browser itself reports the status of a page that refuses.
            if (message.Type is "error" or "warning" && !(expected >= 400 && message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)))
            {
                wrong.Add($"the console says: {message.Text}");
            }
        }
        page.Console += OnConsole;
        // Papers that are handed on name their language in the address; they are looked at in the one of the walk.
        var answer = await page.GotoAsync(Regex.Replace(stop.Address, "(?<=[?&]lang=)(?:ko|en)", language));
        if (answer?.Status != expected)
        {
            wrong.Add($"status {answer?.Status} instead of {expected}");
        }
        wrong.AddRange(await Look(page, language, stop.Name));
        page.Console -= OnConsole;
        return [.. wrong.Select(w => $"{stop.Address} ({language}): {w}")];
    }

    /// <summary>The page that is open, whatever led to it.</summary>
    public static async Task<IReadOnlyList<string>> Look(IPage page, string language, string name)
    {
        var wrong = new List<string>();
        await Words(page, language, wrong);
        foreach (var width in Widths)
        {
            if (width != Widths[0])
            {
                await page.SetViewportSizeAsync(width, Height);
            }
            await Width(page, width, $"on a screen of {width}", wrong);
        }
        await page.SetViewportSizeAsync(Paper, Height);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await Width(page, Paper, "on paper", wrong);
        if (await page.EvaluateAsync<bool>("[...document.querySelectorAll('nav.main, .skip, main button')].some(e => e.checkVisibility())"))
        {
            wrong.Add("on paper there is navigation, or a button");
        }
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        await Screens.Take(page, language, name);
        // Last, because it leaves of every list no more than it needs.
        wrong.AddRange((await Axe.Find(page, colours: language == "ko")).Select(f => "axe: " + f));
        await page.SetViewportSizeAsync(Widths[0], Height);
        return wrong;
    }

    private static async Task Words(IPage page, string language, List<string> wrong)
    {
        if (await page.Locator("html").GetAttributeAsync("lang") is var lang && lang != language)
        {
            wrong.Add($"html lang is '{lang}'");
        }
        if ((await page.TitleAsync()).Split('·')[0].Trim().Length == 0)
        {
            wrong.Add("the title is empty");
        }
        if (await page.Locator("h1").CountAsync() is not 1 and var headings)
        {
            wrong.Add($"{headings} first headings");
        }
        wrong.AddRange((await page.EvaluateAsync<string[]>(Hollow)).Select(h => "a list with nothing in it: " + h));
        var text = await page.EvaluateAsync<string>(Text);
        wrong.AddRange(NotForPeople().Matches(text).Select(m => m.Value).Where(m => !NamesOfOthers.Contains(m)).Distinct().Take(5).Select(m => $"not for people: '{m}' in '{Around(text, m)}'"));
        if (language == "ko")
        {
            wrong.AddRange(MachineWords().Matches(text).Select(m => m.Value).Distinct().Select(m => $"not for people who read Korean: '{m}' in '{Around(text, m)}'"));
        }
    }

    private static string Around(string text, string part)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return text[Math.Max(0, at - 40)..Math.Min(text.Length, at + part.Length + 40)].ReplaceLineEndings(" ");
    }

    private static async Task Width(IPage page, int most, string where, List<string> wrong)
    {
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (width > most)
        {
            wrong.Add($"{width} px wide {where}: {await page.EvaluateAsync<string>(Widest)}");
        }
    }

    // Character references, names of types, ids with underscores.
    [GeneratedRegex(@"&#\w+;|System\.\w+|\{\d\}|\b[a-z]+(?:_[a-z0-9]+)+\b|\b(?:True|False|null)\b")]
    private static partial Regex NotForPeople();

    // Days as machines write them, and a text that is nothing but a word of the rules or of the code.
    [GeneratedRegex(@"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])|^(?:HIGH|NOT|UNKNOWN|REVIEW|PROHIBITED|yes|no|none|unknown|review|true|false|form)$", RegexOptions.Multiline)]
    private static partial Regex MachineWords();
}
