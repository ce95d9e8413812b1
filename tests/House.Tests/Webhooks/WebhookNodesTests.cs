using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Haechi.Bench.Faults;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Webhooks;

/// <summary>Two nodes on one PostgreSQL, as processes that are killed without warning while messages wait.</summary>
public sealed class WebhookNodesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-hook-nodes-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_nodes_lose_nothing_and_two_that_live_send_nothing_twice()
    {
        await using var receiver = await Receiver.Open();
        await using var tower = await TestTower.Open(DateOnly.FromDateTime(DateTime.UtcNow.AddHours(9)), postgres: await PostgresCluster.Migrated());
        await File.WriteAllTextAsync(Path.Combine(_folder, "key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Stop);
        Task<Node> Begin(int number) => Node.Start(Path.Combine(_folder, $"node{number}"), tower.Store.Options.Postgres!, Path.Combine(_folder, "key"), 0, "--webhook-to", $"127.0.0.1:{receiver.Port}");
        Node[] nodes = await Task.WhenAll(Begin(0), Begin(1));
        try
        {
            var secret = await Subscribe(tower, nodes[0], receiver.Url);
            var wanted = new List<string>();
            async Task Register(int count)
            {
                for (var i = 0; i < count; i++)
                {
                    // By this process, so that the nodes hear of it by looking.
                    var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact($"시스템 {wanted.Count}") }, null));
                    wanted.Add("system:" + made.Value!.System);
                }
            }
            await Register(10);
            await receiver.Wait(10);

            // The receiver is away; a try fails, and both nodes are killed before the next one.
            await receiver.Down();
            await Register(5);
            for (var i = 0; i < 300 && !await tower.Store.Read(c => c.Set<WebhookDelivery>().AnyAsync(d => d.Failure == DeliveryFailure.NoConnection, Stop)); i++)
            {
                await Task.Delay(100, Stop);
            }
            Array.ForEach(nodes, n => n.Kill());
            await Register(5);
            await receiver.Up();
            await Task.Delay(500, Stop);
            Assert.Equal(10, receiver.All.Count);
            nodes[0] = await Begin(2);
            // A node that was killed holds its claim for a minute at most; a second try comes five seconds after the first, a third after five minutes.
            await receiver.Wait(20, seconds: 150);
            await Task.Delay(1000, Stop);
            Assert.Equal(wanted, receiver.All.Select(r => r.Subject));
            Assert.Equal(20, receiver.All.Select(r => r.Message).Distinct().Count());
            Assert.All(receiver.All, r => Assert.Equal(1, r.Holding(secret)));
        }
        finally
        {
            Array.ForEach(nodes, n => n.Dispose());
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>By the API of a node, whose keys close the secret.</summary>
    private static async Task<string> Subscribe(TestTower tower, Node node, string url)
    {
        var account = (await tower.Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("lee", new AccountDetails("이관리", null, null, Roles.Administrator, null)))).Value!.Account;
        var token = await tower.Do<MakeToken, NewToken>(new Actor(account, "이관리", Roles.Administrator), new MakeToken("hooks", ["access:write"]));
        Assert.True(token.Done, token.Done ? "" : token.Refusals[0].ToLine("en"));
        using var http = new HttpClient { BaseAddress = node.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Value!.Secret);
        using var answer = await http.PostAsJsonAsync(new Uri("/api/v1/webhooks", UriKind.Relative), new { name = "업무 관리", url, events = new[] { "system.registered" } }, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("secret").GetString()!;
    }
}
