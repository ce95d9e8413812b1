using System.Collections.Concurrent;
using System.Text;
using Haechi.House.Tests.Erasure;
using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Erasure;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.House.Tests.Journal;

/// <summary>Names, addresses, numbers and texts of people, put wherever a handler takes a text, are looked for where they must not be.</summary>
public sealed class MarkerTests
{
    private const string Mark = "표지";
    private const string Latin = "mark9t";
    private static readonly string[] Marks = [Mark, Latin, "010-4321-9876"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_people_write_of_people_is_nowhere_in_the_ledger_the_logs_and_the_public_pages()
    {
        using var logged = new Gathered();
        await using var site = await TestSite.Open(more: b => b.Logging.ClearProviders().AddProvider(logged).SetMinimumLevel(LogLevel.Debug));
        var officer = await site.Enter(Roles.Officer | Roles.Owner | Roles.Reader, name: $"김{Mark}");
        await Fill(site, officer);
        var round = await site.App.Services.GetRequiredService<LedgerWorker>().RunOnce(Stop);
        Assert.True(round.Done);
        var leaves = await site.Store.Read(c => c.Set<JournalEntry>().Select(j => j.Leaf).ToListAsync(Stop));
        Assert.True(leaves.Count > 10);
        var accounts = await site.Store.Read(c => c.Set<Account>().Select(a => a.Id).ToListAsync(Stop));
        foreach (var mark in Marks.Concat(accounts))
        {
            Assert.DoesNotContain(leaves, l => Encoding.UTF8.GetString(l).Contains(mark, StringComparison.OrdinalIgnoreCase));
            Assert.False(ErasureTests.InFiles(Path.Combine(site.Store.Options.DataFolder, "ledger"), mark), mark);
        }
        using var stranger = site.NewVisitor();
        List<string> pages = ["/ledger", "/ledger/keys", .. Enumerable.Range(0, leaves.Count).SelectMany(i => (string[])[$"/ledger/entries/{i}", $"/ledger/entries/{i}/proof", $"/ledger/entries/{i}/leaf"])];
        foreach (var page in pages)
        {
            using var answer = await site.Send(page, stranger);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            Assert.DoesNotContain(Marks, m => text.Contains(m, StringComparison.OrdinalIgnoreCase));
        }
        Assert.DoesNotContain(logged.Lines, l => Marks.Any(m => l.Contains(m, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task Fill(TestSite site, Actor officer)
    {
        async Task<TResult> Do<TCommand, TResult>(TCommand command, Actor? by = null)
        {
            var done = await site.Do<TCommand, TResult>(by ?? officer, command);
            return done.Done ? done.Value : throw new InvalidOperationException(typeof(TCommand).Name + ": " + done.Refusals[0].ToLine("en"));
        }
        await Do<MakeAccount, OneTimeAddress>(new MakeAccount(Latin, new AccountDetails($"박{Mark}", $"{Mark}과장", $"{Latin}@mail.example", Roles.Reader, null)), TestTower.Administrator);
        await site.Do<SignIn, SignedIn>(officer, new SignIn(Latin, $"{Latin}-wrong-password"));
        var department = await Do<AddDepartment, string>(new AddDepartment($"{Mark} 담당 부서"));
        await Do<NameBody, Done>(new NameBody("하늘시", "Haneul City", BodyKinds.All[0].Id));
        var facts = new Dictionary<string, FactValue> { ["name"] = new TextFact($"{Mark} 민원 챗봇"), ["summary"] = new TextFact($"문의: {Mark} 010-4321-9876 {Latin}@mail.example") };
        var system = (await Do<RegisterSystem, SystemRef>(new RegisterSystem(facts, department))).System;
        await Do<ChangeFacts, SystemRef>(new ChangeFacts(system, new Dictionary<string, FactValue?> { ["purpose"] = new TextFact($"{Mark}의 부탁") }, Note: $"{Mark}이 고침"));
        await Do<MakeProduct, string>(new MakeProduct($"{Latin} Suite", $"{Mark} 주식회사", new Dictionary<string, FactValue>(), [system]));
        await Do<SaveView, string>(new SaveView($"{Mark}의 목록", "/systems", "q=" + Latin));
        await Do<InstallBooks, LoadedBooks>(new InstallBooks(Filled.UsBooks));
        await Do<ChangeFacts, SystemRef>(new ChangeFacts(system, new Dictionary<string, FactValue?> { ["agency_determination"] = new TextFact("high_impact"), ["stage"] = new TextFact("deployed") }));
        await Do<DetermineSystems, RunResult>(new DetermineSystems(), Actor.Program);
        var duty = await site.Store.Read(c => c.Set<DutyRow>().Where(d => d.System == system && d.IsOpen).Select(d => d.Id).FirstAsync(Stop));
        await Do<NoteDuty, Done>(new NoteDuty(duty, $"{Mark}에게 전화함 010-4321-9876"));
        await Do<GiveEvidence, EvidenceRef>(new GiveEvidence(duty, $"{Mark} 확인서", Attested: $"{Mark}이 {Latin}에게 확인함"));
        await Do<HoldThing, string>(new HoldThing("system:" + system, $"{Mark} 사건"));
    }

    /// <summary>Everything that is logged, whoever logs it.</summary>
    private sealed class Gathered : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
