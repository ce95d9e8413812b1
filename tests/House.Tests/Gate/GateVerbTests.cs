using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml.Linq;
using Haechi.House.Tests.Api;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;

namespace Haechi.House.Tests.Gate;

/// <summary>The verb as a build runner calls it, over HTTP; and the API and the badge behind it.</summary>
public sealed class GateVerbTests
{
    private const Roles Everything = Roles.Officer | Roles.Owner | Roles.Reader;

    [Fact]
    public async Task The_exit_code_says_allowed_or_not_and_every_form_says_why()
    {
        await using var site = await Site();
        using var api = await ApiClient.Of(site, Everything);
        var fine = await api.System("길 안내", """, "lifecycle": "pilot", "decides": "helps", "scores": false, "small": false""");
        var risky = await api.System("채점 <&\\\"'>", """, "lifecycle": "pilot", "decides": "alone", "scores": false, "small": false""");
        Assert.Equal(0, Run(site, api.Token, fine).Code);
        var (code, text, _) = Run(site, api.Token, risky, "--lang", "en");
        Assert.Equal(1, code);
        Assert.Contains("not allowed: AI-2", text, StringComparison.Ordinal);
        Assert.Contains("Art. 2", text, StringComparison.Ordinal);
        // The page of the duty, or of all duties of the system while the duty is not opened yet.
        Assert.Matches(System.Text.RegularExpressions.Regex.Escape(site.App.Urls.First()) + "/(duties/|systems/[a-z0-9]+/duties)", text);

        var json = JsonDocument.Parse(Run(site, api.Token, "AI-2", "--format", "json").Out).RootElement;
        Assert.Equal((false, true), (json.GetProperty("allowed").GetBoolean(), json.GetProperty("production").GetBoolean()));
        Assert.Equal("test/gate", json.GetProperty("books")[0].GetProperty("id").GetString());

        var run = JsonDocument.Parse(Run(site, api.Token, "AI-2", "--format", "sarif").Out).RootElement.GetProperty("runs")[0];
        var result = run.GetProperty("results")[0];
        Assert.Equal(("error", "duty-open/risky"), (result.GetProperty("level").GetString(), result.GetProperty("ruleId").GetString()));
        Assert.Equal("duty-open/risky", run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());

        var suite = XDocument.Parse(Run(site, api.Token, "AI-2", "--format", "junit").Out).Root!.Element("testsuite")!;
        Assert.Equal(("1", "1", "0"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("skipped")!.Value));
        Assert.Equal("duty-open", suite.Element("testcase")!.Element("failure")!.Attribute("type")!.Value);
        Assert.Equal("1", XDocument.Parse(Run(site, api.Token, fine, "--format", "junit").Out).Root!.Attribute("tests")!.Value);
    }

    [Fact]
    public async Task Broken_glass_ends_with_0_and_shows_what_was_overridden()
    {
        await using var site = await Site();
        using var api = await ApiClient.Of(site, Everything);
        await api.System("채점", """, "lifecycle": "pilot", "decides": "alone", "scores": false, "small": false""");
        var file = Path.Combine(Path.GetTempPath(), $"haechi-{NewId.Next()}.sarif");
        try
        {
            var (code, text, error) = Run(site, api.Token, "AI-1", "--break-glass", "접수가 멈추었습니다", "--format", "sarif", "--output", file, "--lang", "ko");
            Assert.Equal((0, ""), (code, text));
            Assert.Contains("비상 통과", error, StringComparison.Ordinal);
            var result = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement.GetProperty("runs")[0].GetProperty("results")[0];
            Assert.Equal("accepted", result.GetProperty("suppressions")[0].GetProperty("status").GetString());
            Assert.DoesNotContain("접수가", result.GetRawText(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Wrong_use_ends_with_2_and_says_which()
    {
        await using var site = await Site();
        using var api = await ApiClient.Of(site, Everything);
        using var reading = await ApiClient.Of(site, Everything, null, "read");
        using var gate = await ApiClient.Of(site, Roles.Reader, null, "gate:write");
        Assert.Equal(1, Run(site, gate.Token, "AI-1").Code);
        Assert.Equal((403, "token-scope"), ((await gate.Get("systems")).Status, (await gate.Get("systems")).Code));
        Says("gate:write", Run(site, reading.Token, "AI-1"));
        Says("not accepted", Run(site, "haechi_nonsense", "AI-1"));
        Says("wrong-environment", Run(site, api.Token, "AI-1", "--env", "no such"));
        Says("--break-glass", Command.Run("gate", "--lang", "en", "--break-glass"));
        Says("https://", Command.Run("gate", "--lang", "en", "--server", "ftp://x", "--token", "x", "--system", "AI-1", "--env", "prod"));
        Says("no-haechi", Run("/somewhere", site, api.Token, "AI-1"));
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Says("could not be reached", Command.Run("gate", "--lang", "en", "--server", $"http://127.0.0.1:{port}", "--token", "x", "--system", "AI-1", "--env", "prod"));
    }

    [Fact]
    public async Task The_badge_tells_in_words_and_only_to_people_who_are_signed_in()
    {
        await using var site = await Site();
        using var api = await ApiClient.Of(site, Everything);
        await api.System("길 안내", """, "lifecycle": "pilot", "decides": "helps", "scores": false, "small": false""");
        await api.System("채점", """, "lifecycle": "pilot", "decides": "alone", "scores": false, "small": false""");
        await api.System("모름", """, "lifecycle": "pilot", "decides": "helps", "small": false""");
        using var stranger = site.NewVisitor();
        Assert.Equal(HttpStatusCode.Redirect, (await site.Send("/badge/AI-1.svg", stranger)).StatusCode);
        await site.Enter(Roles.Reader);
        foreach (var (name, word) in ((string, string)[])[("AI-1", "allowed"), ("AI-2", "blocked"), ("AI-3", "unknown"), ("AI-9", "unknown")])
        {
            using var answer = await site.Send($"/badge/{name}.svg");
            Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType!.MediaType);
            var svg = XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!;
            Assert.Equal(("Haechi: " + word, "Haechi: " + word), (svg.Attribute("aria-label")!.Value, svg.Element(svg.Name.Namespace + "title")!.Value));
        }
    }

    internal static async Task<TestSite> Site()
    {
        var site = await TestSite.Open();
        GateBook.Write(site.Folder);
        Assert.True((await site.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(["test/gate"]))).Done);
        return site;
    }

    private static (int Code, string Out, string Error) Run(TestSite site, string token, string system, params string[] more) => Run("", site, token, system, more);

    private static (int Code, string Out, string Error) Run(string below, TestSite site, string token, string system, params string[] more) =>
        Command.Run(["gate", "--server", site.App.Urls.First() + below, "--token", token, "--system", system, .. more.Contains("--env") ? [] : new[] { "--env", "prod" }, .. more.Contains("--lang") ? [] : new[] { "--lang", "en" }, .. more]);

    private static void Says(string word, (int Code, string Out, string Error) ran)
    {
        Assert.Equal(2, ran.Code);
        Assert.Contains(word, ran.Error, StringComparison.Ordinal);
    }
}
