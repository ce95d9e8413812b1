using System.Net;
using System.Text;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Web.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.House.Tests.Operations;

/// <summary>What machines ask a node, and what its logs and figures tell of people: nothing.</summary>
public sealed class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_is_ready_until_its_schema_is_not_the_programs()
    {
        await using var site = await TestSite.Open();
        Assert.Equal("live\n", await site.Text("/health/live"));
        Assert.Equal("ready\n", await site.Text("/health/ready"));
        await using (var context = site.Store.Open())
        {
            await context.Database.ExecuteSqlAsync($"INSERT INTO schema_history (number, applied_at) VALUES (9999, 0)", Stop);
        }
        using var answer = await site.Send("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("newer-schema\n", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("live\n", await site.Text("/health/live"));
    }

    [Fact]
    public async Task A_ledger_that_stands_still_is_said_and_takes_no_node_out_of_service()
    {
        await using var site = await TestSite.Open(more: b => b.Services.AddSingleton<ILedgerLag>(new Behind()));
        using var answer = await site.Send("/health/ready");
        Assert.Equal((HttpStatusCode.OK, "ready\nledger-lag\n"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Figures_are_for_this_machine_and_not_for_whom_a_proxy_lets_through()
    {
        await using var site = await TestSite.Open();
        Assert.Contains("haechi_ready", await site.Text("/metrics"), StringComparison.Ordinal);
        foreach (var (name, value) in ((string, string)[])[("X-Forwarded-For", "192.0.2.1"), ("Via", "1.1 proxy"), ("Host", "ai.city.example"), ("Authorization", "Bearer guess")])
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            asked.Headers.TryAddWithoutValidation(name, value);
            using var visitor = site.NewVisitor();
            using var answer = await visitor.SendAsync(asked, Stop);
            Assert.Equal((name, name == "Authorization" ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (name, answer.StatusCode));
        }
    }

    [Fact]
    public async Task What_people_write_is_found_neither_in_logs_nor_in_figures()
    {
        const string Marker = "MARKER7741";
        var said = new StringWriter();
        await using var site = await TestSite.Open(more: b =>
        {
            b.Logging.AddProvider(new LogLines(json: true, said));
            b.Logging.SetMinimumLevel(LogLevel.Trace).AddFilter(null, LogLevel.Information).AddFilter(RequestLog.Category, LogLevel.Information);
        });
        await site.Enter(Roles.Officer | Roles.Reader, name: Marker);
        await site.Send("/systems?text=" + Marker);
        await site.Send("/systems/" + Marker);
        await site.Send("/first/" + Marker);
        await site.Send("/" + Marker + "?mail=" + Marker + "@city.example");
        await site.Post("/departments", new() { ["name"] = Marker });
        await using (var context = site.Store.Open())
        {
            // A fault of the program in the middle of an act that carries what somebody wrote.
            await context.Database.ExecuteSqlRawAsync("ALTER TABLE department RENAME TO elsewhere", Stop);
        }
        using var failed = await site.Send("/departments");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        var lines = said.ToString();
        Assert.Contains("\"route\":\"/systems/{id}\"", lines, StringComparison.Ordinal);
        Assert.Contains("\"fault\":", lines, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, lines, StringComparison.Ordinal);
        Assert.All(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => System.Text.Json.JsonDocument.Parse(l).Dispose());
        var figures = await site.Text("/metrics");
        Assert.Contains("http_server_request_duration_seconds_count", figures, StringComparison.Ordinal);
        Assert.DoesNotContain(Marker, figures, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exceptions_text_stays_out_of_the_log_because_it_repeats_what_was_wrong()
    {
        var said = new StringWriter();
        using var lines = new LogLines(json: false, said);
        try
        {
            _ = int.Parse("900101-1234567", System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (FormatException wrong)
        {
            Failed(lines.CreateLogger("Haechi.Test"), wrong);
        }
        Assert.Contains("System.FormatException", said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("900101", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_keeps_its_route_and_loses_the_address()
    {
        using var source = new System.Diagnostics.ActivitySource("test");
        using var listener = new System.Diagnostics.ActivityListener { ShouldListenTo = _ => true, Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllData };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("GET /first/geheim")!;
        activity.SetTag("http.route", "/first/{secret}").SetTag("http.request.method", "GET").SetTag("url.path", "/first/geheim").SetTag("url.query", "?x=geheim").SetTag("client.address", "192.0.2.7");
        using var filter = new TelemetryHost.OnlyRoutes();
        filter.OnEnd(activity);
        Assert.Equal("GET /first/{secret}", activity.DisplayName);
        Assert.Equal(["http.request.method", "http.route"], activity.TagObjects.Select(t => t.Key).Order(StringComparer.Ordinal));
    }

    private static void Failed(ILogger log, Exception fault) => log.Log(LogLevel.Error, default, new StringBuilder(), fault, (_, _) => "it failed");

    private sealed class Behind : ILedgerLag
    {
        public double? Seconds => 600;
    }
}
