using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>What is asked of every page: that it is whole, in its language, narrow enough, silent on the console, and that axe finds nothing serious.</summary>
internal static class PageCheck
{
    private const int Narrowest = 320;

    /// <summary>Opens the address and tells what is wrong.</summary>
    public static async Task<IReadOnlyList<string>> Run(IPage page, string language, Stop stop)
    {
        var wrong = new List<string>();
        void OnConsole(object? sender, IConsoleMessage message)
        {
            if (message.Type is "error" or "warning")
            {
                wrong.Add($"the console says: {message.Text}");
            }
        }
        page.Console += OnConsole;
        var answer = await page.GotoAsync(stop.Address);
        if (answer is not { Ok: true })
        {
            wrong.Add($"status {answer?.Status}");
        }
        await Words(page, language, wrong);
        await Axe(page, language, wrong);
        await page.SetViewportSizeAsync(Narrowest, 800);
        await Width(page, wrong);
        await Screens.Take(page, language, stop.Name);
        await page.SetViewportSizeAsync(1280, 900);
        page.Console -= OnConsole;
        return [.. wrong.Select(w => $"{stop.Address} ({language}): {w}")];
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
        if (await page.Locator("main").InnerTextAsync() is var text && (text.Contains("&#", StringComparison.Ordinal) || text.Contains("System.", StringComparison.Ordinal) || text.Contains("{0}", StringComparison.Ordinal)))
        {
            wrong.Add("text that is not meant for people");
        }
    }

    private static async Task Axe(IPage page, string language, List<string> wrong)
    {
        // Colours are the same in both languages, and measuring them takes longest.
        var rules = language == "ko" ? [] : new Dictionary<string, RuleOptions> { ["color-contrast"] = new() { Enabled = false } };
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations], Rules = rules });
        wrong.AddRange(found.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"axe: {v.Id} ({v.Impact}): {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
    }

    private static async Task Width(IPage page, List<string> wrong)
    {
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (width > Narrowest)
        {
            const string Widest = "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.parentElement.closest('.table-wrap')).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')";
            wrong.Add($"{width} px wide on a screen of {Narrowest}: {await page.EvaluateAsync<string>(Widest)}");
        }
    }
}
