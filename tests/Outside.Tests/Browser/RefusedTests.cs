using Haechi.Tower.Common;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Haechi.Outside.Tests.Browser;

/// <summary>Every form of the city is sent without what it asks for: the answer is a page that says what to do, with the focus on it, and never a fault.</summary>
[Collection(BrowserTests.Name)]
public sealed class RefusedTests(Chromium chromium)
{
    /// <summary>Forms that are not sent here, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotSent = new(StringComparer.Ordinal)
    {
        ["/sign-out"] = "asks for nothing, and the walk would be over",
        ["/demo/enter"] = "the walk would go on as somebody else",
        ["/demo/advance"] = "asks for nothing, and every date would move",
        ["/rulebooks/install"] = "no book is an answer, and the pages after it would be empty",
        ["/imports/{id}/undo"] = "asks for nothing",
        ["/me/feed"] = "asks for nothing",
        ["/me/sessions/end"] = "asks for nothing, and ends the sessions of other walks",
        ["/accounts/{id}/sessions/end"] = "asks for nothing, and ends the sessions of other walks",
        ["/my-duties/feed"] = "asks for nothing",
        ["/erasure/{id}/refuse"] = "asks for nothing, as the signature beside it does, which is sent",
    };

    // Takes away what was filled in and what the browser would ask for by itself, and sends the form by its button.
    private const string Send = """
        ([path, button]) => { const send = e => `${e.name}=${e.value}` === button, f = [...document.forms].find(f => new URL(f.action).pathname === path && [...f.elements].some(send)); f.noValidate = true;
          for (const e of f.elements) { if (e.matches('input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea')) e.value = ''; if (e.matches('[type=checkbox], [type=radio]')) e.checked = false; }
          f.requestSubmit([...f.elements].find(send)); }
        """;

    private const string Forms = """
        () => [...document.forms].filter(f => f.method === 'post').flatMap(f => [...f.elements].filter(e => e.matches('button')).map(b => `${new URL(f.action).pathname} ${b.name}=${b.value}`))
        """;

