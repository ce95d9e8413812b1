using System.Globalization;
using Haechi.Outside.Tests.Support;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>
/// From an empty folder to the first classified register: <c>haechi serve</c>, the address on its console, and then what a person does in Chromium. Every step is a picture in
/// artifacts/screens/first-register, and what had to be decided is listed.
/// </summary>
/// <remarks>
/// A decision is a value that a person has to think of, or a choice or suggestion that a person has to take, and that is sent. To write the same password twice, and to press the only
/// button that sends what was decided, is none.
/// </remarks>
[Collection(BrowserTests.Name)]
public sealed class FirstRegisterTests(Chromium chromium)
{
    private const int MostDecisions = 12;

    private static readonly string Haneul = Path.Combine(Checkout.Root, "samples", "haneul", "systems.csv");

    private static readonly string Federal = Path.Combine(Checkout.Root, "..", "shared", "data", "us", "2025_individually_reported_AI_use_cases.csv");

    [Fact]
    public async Task A_city_has_its_first_register_after_at_most_twelve_decisions()
    {
        Chromium.Need();
        var walk = await Walk("ko", Haneul, "하늘시", kind: null);
        Assert.InRange(walk.Decisions, 1, MostDecisions);
        Assert.Equal(26, walk.Systems);
        Assert.Contains("시스템 26개", walk.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_federal_agency_has_its_first_register_after_at_most_twelve_decisions()
    {
        Chromium.Need();
        Assert.SkipUnless(File.Exists(Federal), "shared data not found: data/us");
        var walk = await Walk("en", Federal, "Example Agency", kind: "us_federal");
        Assert.InRange(walk.Decisions, 1, MostDecisions);
        Assert.Equal(3611, walk.Systems);
        Assert.Contains("3,611 systems", walk.Headline, StringComparison.Ordinal);
        // What the same file gives by the rules alone, counted elsewhere: the register in the browser says the same.
        Assert.Contains("445", walk.Classes, StringComparison.Ordinal);
        Assert.Contains("426", walk.Classes, StringComparison.Ordinal);
        Assert.Contains("110", walk.Classes, StringComparison.Ordinal);
    }

    private sealed record Register(int Decisions, int Systems, string Classes, string Headline);

    private async Task<Register> Walk(string language, string file, string body, string? kind)
    {
        await using var served = await Served.Start();
        await using var profile = await chromium.Profile(served.First.GetLeftPart(UriPartial.Authority), language);
        var page = await profile.NewPageAsync();
        var log = new Decisions(page, language == "ko" ? "first-register" : "first-register-" + language);

        await page.GotoAsync(served.First.AbsolutePath);
        await log.Fill("name", "김하늘", "the officer's name");
        await log.Fill("login", "kim.haneul", "the officer's login");
        await log.Fill("password", Site.Password, "the officer's password");
        await page.Locator("[name=again]").FillAsync(Site.Password);
        await log.Send("account", "main button");

        await log.Fill("ko", body, "the name of the body");
        if (kind is not null)
        {
            await page.Locator("[name=kind]").SelectOptionAsync(kind);
        }
        log.Decide("the kind of the body: " + await page.Locator("[name=kind] option:checked").InnerTextAsync());
        await log.Send("body", "main button");

        log.Decide("departments come with the list");
        await log.Send("departments", "button[value=later]");

        log.Decide("the laws: " + string.Join(", ", await page.Locator("label:has(+ *), .check:has(:checked) label").AllInnerTextsAsync()));
        await log.Send("laws", "main button");

        log.Decide("the file of the list: " + Path.GetFileName(file));
        await page.Locator("[name=file]").SetInputFilesAsync(file);
        await log.Send("list", "form[enctype] button");

        log.Decide("what the columns mean, as proposed; import");
        await log.Send("preview", "button[value=import]");

        await log.Picture("imported");
        for (var i = 0; i < 120 && await page.Locator("progress").CountAsync() > 0; i++)
        {
            await Task.Delay(500);
            await page.Locator(".notice a").First.ClickAsync();
        }
        await log.Picture("classified");
        var classes = await page.Locator("section[aria-labelledby=classes]").InnerTextAsync();
        Assert.Equal(0, await page.Locator("progress").CountAsync());

        await page.Locator("main a[href='/systems']").First.ClickAsync();
        await log.Picture("register");
        var systems = int.Parse((await page.Locator(".pager p").InnerTextAsync()).Split(language == "ko" ? "건" : " of ")[language == "ko" ? 0 : 1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        await page.Locator("nav.main a[href='/']").ClickAsync();
        await log.Picture("portfolio");
        log.Print();
        return new Register(log.Count, systems, classes, await page.Locator("main .lead").First.InnerTextAsync());
    }

    /// <summary>What had to be decided, and pictures of where.</summary>
    private sealed class Decisions(IPage page, string folder)
    {
        private readonly List<string> _made = [];
        private int _pictures;

        public int Count => _made.Count;

        public void Decide(string what) => _made.Add(what);

        public async Task Fill(string name, string value, string what)
        {
            await page.Locator($"[name={name}]").FillAsync(value);
            Decide(what);
        }

        public async Task Send(string step, string button)
        {
            await Picture(step);
            var from = page.Url;
            await page.Locator(button).First.ClickAsync(new() { Timeout = 120_000 });
            Assert.Equal(0, await page.Locator(".refusals").CountAsync());
            Assert.NotEqual(from, page.Url);
        }

        public Task Picture(string step) => Screens.Keep(page, folder, $"{++_pictures:00}-{step}");

        public void Print()
        {
            for (var i = 0; i < _made.Count; i++)
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"{i + 1}. {_made[i]}");
            }
        }
    }
}
