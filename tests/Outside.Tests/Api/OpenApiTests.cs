using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Haechi.Outside.Tests.Browser;
using Haechi.Outside.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Web.Api;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Outside.Tests.Api;

/// <summary>The OpenAPI document and the answers of the demonstration city, judged by a validator of OpenAPI and one of JSON Schema that nobody here wrote.</summary>
public sealed class OpenApiTests(ITestOutputHelper output)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_valid_and_every_answer_conforms_to_it()
    {
        await using var site = await Site.OpenCity();
        using var http = new HttpClient { BaseAddress = new Uri(site.Root) };
        var ids = await Ids(site);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token(site));
        var lines = new List<string> { await http.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative), Stop) };
        foreach (var endpoint in ApiTable.All.Where(e => e.Method == "GET" && e.Answer is not null))
        {
            lines.Add(await Line(http, endpoint, Address(endpoint, ids), null));
        }
        // Refusals are answers too: every act with a body that says nothing, and every thing that is not there.
        foreach (var endpoint in ApiTable.All.Where(e => e.Method == "POST"))
        {
            lines.Add(await Line(http, endpoint, Address(endpoint, []), "{}"));
        }
        lines.Add(await Line(http, ApiTable.All.First(e => e.Id == "register_system"), "/api/v1/systems", """{"facts": {"name": "민원 안내"}}"""));
        var answered = lines.Skip(1).Count(l => l.Contains("\"status\":200", StringComparison.Ordinal));
        var said = (await OtherProgram.Run("node",
        [
            Path.Combine(Checkout.Root, "tests", "Outside.Tests", "Api", "conform.mjs"), Checkout.NodeFile("@seriousme", "openapi-schema-validator", "index.js"), Checkout.NodeFile("ajv", "dist", "2020.js"),
            Checkout.NodeFile("ajv-formats", "dist", "index.js"),
        ], string.Join('\n', lines) + "\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("document 3.1", said[0]);
        Assert.Empty(said[1..^1]);
        Assert.Equal($"answers {lines.Count - 1}", said[^1]);
        Assert.True(answered > ApiTable.All.Count(e => e.Method == "GET" && e.Answer is not null) * 3 / 4, $"only {answered} answers were no refusals");
        output.WriteLine($"{lines.Count - 1} answers conform, {answered} of them with 200");
    }

    private static async Task<string> Line(HttpClient http, ApiEndpoint endpoint, string address, string? body)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = content };
        using var answer = await http.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True((int)answer.StatusCode < 500, address + ": " + text);
        return $$"""{"path":{{JsonSerializer.Serialize(endpoint.Path)}},"method":"{{endpoint.Method.ToLowerInvariant()}}","status":{{(int)answer.StatusCode}},"type":"{{answer.Content.Headers.ContentType?.MediaType}}","body":{{text}}}""";
    }

    /// <summary>The address of an endpoint with ids that are there, or none.</summary>
    private static string Address(ApiEndpoint endpoint, Dictionary<string, string> ids)
    {
        var path = "/api/v1" + string.Join('/', endpoint.Path.Split('/').Select(p => p.StartsWith('{') ? ids.GetValueOrDefault(p.Trim('{', '}'), "1") : p));
        var query = endpoint.Query.Where(q => q.Required).Select(q => $"{q.Name}={Uri.EscapeDataString(ids.GetValueOrDefault(q.Name, "1"))}");
        return endpoint.Query.Any(q => q.Required) ? path + "?" + string.Join('&', query) : path;
    }

    private static Task<Dictionary<string, string>> Ids(Site site) => site.Store.Read(async context => new Dictionary<string, string>
    {
        ["system"] = await context.Set<DutyRow>().Where(d => d.IsOpen && context.Set<SystemNow>().Any(n => n.System == d.System)).Select(d => d.System).FirstAsync(Stop), ["duty"] = await context.Set<DutyRow>().Where(d => d.IsOpen).Select(d => d.Id).FirstAsync(Stop),
        ["product"] = await context.Set<Product>().Select(p => p.Id).FirstOrDefaultAsync(Stop) ?? "1", ["evidence"] = await context.Set<EvidenceRow>().Select(e => e.Id).FirstOrDefaultAsync(Stop) ?? "1",
        ["assessment"] = await context.Set<Haechi.Tower.Assessment.ImpactAssessment>().Select(a => a.Id).FirstOrDefaultAsync(Stop) ?? "1", ["import"] = await context.Set<Haechi.Tower.Register.Importing.ImportRun>().Select(r => r.Id).FirstOrDefaultAsync(Stop) ?? "1",
        ["account"] = await context.Set<Account>().Select(a => a.Id).FirstAsync(Stop), ["class"] = await context.Set<Haechi.Tower.Rulebooks.SystemClass>().Select(c => c.Class).FirstAsync(Stop), ["id"] = "kr/ai-basic-act",
    });

    private static async Task<string> Token(Site site)
    {
        var account = (await site.Store.Read(c => c.Set<Account>().FirstAsync(a => a.Department == null && (a.Roles & Roles.Officer) != 0, Stop))).ToActor() with { Roles = Roles.Administrator | Roles.Officer | Roles.Reader };
        await site.Store.Write<Done>(Actor.Program, async scope =>
        {
            (await scope.Context.Set<Account>().FirstAsync(a => a.Id == account.Account)).Roles |= Roles.Administrator;
            scope.Record("test.roles", "account:" + account.Account, new { });
            return Done.Well;
        }, Stop);
        return (await site.App.Services.GetRequiredService<IHandle<MakeToken, NewToken>>().Handle(account, new MakeToken("walk", ["write", "access:write"]), Stop)).Value!.Secret;
    }
}
