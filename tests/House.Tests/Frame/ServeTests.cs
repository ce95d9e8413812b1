using System.Net;
using System.Net.Sockets;
using Haechi.House.Tests.Support;
using Haechi.Serving;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Demo;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Frame;

/// <summary><c>haechi serve</c>: what it refuses, and that it opens and closes in order.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-serve-").FullName;

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://127.0.0.1:5080;http://192.0.2.7:5080")]
    public void The_demonstration_opens_to_this_machine_only(string urls) => Assert.Equal("open-demo", Refused(demo: true, urls: urls));

    [Theory]
    [InlineData("5080")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData(";")]
    public void An_address_that_cannot_be_opened_is_refused_before_anything_is_made(string urls) => Assert.Equal("wrong-urls", Refused(urls: urls));

    [Fact]
    public void The_clock_of_a_real_register_is_never_set() => Assert.Equal("clock", Refused(clock: "2027-01-01"));

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("2027-02-29")]
    [InlineData("1999-01-01")]
    public void A_day_that_is_none_is_refused(string clock) => Assert.Equal("wrong-use", Refused(demo: true, clock: clock));

    [Fact]
    public void Made_up_and_real_data_never_share_a_folder()
    {
        File.WriteAllText(Path.Combine(_folder, "haechi.db"), "");
        Assert.Equal("not-a-demo", Refused(demo: true));
        DemoFolder.Keep(_folder, new TowerClock(new StandingClock(new DateOnly(2026, 11, 22))));
        Assert.Equal("demo-folder", Refused());
    }

    [Fact]
    public void A_kept_demonstration_goes_on_from_its_own_day()
    {
        DemoFolder.Keep(_folder, new TowerClock(new StandingClock(new DateOnly(2027, 3, 2))));
        Assert.Equal(new DateOnly(2027, 3, 2), ServePlan.Make(true, _folder, null, null).Value!.Day);
        Assert.Equal(new DateOnly(2027, 4, 1), ServePlan.Make(true, _folder, null, "2027-04-01").Value!.Day);
        Assert.Equal("clock", Refused(demo: true, clock: "2027-03-01"));
    }

    [Fact]
    public void A_demonstration_without_a_folder_leaves_nothing_behind()
    {
        var plan = ServePlan.Make(true, null, null, null).Value!;
        Assert.True(plan.Temporary);
        Assert.False(Directory.Exists(plan.Folder));
    }

    [Fact]
    public async Task It_says_where_to_open_and_closes_when_told()
    {
        var said = new StringWriter();
        using var stop = new CancellationTokenSource();
        var port = FreePort();
        var running = Run($"http://127.0.0.1:{port}", said, stop.Token);
        using var visitor = new HttpClient();
        while (!running.IsCompleted && !said.ToString().Contains("Ctrl-C", StringComparison.Ordinal))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        var first = said.ToString().Split('\n').Single(l => l.Contains("/first/", StringComparison.Ordinal)).Trim();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri(first), TestContext.Current.CancellationToken)).StatusCode);
        await stop.CancelAsync();
        Assert.Null(await running);
    }

    [Fact]
    public async Task A_taken_port_is_a_refusal_that_names_another()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var refused = await Run($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}", TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.Equal("port-in-use", refused?.Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_a_refusal()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var refused = await new Server(new ServePlan(false, Path.Combine(file, "below"), false, "http://127.0.0.1:0", null, false), Quiet(TextWriter.Null)).Run(TestContext.Current.CancellationToken);
        Assert.Equal("unwritable", refused?.Code);
    }

    [Fact]
    public async Task Data_of_a_newer_program_are_left_alone()
    {
        using (var store = new TowerStore(TowerFolders.Options(_folder)))
        {
            await Migrator.Migrate(store);
            await using var context = store.Open();
            await context.Database.ExecuteSqlAsync($"INSERT INTO schema_history (number, applied_at) VALUES (9999, 0)", TestContext.Current.CancellationToken);
        }
        var refused = await Run("http://127.0.0.1:0", TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.Equal("newer-schema", refused?.Code);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_a_refusal()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "haechi.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        var refused = await Run("http://127.0.0.1:0", TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.Equal("broken-database", refused?.Code);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<Refusal?> Run(string urls, TextWriter said, CancellationToken stop) => new Server(ServePlan.Make(false, _folder, urls, null).Value!, Quiet(said)).Run(stop);

    private string? Refused(bool demo = false, string? urls = null, string? clock = null) => ServePlan.Make(demo, _folder, urls, clock).Refusals is [var refusal, ..] ? refusal.Code : null;

    private static Terminal Quiet(TextWriter said) => new(new Language("ko"), TextWriter.Synchronized(said), TextWriter.Null);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
