using System.Text.Json;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Runs axe in a page. The script goes straight into the page that is looked at: the pages have no frames, so the detour of the ready-made runner over a second page is not needed.</summary>
internal static class Axe
{
    private static readonly string Script = Load();

    // Of things in a row that are made alike (the same elements with the same classes) three are looked at: fifty lines of a table teach axe no more than three of each kind do, and take
    // most of its time. What only the whole page shows, an id that occurs twice, is looked for first.
    private const string Thin = """
        () => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id), twice = [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
          const kind = e => e.tagName + [...new Set([e, ...e.querySelectorAll('*')].map(x => x.tagName + '.' + x.getAttribute('class')))].sort().join();
          for (const box of document.querySelectorAll('main tbody, main ul, main ol, main dl, main select, main optgroup, main section, main form, main')) {
            const seen = new Map();
            for (const child of [...box.children].filter(c => c.matches('tr, li, option, optgroup, article, section, details, div, fieldset'))) {
              const k = kind(child), n = (seen.get(k) ?? 0) + 1; seen.set(k, n); if (n > 3) child.remove();
            } }
          return twice.map(id => `the id '${id}' occurs twice`); }
        """;

    // Most of the time goes into colours; they are the same in both languages, so one of them measures them.
    private const string Run = """
        async colours => {
          const r = await axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: colours } } });
          return JSON.stringify(r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html).join(' | ')}`));
        }
        """;

    /// <summary>What axe finds serious or critical.</summary>
    public static async Task<IReadOnlyList<string>> Find(IPage page, bool colours)
    {
        var twice = await page.EvaluateAsync<string[]>(Thin);
        await page.EvaluateAsync(Script);
        string[] found = JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Run, colours))!;
        return [.. twice, .. found];
    }

    private static string Load()
    {
        using var stream = typeof(Deque.AxeCore.Commons.AxeRunOptions).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
