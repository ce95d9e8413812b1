using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Register;

public sealed class ChangeFactsTests
{
    private static readonly Dictionary<string, FactValue> Chatbot = new() { ["name"] = new TextFact("민원 상담 챗봇"), ["lifecycle"] = new TextFact("pilot") };

    [Fact]
    public async Task A_change_is_a_new_version_and_a_journal_entry()
    {
        await using var tower = await TestTower.Open();
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(Chatbot, null));
        Assert.True(made.Done);
        var changed = await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(made.Value.System, new Dictionary<string, FactValue?> { ["summary"] = new TextFact("질문에 답한다") }, 1));
        Assert.Equal(2, changed.Value!.Version);
        var (versions, acts) = await tower.Store.Read(async c => (await c.Set<SystemVersion>().CountAsync(TestContext.Current.CancellationToken), await c.Set<JournalEntry>().Select(j => j.Act).ToListAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(2, versions);
        Assert.Equal(["register.create", "register.change"], acts);
    }

    [Fact]
    public async Task Whoever_looked_at_an_old_version_is_told_and_nothing_is_kept()
    {
        await using var tower = await TestTower.Open();
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(Chatbot, null));
        var facts = new Dictionary<string, FactValue?> { ["summary"] = new TextFact("첫째") };
        await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(made.Value!.System, facts, 1));
        var late = await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(made.Value.System, facts, 1));
        Assert.Equal("changed-meanwhile", Assert.Single(late.Refusals).Code);
        Assert.Equal(2, await tower.Store.Read(c => c.Set<SystemVersion>().CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_state_is_not_skipped()
    {
        await using var tower = await TestTower.Open();
        var made = await tower.Do<RegisterSystem, SystemRef>(TestTower.Officer, new RegisterSystem(Chatbot, null));
        var refused = await tower.Do<ChangeFacts, SystemRef>(TestTower.Officer, new ChangeFacts(made.Value!.System, new Dictionary<string, FactValue?> { ["lifecycle"] = new TextFact("idea") }));
        Assert.Equal("wrong-state", Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task A_reader_changes_nothing()
    {
        await using var tower = await TestTower.Open();
        var refused = await tower.Do<RegisterSystem, SystemRef>(new Actor("r", "이열람", Roles.Reader), new RegisterSystem(Chatbot, null));
        Assert.Equal("forbidden", Assert.Single(refused.Refusals).Code);
        Assert.Equal(0, await tower.Store.Read(c => c.Set<JournalEntry>().CountAsync(TestContext.Current.CancellationToken)));
    }
}
