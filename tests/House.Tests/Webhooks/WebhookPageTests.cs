using System.Net;
using System.Text.RegularExpressions;
using Haechi.House.Tests.Api;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Webhooks;

/// <summary>The pages and the API, with the job of the serving program itself.</summary>
public sealed partial class WebhookPageTests
{
    private static Task<TestSite> Site() => TestSite.Open(more: b => b.Services.AddSingleton(Doors.Read(["127.0.0.0/8:*"]).Value!));

    [Fact]
    public async Task An_administrator_makes_tries_stops_and_deletes_a_webhook_on_the_pages()
    {
        await using var site = await Site();
        await using var receiver = await Receiver.Open();
        await site.Enter(Roles.Administrator);
        using var empty = await site.Post("/webhooks/new", new() { ["name"] = "", ["url"] = "https://10.0.0.1/" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Equal(3, (await TestSite.Read(empty)).QuerySelectorAll(".refusals li").Length);

        using var made = await site.Post("/webhooks/new", new() { ["name"] = "업무 관리", ["url"] = receiver.Url, ["events"] = "system.registered" });
        var secret = Secret().Match((await TestSite.Read(made)).Body!.TextContent).Value;
        Assert.NotEmpty(secret);
        using var list = await site.Get("/webhooks");
        var page = list.QuerySelector("tbody a")!.GetAttribute("href")!;
        using (var later = await site.Get(page))
        {
            Assert.DoesNotContain("whsec_", later.Body!.TextContent, StringComparison.Ordinal);
        }

        using var tested = await site.Post(page + "/test", [], from: page);
        Assert.Equal(HttpStatusCode.Redirect, tested.StatusCode);
        var test = (await receiver.Wait(1))[0];
        Assert.Equal(("webhook.test", 1), (test.Kind, test.Holding(secret)));
        await Shows(site, page, "전달됨");
        using var again = await site.Post($"{page}/messages/{test.Message}/redeliver", [], from: page);
        Assert.Equal(test.Message, (await receiver.Wait(2))[1].Message);

        using var rotated = await site.Post(page + "/rotate", [], from: page);
        var second = Secret().Match((await TestSite.Read(rotated)).Body!.TextContent).Value;
        Assert.NotEmpty(second);
        Assert.NotEqual(secret, second);
        using var changed = await site.Post(page + "/edit", new() { ["name"] = "새 이름", ["url"] = receiver.Url, ["events"] = "*" });
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        await Shows(site, page, "새 이름");
        using var paused = await site.Post(page + "/pause", [], from: page);
        await Shows(site, page, "멈춰 둠");
        using var resumed = await site.Post(page + "/resume", new() { ["skip"] = "1" }, from: page);
        Assert.Equal(HttpStatusCode.Redirect, resumed.StatusCode);

        // Officers see how it goes, and neither the whole address nor a button.
        using var officer = site.NewVisitor();
        await site.Enter(Roles.Officer, visitor: officer);
        using var seen = await site.Get(page, visitor: officer);
        Assert.DoesNotContain("geheim", seen.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Empty(seen.QuerySelectorAll("main form"));

        using var deleted = await site.Post(page + "/delete", [], from: page);
        Assert.Equal("/webhooks?done=saved", deleted.Headers.Location!.ToString());
        using var gone = await site.Get(page, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_program_keeps_webhooks_by_the_api_and_hears_of_acts_at_once()
    {
        await using var site = await Site();
        await using var receiver = await Receiver.Open();
        // A service account is never an administrator: the token is a person's.
        var person = await site.Enter(Roles.Administrator);
        var token = await site.Do<MakeToken, NewToken>(person, new MakeToken("hooks", ["access:write"]));
        using var admin = new ApiClient(new HttpClient { BaseAddress = new Uri(site.App.Urls.First()) }, token.Value!.Secret, person);
        using var officer = await ApiClient.Of(site, Roles.Officer | Roles.Reader);
        var types = await officer.Get("webhooks/events");
        Assert.Equal(EventCatalogue.Types.Count, types.Json.GetArrayLength());
        Assert.Equal("forbidden", (await officer.Post("webhooks", $$"""{"name": "x", "url": "{{receiver.Url}}", "events": ["*"]}""")).Code);
        var wrong = await admin.Post("webhooks", """{"name": "x", "url": "https://169.254.169.254/latest", "events": ["*"]}""");
        Assert.Equal((422, "blocked-address"), (wrong.Status, wrong.Code));
        Assert.Equal("wrong-events", (await admin.Post("webhooks", $$"""{"name": "x", "url": "{{receiver.Url}}", "events": ["system.exploded"]}""")).Code);
        var made = await admin.Post("webhooks", $$"""{"name": "업무 관리", "url": "{{receiver.Url}}", "events": ["system.registered", "gate.refused"]}""");
        Assert.True(made.Status == 200, made.Text);
        var (id, secret) = (made.Json.GetProperty("webhook").GetString()!, made.Json.GetProperty("secret").GetString()!);

        var system = await officer.System("민원 안내");
        await officer.Post("gate", """{"system": "AI-99", "environment": "production"}""");
        var came = await receiver.Wait(2, seconds: 20);
        Assert.Equal([("system.registered", "system:" + system), ("gate.refused", null)], came.Select(r => (r.Kind, r.Subject)));
        Assert.All(came, r => Assert.Equal(1, r.Holding(secret)));

        var seen = await officer.Get("webhooks/" + id);
        Assert.Equal(("active", $"http://127.0.0.1:{receiver.Port}/…"), (seen.Json.GetProperty("state").GetString(), seen.Json.GetProperty("url").GetString()));
        Assert.Equal(receiver.Url, (await admin.Get("webhooks/" + id)).Json.GetProperty("url").GetString());
        var messages = (await admin.Get($"webhooks/{id}/messages?limit=1")).Json;
        Assert.Equal((1, came[1].Message, 200), (messages.GetProperty("items").GetArrayLength(), messages.GetProperty("items")[0].GetProperty("message").GetString(), messages.GetProperty("items")[0].GetProperty("last_status").GetInt32()));
        Assert.Equal(came[0].Message, (await admin.Get(messages.GetProperty("next").GetString()!)).Json.GetProperty("items")[0].GetProperty("message").GetString());
        Assert.Equal(200, (await admin.Post($"webhooks/{id}/messages/{came[0].Message}/redeliver", "{}")).Status);
        Assert.Equal(came[0].Message, (await receiver.Wait(3, seconds: 20))[2].Message);
        Assert.Equal(200, (await admin.Post($"webhooks/{id}/pause", "{}")).Status);
        Assert.Equal(422, (await admin.Post($"webhooks/{id}/pause", "{}")).Status);
        Assert.Equal(200, (await admin.Post($"webhooks/{id}/resume", """{"skip": true}""")).Status);
        Assert.StartsWith("whsec_", (await admin.Post($"webhooks/{id}/rotate", """{"at_once": true}""")).Json.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await admin.Post($"webhooks/{id}", $$"""{"name": "y", "url": "{{receiver.Url}}", "events": ["*"]}""")).Status);
        Assert.Equal(200, (await admin.Post($"webhooks/{id}/delete", "{}")).Status);
        Assert.Equal(404, (await admin.Get("webhooks/" + id)).Status);
    }

    private static async Task Shows(TestSite site, string page, string text)
    {
        for (var i = 0; i < 100; i++)
        {
            using var shown = await site.Get(page);
            if (shown.QuerySelector("main")!.TextContent.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"{page} does not say '{text}'");
    }

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+")]
    private static partial Regex Secret();
}