    /// <summary>The pages of forms are looked at in both languages elsewhere; what is refused in English is sent with the full counts.</summary>
    public static TheoryData<string> Languages => Environment.GetEnvironmentVariable("HAECHI_LONG") is { Length: > 0 } ? ["ko", "en"] : ["ko"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_form_without_what_it_asks_for_says_what_to_do(string language)
    {
        Chromium.Need();
        var (crawl, state) = await PageTests.Crawled(chromium);
        await using var site = await chromium.City.Copy();
        await using var profile = await chromium.Profile(site, language, state);
        await profile.AddCookiesAsync([new Cookie { Name = "haechi-language", Value = language, Url = site.Root }]);
        var page = await profile.NewPageAsync();
        var (routes, sent, refused, wrong) = (Posts(site), new HashSet<string>(StringComparer.Ordinal), 0, new List<string>());
        // The deepest pages first: a form above may end what those below it show.
        foreach (var stop in crawl.Stops.Append(new Stop("/gaps", "/gaps?view=list", 2)).Where(s => !s.Route.StartsWith("/first", StringComparison.Ordinal)).OrderByDescending(s => s.Route.Count(c => c == '/')))
        {
            await page.GotoAsync(stop.Address);
            foreach (var form in await page.EvaluateAsync<string[]>(Forms))
            {
                var (path, button) = (form.Split(' ', 2)[0], form.Split(' ', 2)[1]);
                var route = routes.First(r => r.Matcher.TryMatch(path, [])).Route;
                if (NotSent.ContainsKey(route) || sent.Contains($"{route} {button}") || !(await page.EvaluateAsync<string[]>(Forms)).Contains(form))
                {
                    continue;
                }
                sent.Add($"{route} {button}");
                var answer = await page.After(() => page.EvaluateAsync(Send, new object[] { path, button }));
                if (answer is { Status: >= 400 })
                {
                    refused++;
                    wrong.AddRange((await Refused(page, language, answer.Status, route)).Select(w => $"{stop.Address}, {route} {button}: {w}"));
                }
                // The form may have changed the page, or have led away from it.
                await page.GotoAsync(stop.Address);
            }
        }
        wrong.AddRange(chromium.City.HasCity ? routes.Select(r => r.Route).Except(sent.Select(s => s.Split(' ')[0])).Except(NotSent.Keys).Except(Elsewhere.Keys).Select(r => r + ": no page has a form for it") : []);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Concat(Faults.All)));
        Assert.InRange(refused, 20, 200);
    }

    [Fact]
    public async Task A_form_that_is_old_or_sent_by_nobody_is_refused_on_a_page_of_its_own()
    {
        Chromium.Need();
        await using var profile = await chromium.Profile(chromium.City, "ko", await chromium.City.StateOf(chromium, Roles.Officer));
        var page = await profile.NewPageAsync();
        await page.GotoAsync("/me");
        await page.EvaluateAsync("document.querySelectorAll('[name=__token]').forEach(e => e.value = 'old')");
        var old = await page.After(() => page.Locator("main form[action='/me'] button").ClickAsync());
        Assert.Equal(422, old.Status);
        Assert.Empty(await Refused(page, "ko", 422, "/me"));
        await page.GotoAsync("/me");
        await profile.ClearCookiesAsync();
        var nobody = await page.After(() => page.Locator("main form[action='/me'] button").ClickAsync());
        Assert.Equal(401, nobody.Status);
        Assert.Empty(await Refused(page, "ko", 401, "/me"));
    }

    private const string NoMeeting = "no meeting of the demonstration's council is called or going on; the council's own tests send it";

    /// <summary>Forms that the pages of the walk do not show, each with the reason.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["/sign-in"] = "nobody who is signed in sees it; the journeys send it",
        ["/first/{secret}"] = "there is no first officer any more; the journeys send it",
        ["/assessments/{id}/refresh"] = "no draft of the city has facts that have changed since",
        ["/settings/mail/test"] = "the demonstration has no mail server to try",
        ["/imports/{id}/compare"] = "the demonstration has one list, and nothing to compare it with",
        ["/me/password"] = "the people of the demonstration have no password",
        ["/sign-in/code"] = "waits for a right password",
        ["/me/second-factor/confirm"] = "nobody of the demonstration has an app",
        ["/me/second-factor/codes"] = "nobody of the demonstration has an app",
        ["/me/second-factor/remove"] = "nobody of the demonstration has an app",
        ["/accounts/{id}/second-factor/reset"] = "nobody of the demonstration has an app",
        ["/settings/provider/test"] = "the demonstration has no sign-in service",
        ["/accounts/{id}/provider"] = "the demonstration has no sign-in service",
        ["/accounts/{id}/provider/unlink"] = "the demonstration has no sign-in service",
        ["/systems/views/{id}/drop"] = "nobody has saved a view",
        ["/webhooks/{id}/resume"] = "shows while a webhook rests",
        ["/webhooks/{id}/messages/{message}/redeliver"] = "nothing was sent yet",
        ["/council/meetings/{id}/open"] = NoMeeting,
        ["/council/meetings/{id}/attendance"] = NoMeeting,
        ["/council/meetings/{id}/agenda"] = NoMeeting,
        ["/council/meetings/{id}/close"] = NoMeeting,
        ["/council/meetings/{id}/notes"] = NoMeeting,
        ["/council/meetings/{id}/aside"] = NoMeeting,
        ["/council/meetings/{id}/challenge"] = NoMeeting,
        ["/council/meetings/{id}/motions"] = NoMeeting,
        ["/council/meetings/{id}/challenge/{recusal}"] = NoMeeting,
        ["/council/meetings/{id}/motions/{motion}/open"] = NoMeeting,
        ["/council/meetings/{id}/motions/{motion}/vote"] = NoMeeting,
        ["/council/meetings/{id}/motions/{motion}/close"] = NoMeeting,
        ["/accounts/{id}/reset"] = "asks for nothing; an account without a person behind it is not among the first in the list",
    };

    private static async Task<IReadOnlyList<string>> Refused(IPage page, string language, int status, string route)
    {
        if (status >= 500)
        {
            return [$"a fault ({status})"];
        }
        var wrong = new List<string>();
        if (await page.Locator(".refusals").CountAsync() == 0)
        {
            return [$"{status} without a word of why"];
        }
        if (!await page.EvaluateAsync<bool>("document.activeElement.matches('.refusals')"))
        {
            wrong.Add($"the focus is not on what was refused but on {await page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 80)")}");
        }
        if (language != "ko")
        {
            // The rest of the page is the page of the form, which is looked at in this language too.
            return wrong;
        }
        wrong.AddRange(await PageCheck.Look(page, language, "refused-" + new Stop(route, "").Name));
        return wrong;
    }

    private static List<(string Route, TemplateMatcher Matcher)> Posts(Site site) => [.. site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true && r.Metadata.GetMetadata<RouteAccess>() is not null && !Crawl.IsForPrograms(r)).OrderBy(r => r.RoutePattern.InboundPrecedence)
        .Select(r => (r.RoutePattern.RawText!, new TemplateMatcher(TemplateParser.Parse(r.RoutePattern.RawText!.TrimStart('/')), [])))];
}
