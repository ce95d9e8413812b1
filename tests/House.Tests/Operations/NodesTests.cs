using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Parser;
using Haechi.Bench.Faults;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Operations;

/// <summary>Two nodes on one PostgreSQL, as processes that are killed without warning.</summary>
public sealed class NodesTests : IDisposable
{
    private const string Password = "긴 비밀번호 2026 가을";
    private const int People = 30;
    private static readonly int Kills = Environment.GetEnvironmentVariable("HAECHI_KILLS") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 50 : 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-nodes-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_share_sessions_and_jobs_and_a_killed_node_loses_and_doubles_nothing()
    {
        using var mail = new MailBox(TimeSpan.FromMilliseconds(60));
        await using var tower = await TestTower.Open(DateOnly.FromDateTime(DateTime.UtcNow.AddHours(9)), postgres: await PostgresCluster.Migrated());
        var secret = await Prepare(tower);
        Node[] nodes = await Task.WhenAll(Begin(tower, 0, 0), Begin(tower, 1, 0));
        try
        {
            using var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { Timeout = TimeSpan.FromSeconds(30) };
            await Send(visitor, nodes[0].Address, "/password/" + secret, new() { ["password"] = Password, ["again"] = Password });
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri(nodes[1].Address, "/me"), Stop)).StatusCode);

            using var over = new CancellationTokenSource();
            var clients = Enumerable.Range(0, 3).Select(c => Task.Run(() => Client(c, visitor, nodes, tower, over.Token), Stop)).ToArray();
            await tower.Do<ChooseMail, Done>(TestTower.Officer, new ChooseMail(new MailSettings("127.0.0.1", mail.Port, "haechi@city.example", Tls: false) { Hour = 0 }));
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(1000 + RandomNumberGenerator.GetInt32(1500), Stop);
                var one = kill % 2;
                var port = nodes[one].Address.Port;
                nodes[one].Kill();
                nodes[one] = await Begin(tower, one, port);
            }
            await Task.Delay(1000, Stop);
            await over.CancelAsync();
            var kept = (await Task.WhenAll(clients)).SelectMany(n => n).ToList();
            await Settled(tower);
            await Whole(tower, kept);
            await OneLedger(tower);
            await Mailed(tower, mail);
        }
        finally
        {
            Array.ForEach(nodes, n => n.Dispose());
        }
    }

    [Fact]
    public async Task A_node_that_is_told_to_stop_ends_what_it_began_and_a_second_word_ends_it_at_once()
    {
        await using var tower = await TestTower.Open(DateOnly.FromDateTime(DateTime.UtcNow.AddHours(9)), postgres: await PostgresCluster.Migrated());
        await Prepare(tower);
        using var node = await Begin(tower, 0, 0);
        using var connection = new System.Net.Sockets.TcpClient("127.0.0.1", node.Address.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\nConnection: close\r\n\r\nlogin="), Stop);
        await Task.Delay(500, Stop);
        node.Terminate();
        await Task.Delay(500, Stop);
        await stream.WriteAsync("abc"u8.ToArray(), Stop);
        var answer = await new StreamReader(stream).ReadToEndAsync(Stop);
        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Equal(0, await node.Ended(TimeSpan.FromSeconds(30)));
        Assert.Contains("Stopped.", node.Said, StringComparison.Ordinal);

        using var stuck = await Begin(tower, 1, 0);
        using var holding = new System.Net.Sockets.TcpClient("127.0.0.1", stuck.Address.Port);
        await holding.GetStream().WriteAsync("POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nlogin="u8.ToArray(), Stop);
        await Task.Delay(500, Stop);
        stuck.Terminate();
        await Task.Delay(500, Stop);
        stuck.Terminate();
        Assert.NotEqual(0, await stuck.Ended(TimeSpan.FromSeconds(10)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>An officer, a book, and people with duties that are due, so that there are determinations to make and messages to send.</summary>
    private async Task<string> Prepare(TestTower tower)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Stop);
        Assert.True((await tower.Do<InstallBooks, LoadedBooks>(TestTower.Officer, new InstallBooks(Filled.UsBooks))).Done);
        var made = await tower.Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("kim", new AccountDetails("김하늘", null, null, Roles.Officer | Roles.Reader, null)));
        for (var i = 0; i < People; i++)
        {
            var name = i.ToString("00", CultureInfo.InvariantCulture);
            var person = await tower.Do<MakeAccount, OneTimeAddress>(Actor.Program, new MakeAccount("p" + name, new AccountDetails("담당 " + name, null, $"p{name}@city.example", Roles.Owner, null)));
            var system = (await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue>
            {
                ["name"] = new TextFact("Owned " + name), ["agency_determination"] = new TextFact("high_impact"), ["stage"] = new TextFact("deployed"),
            }, null))).Value!.System;
            await tower.Do<DetermineSystems, RunResult>(Actor.Program, new DetermineSystems());
            await tower.Store.Write<Done>(TestTower.Officer, async scope =>
            {
                await scope.Context.Set<DutyRow>().Where(d => d.System == system).ExecuteUpdateAsync(u => u.SetProperty(d => d.Owner, person.Value!.Account), Stop);
                scope.Record("test.assign", "system:" + system, new { });
                return Done.Well;
            }, Stop);
        }
        return made.Value!.Secret;
    }

    private Task<Node> Begin(TestTower tower, int number, int port) => Node.Start(Path.Combine(_folder, "node" + number.ToString(CultureInfo.InvariantCulture)), tower.Store.Options.Postgres!, Path.Combine(_folder, "key"), port);

    /// <summary>Registers one system after the other, here and there; after an error it looks whether its system is there, and sends it again when not, as a person would.</summary>
    private static async Task<List<string>> Client(int number, HttpClient visitor, Node[] nodes, TestTower tower, CancellationToken over)
    {
        var kept = new List<string>();
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"시스템 {number}-{n}");
            for (var tried = 0; ; tried++)
            {
                Assert.True(tried < 40, "a retry did not cure it: " + name);
                try
                {
                    using var answer = await Send(visitor, nodes[(number + n + tried) % 2].Address, "/systems/new", new() { ["name"] = name });
                    Assert.True(answer.StatusCode is HttpStatusCode.Redirect or >= HttpStatusCode.InternalServerError, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
                    if (answer.StatusCode == HttpStatusCode.Redirect)
                    {
                        break;
                    }
                }
                catch (Exception cut) when (cut is HttpRequestException or IOException or TaskCanceledException)
                {
                    await Task.Delay(500, Stop);
                    if (await tower.Store.Read(c => c.Set<SystemNow>().AnyAsync(s => s.Name == name, Stop)))
                    {
                        break;
                    }
                }
            }
            kept.Add(name);
        }
        return kept;
    }

    private static async Task<HttpResponseMessage> Send(HttpClient visitor, Uri node, string path, Dictionary<string, string> fields)
    {
        using var page = await visitor.GetAsync(new Uri(node, path), Stop);
        if (page.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{path}: {(int)page.StatusCode}", null, page.StatusCode);
        }
        var document = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync(Stop));
        using var form = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("__token", document.QuerySelector("input[name=__token]")!.GetAttribute("value")!)));
        return await visitor.PostAsync(new Uri(node, path), form, Stop);
    }

    /// <summary>Waits until the nodes have determined everything and sent or given up what waits.</summary>
    private static async Task Settled(TestTower tower)
    {
        for (var i = 0; i < 300; i++)
        {
            var pending = await tower.Store.Read(async c => await c.Set<SystemNow>().CountAsync(s => !c.Set<DeterminationNow>().Any(d => d.System == s.System && d.SeenVersion == s.Version), Stop)
                + await c.Set<Delivery>().CountAsync(d => d.SentAt == null && d.Failure == null, Stop));
            if (pending == 0)
            {
                return;
            }
            await Task.Delay(500, Stop);
        }
        Assert.Fail("the nodes did not come to an end");
    }

    private static async Task Whole(TestTower tower, List<string> kept)
    {
        Assert.NotEmpty(kept);
        var names = await tower.Store.Read(c => c.Set<SystemNow>().Where(s => s.Name!.StartsWith("시스템 ")).Select(s => s.Name!).ToListAsync(Stop));
        Assert.Empty(kept.Except(names));
        Assert.Equal(names.Distinct().Count(), names.Count);
        var twice = await tower.Store.Read(c => c.Set<DeterminationRow>().GroupBy(d => new { d.System, d.Version }).Where(g => g.Count() > 1).CountAsync(Stop));
        Assert.Equal(0, twice);
        var doubled = await tower.Store.Read(c => c.Set<DutyRow>().GroupBy(d => new { d.System, d.Rule }).Where(g => g.Count() > 1).CountAsync(Stop));
        Assert.Equal(0, doubled);
        TestContext.Current.TestOutputHelper?.WriteLine($"{kept.Count} systems registered, {Kills} kills");
    }

    /// <summary>Both nodes publish the whole journal as one ledger, without gap, each in its own files.</summary>
    private async Task OneLedger(TestTower tower)
    {
        string[] folders = [LedgerOf(0), LedgerOf(1)];
        for (var tried = 0; await tower.Store.Read(c => c.Set<JournalEntry>().LongCountAsync(Stop)) is var entries && folders.Any(f => LedgerCheck.Published(f) != entries); tried++)
        {
            Assert.True(tried < 300, "the nodes did not publish the whole journal");
            await Task.Delay(200, Stop);
        }
        await using var context = tower.Store.Open();
        var wrong = new List<string>();
        foreach (var folder in folders)
        {
            Assert.True(await LedgerCheck.Run(context, folder, [], wrong.Add) > 0 || wrong.Count > 0);
        }
        Assert.Empty(wrong);
    }

    private string LedgerOf(int node) => Path.Combine(_folder, "node" + node.ToString(CultureInfo.InvariantCulture), "ledger", "1");

    /// <summary>Nobody gets a message twice. What was being sent when a node was killed may or may not have arrived; it is not sent again, and the settings name it.</summary>
    private static async Task Mailed(TestTower tower, MailBox mail)
    {
        var rows = await tower.Store.Read(c => c.Set<Delivery>().Where(d => !d.Key.StartsWith("plan:")).ToListAsync(Stop));
        Assert.Equal(People, rows.Count);
        Assert.All(mail.Accepted, a => Assert.Equal((a.Key, 1), (a.Key, a.Value)));
        Assert.Equal(People, rows.Count(r => r.SentAt is not null) + rows.Count(r => r.Failure is not null));
        var unsure = rows.Count(r => r.SentAt is null);
        Assert.True(unsure <= Kills, $"{unsure} messages were in flight at {Kills} kills");
        Assert.True(mail.Accepted.Count >= People - unsure);
    }
}
