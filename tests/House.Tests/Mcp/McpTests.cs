using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Api;
using Haechi.House.Tests.Gate;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Verbs;
using Microsoft.EntityFrameworkCore;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Haechi.House.Tests.Mcp;

/// <summary>The register for assistants: asked by the protocol's own client, over real standard input and output and over streams.</summary>
public sealed class McpTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_tool_answers_over_standard_input_and_output_with_provisions_and_links_and_nothing_is_written()
    {
        await using var tower = await GateBook.Tower();
        var id = await GateBook.System(tower, GateBook.Risky());
        var before = await Entries(tower);
        await using (var client = await McpClient.CreateAsync(Stdio("--data", tower.Folder, "--lang", "en"), cancellationToken: Stop))
        {
            var tools = await client.ListToolsAsync(cancellationToken: Stop);
            Assert.Equal(["ask_gate", "explain_provision", "find_systems", "gap_summary", "get_class", "get_duties"], tools.Select(t => t.Name).Order());
            Assert.All(tools, t => Assert.True(t.ProtocolTool.Annotations!.ReadOnlyHint));

            var found = await Json(client, "find_systems", ("query", "길"));
            Assert.Equal("/systems/" + id, found.GetProperty("items")[0].GetProperty("link").GetString());
            var why = await Json(client, "get_class", ("system", "AI-1"), ("class", "risky"));
            Assert.Equal("Risky", why.GetProperty("classes")[0].GetProperty("title").GetString());
            Assert.Contains("Art. 2", why.GetRawText(), StringComparison.Ordinal);
            var duties = (await Json(client, "get_duties", ("system", "AI-1"))).GetProperty("duties").EnumerateArray().ToList();
            Assert.Equal(4, duties.Count);
            Assert.All(duties, d => Assert.StartsWith("Art. ", d.GetProperty("cite").GetString(), StringComparison.Ordinal));
            Assert.All(duties, d => Assert.StartsWith("/duties/", d.GetProperty("link").GetString(), StringComparison.Ordinal));
            Assert.Equal(4, (await Json(client, "gap_summary")).GetProperty("obligations").GetArrayLength());
            var rule = (await Json(client, "explain_provision", ("query", "art.2"))).GetProperty("rules")[0];
            Assert.Equal(("risky", "/rulebooks/test/gate"), (rule.GetProperty("id").GetString(), rule.GetProperty("link").GetString()));
            var gate = await Json(client, "ask_gate", ("system", "AI-1"), ("environment", "prod"), ("language", "ko"));
            Assert.False(gate.GetProperty("allowed").GetBoolean());
            Assert.Equal("Art. 2", gate.GetProperty("reasons")[0].GetProperty("provision").GetString());
            Assert.Contains("고위험", gate.GetProperty("reasons")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(before, await Entries(tower));
    }

    [Fact]
    public async Task A_server_is_asked_with_a_token_that_only_reads_and_links_lead_to_it()
    {
        await using var site = await GateVerbTests.Site();
        using var writer = await ApiClient.Of(site, Roles.Officer | Roles.Reader);
        await writer.System("길 안내", """, "lifecycle": "pilot", "decides": "alone", "scores": false, "small": false""");
        using var reader = await ApiClient.Of(site, Roles.Reader, null, "read");
        using var api = new ApiConnection(new Uri(site.App.Urls.First() + "/"), reader.Token);
        await Talk(new ServerReads(api), async client =>
        {
            var gate = await Json(client, "ask_gate", ("system", "AI-1"), ("environment", "prod"));
            // To the system, or to the duty once the worker has opened it.
            Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(site.App.Urls.First())}/(systems|duties)/", gate.GetProperty("reasons")[0].GetProperty("link").GetString());
            var missing = await client.CallToolAsync("get_class", new Dictionary<string, object?> { ["system"] = "AI-9" }, cancellationToken: Stop);
            Assert.True(missing.IsError);
            Assert.Contains("AI-9", Text(missing), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("get_class", """{}""", "is needed")]
    [InlineData("get_class", """{"system": 7}""", "expected a text")]
    [InlineData("get_class", """{"system": "AI-1", "drop": "table"}""", "no such argument")]
    [InlineData("get_class", """{"system": "a\u0000b"}""", "control")]
    [InlineData("get_class", """{"system": "../../accounts"}""", "accounts")]
    [InlineData("get_class", """{"system": "AI-1?class=x&on=1"}""", "AI-1?class")]
    [InlineData("find_systems", """{"state": "broken"}""", "in_use")]
    [InlineData("ask_gate", """{"system": "AI-1", "environment": "a b"}""", "wrong-environment")]
    public async Task Hostile_arguments_are_refused_with_the_reason(string tool, string arguments, string says)
    {
        await using var tower = await GateBook.Tower();
        await using var inside = Haechi.Web.Api.ApiInside.Open(new() { DataFolder = tower.Folder, Clock = tower.Clock, RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles") });
        await Talk(new InsideReads(inside), async client =>
        {
            var answer = await client.CallToolAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!, cancellationToken: Stop);
            Assert.True(answer.IsError);
            Assert.Contains(says, Text(answer), StringComparison.Ordinal);
            await Assert.ThrowsAnyAsync<McpException>(async () => await client.CallToolAsync("delete_system", new Dictionary<string, object?>(), cancellationToken: Stop));
            var tooLong = await client.CallToolAsync("find_systems", new Dictionary<string, object?> { ["query"] = new string('x', 301) }, cancellationToken: Stop);
            Assert.True(tooLong.IsError);
        });
    }

    [Fact]
    public async Task Lines_that_are_no_messages_do_not_end_the_conversation()
    {
        var (toServer, fromServer) = (new Pipe(), new Pipe());
        var serving = McpVerb.Serve("en", new Nothing(), new StreamServerTransport(toServer.Reader.AsStream(), fromServer.Writer.AsStream(), "haechi"), Stop);
        await using var input = toServer.Writer.AsStream();
        using var output = new StreamReader(fromServer.Reader.AsStream(), Encoding.UTF8);
        foreach (var line in (string[])["", "no json", "{", "[]", "null", """{"jsonrpc": "1.0"}""", """{"jsonrpc": "2.0", "method": 7, "id": {}}""", new string('[', 100_000)])
        {
            await input.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), Stop);
        }
        await input.WriteAsync(Encoding.UTF8.GetBytes("""{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}""" + "\n"), Stop);
        await input.FlushAsync(Stop);
        string? said;
        do
        {
            said = await output.ReadLineAsync(Stop);
            Assert.NotNull(said);
        }
        while (!said.Contains("\"serverInfo\"", StringComparison.Ordinal));
        await input.DisposeAsync();
        await serving;
    }

    private static async Task Talk(IRegisterReads reads, Func<McpClient, Task> say)
    {
        var (toServer, fromServer) = (new Pipe(), new Pipe());
        var serving = McpVerb.Serve("en", reads, new StreamServerTransport(toServer.Reader.AsStream(), fromServer.Writer.AsStream(), "haechi"), Stop);
        await using (var client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), fromServer.Reader.AsStream()), cancellationToken: Stop))
        {
            await say(client);
        }
        await toServer.Writer.CompleteAsync();
        await serving;
    }

    private static StdioClientTransport Stdio(params string[] more) => new(new StdioClientTransportOptions { Name = "haechi", Command = "dotnet", Arguments = [typeof(Root).Assembly.Location, "mcp", .. more] });

    private static async Task<JsonElement> Json(McpClient client, string tool, params (string Name, string Value)[] arguments)
    {
        var answer = await client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => (object?)a.Value), cancellationToken: Stop);
        Assert.True(answer.IsError != true, Text(answer));
        return JsonDocument.Parse(Text(answer)).RootElement;
    }

    private static string Text(CallToolResult answer) => ((TextContentBlock)answer.Content[0]).Text;

    private static Task<int> Entries(TestTower tower) => tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(Stop));

    private sealed class Nothing : IRegisterReads
    {
        public Task<JsonElement> Get(string address, CancellationToken stop) => throw new NotSupportedException();

        public string Link(string page) => page;
    }
}
