using System.Text.Json;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Runs axe in a page. The script goes straight into the page that is looked at: the pages have no frames, so the detour of the ready-made runner over a second page is not needed.</summary>
internal static class Axe
{
    private static readonly string Script = Load();

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
        await page.EvaluateAsync(Script);
        return JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(Run, colours))!;
    }

    private static string Load()
    {
        using var stream = typeof(Deque.AxeCore.Commons.AxeRunOptions).Assembly.GetManifestResourceStream("Deque.AxeCore.Commons.Resources.axe.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
