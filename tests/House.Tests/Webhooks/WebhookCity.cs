using System.Net;
using System.Net.Sockets;
using Haechi.House.Tests.Storage;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Haechi.Tower.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Webhooks;

/// <summary>A tower that may send to this machine, with an address book that the test writes.</summary>
internal sealed class WebhookCity(TestTower tower, WebhookCity.Book book) : IAsyncDisposable
{
    public static Actor Administrator { get; } = new("admin-secret-name", "비밀관리", Roles.Administrator);

    public TestTower Tower => tower;

    public TowerStore Store => tower.Store;

    public Book Names => book;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The services that a test replaces: names are looked up in its own book, loopback is allowed.</summary>
    public static Action<IServiceCollection> Parts(Book book, params string[] doors) => services => services.AddSingleton<ISecretBox, PlainBox>().AddSingleton<IAddressBook>(book)
        .AddSingleton(Doors.Read(doors.Length == 0 ? ["127.0.0.0/8:*", "localhost:*"] : doors).Value!)
        .AddSingleton(s => new WebhookSender(s.GetRequiredService<Doors>(), book) { Patience = book.Patience });

    public static async Task<WebhookCity> Open(bool postgres = false, params string[] doors)
    {
        var book = new Book();
        return new WebhookCity(await TestTower.Open(more: Parts(book, doors), postgres: postgres ? await PostgresCluster.Migrated() : null), book);
    }

    public static WebhookCity Of(TestTower opened, Book book) => new(opened, book);

    public async Task<NewWebhookSecret> Subscribe(Receiver receiver, string? department = null, params string[] events) => await Subscribe(receiver.Url, department, events);

    public async Task<NewWebhookSecret> Subscribe(string url, string? department = null, params string[] events)
    {
        var made = await tower.Do<MakeWebhook, NewWebhookSecret>(Administrator, new MakeWebhook("업무 관리", url, events.Length == 0 ? ["*"] : events, department));
        Assert.True(made.Done, made.Done ? "" : made.Refusals[0].ToLine("en"));
        return made.Value;
    }

    /// <summary>Registers a system; its id.</summary>
    public async Task<string> System(string name, string? department = null)
    {
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact(name) }, department));
        Assert.True(made.Done, made.Done ? "" : made.Refusals[0].ToLine("en"));
        return made.Value.System;
    }

    /// <summary>Systems, one after the other; their subjects in that order.</summary>
    public async Task<List<string>> Systems(int count)
    {
        var subjects = new List<string>();
        for (var i = 0; i < count; i++)
        {
            subjects.Add("system:" + await System($"시스템 {i}"));
        }
        return subjects;
    }

    /// <summary>Sends what is due now.</summary>
    public Task Send() => tower.Services.GetRequiredService<WebhookWorker>().Run(Stop);

    /// <summary>Lets time pass and sends what is due then.</summary>
    public Task After(TimeSpan span)
    {
        tower.Time.Pass(span);
        return Send();
    }

    /// <summary>The same database in another process, so to speak: nothing of the first is known to it but what stands in rows.</summary>
    public ServiceProvider Again()
    {
        var services = new ServiceCollection().AddLogging().AddTower(tower.Store.Options);
        Parts(book)(services);
        return services.BuildServiceProvider();
    }

    public Task<WebhookSubscription> Row(string id) => Store.Read(c => c.Set<WebhookSubscription>().SingleAsync(w => w.Id == id, Stop));

    public Task<List<WebhookDelivery>> Messages() => Store.Read(c => c.Set<WebhookDelivery>().OrderBy(d => d.Id).ToListAsync(Stop));

    public Task<List<string>> Acts() => Store.Read(c => c.Set<JournalEntry>().Where(j => j.Act.StartsWith("webhooks.")).OrderBy(j => j.Seq).Select(j => j.Act).ToListAsync(Stop));

    public async Task Do<TCommand, TResult>(TCommand command)
    {
        var done = await tower.Do<TCommand, TResult>(Administrator, command);
        Assert.True(done.Done, done.Done ? "" : done.Refusals[0].ToLine("en"));
    }

    public ValueTask DisposeAsync() => tower.DisposeAsync();

    /// <summary>Names and their addresses, which may change between two questions.</summary>
    internal sealed class Book : IAddressBook
    {
        public Dictionary<string, Queue<IPAddress[]>> Answers { get; } = new(StringComparer.Ordinal) { ["localhost"] = new([[IPAddress.Loopback]]) };

        /// <summary>How long a message may take, for senders that are made from now on.</summary>
        public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

        public void Set(string host, params string[][] answers) => Answers[host] = new(answers.Select(a => a.Select(IPAddress.Parse).ToArray()));

        // The last answer stays.
        public Task<IPAddress[]> Find(string host, CancellationToken stop) => !Answers.TryGetValue(host, out var answers) ? throw new SocketException((int)SocketError.HostNotFound)
            : Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }

    private sealed class PlainBox : ISecretBox
    {
        public string Close(string secret) => "closed:" + secret;

        public string? Open(string closed) => closed.StartsWith("closed:", StringComparison.Ordinal) ? closed["closed:".Length..] : null;
    }
}
