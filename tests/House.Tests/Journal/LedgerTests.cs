using Haechi.House.Tests.Support;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Journal;

/// <summary>The journal's entries become a ledger: none without an index, none twice, whoever dies when.</summary>
public sealed class LedgerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Every_entry_gets_an_index_and_the_files_verify(string kind)
    {
        await using var node = await TowerLedger.Open(await TowerLedger.Database(kind));
        await node.Act(300);
        Assert.Equal(301, await node.Round());
        await node.Act(5);
        Assert.Equal(306, await node.Round());
        Assert.Equal(306, await node.Round());
        await node.Holds();
        Assert.Equal(2, await node.Store.Read(c => c.Set<LedgerCheckpoint>().CountAsync(Stop)));
        Assert.Equal([KeyType.Ed25519, KeyType.Ecdsa], SignedNote.Parse(await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop)).Value.Verify([.. await Keys(node)]).Value.Select(k => k.Type).Order());
    }

    [Fact]
    public async Task A_transaction_that_commits_late_gets_a_later_index()
    {
        await using var node = await TowerLedger.Open(await TowerLedger.Database("postgres"));
        await node.Act(3);
        await using var late = node.Store.Open();
        await using var transaction = await late.Database.BeginTransactionAsync(Stop);
        late.Add(JournalLeaf.Entry(TestTower.Officer, node.Tower.Clock.Micros, "test.late", "system:late", new { }));
        await late.SaveChangesAsync(Stop);
        await node.Act(3);
        Assert.Equal(7, await node.Round());
        await transaction.CommitAsync(Stop);
        Assert.Equal(8, await node.Round());
        var entries = await node.Entries();
        var one = entries.Single(e => e.Act == "test.late");
        Assert.Equal(7, one.LedgerIndex);
        Assert.Contains(entries, e => e.Seq > one.Seq && e.LedgerIndex < one.LedgerIndex);
        await node.Holds();
    }

    [Theory]
    [InlineData("sqlite", "assigned")]
    [InlineData("sqlite", "signed")]
    [InlineData("sqlite", "published")]
    [InlineData("postgres", "assigned")]
    [InlineData("postgres", "signed")]
    public async Task A_crash_after_any_step_loses_and_doubles_nothing(string kind, string step)
    {
        await using var node = await TowerLedger.Open(await TowerLedger.Database(kind));
        await node.Act(40);
        await node.Round();
        await node.Act(40);
        node.Worker.Round.After = s =>
        {
            if (s == step)
            {
                throw new IOException("the process dies here");
            }
        };
        await Assert.ThrowsAsync<IOException>(() => node.Worker.RunOnce(Stop));
        await node.Worker.DisposeAsync();
        await using var after = TowerLedger.Another(node.Tower);
        await node.Act(2);
        Assert.True((await after.RunOnce(Stop)).Done);
        await node.Holds();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_leader_that_slept_past_its_lock_writes_nothing(string kind)
    {
        var database = await TowerLedger.Database(kind);
        await using var old = await TowerLedger.Open(database, new BelievedLock());
        await old.Act(10);
        await old.Round();
        await old.Worker.DisposeAsync();
        await using var next = TowerLedger.Another(old.Tower, new BelievedLock());
        await using var sleeper = TowerLedger.Another(old.Tower, new BelievedLock());
        await old.Act(10);
        var signed = 0;
        // It falls asleep with its entries numbered and wakes when another has taken the lead.
        sleeper.Round.After = step =>
        {
            if (step == "assigned" && signed++ == 0)
            {
                old.Store.Derive<Done>(async scope =>
                {
                    await scope.Context.Database.ExecuteSqlAsync($"UPDATE ledger_epoch SET epoch = epoch + 1", Stop);
                    return Done.Well;
                }, Stop).GetAwaiter().GetResult();
            }
        };
        var refused = await sleeper.RunOnce(Stop);
        Assert.Equal("not-leader", refused.Refusals.Single().Code);
        Assert.Equal(1, await old.Store.Read(c => c.Set<LedgerCheckpoint>().CountAsync(Stop)));
        Assert.True((await next.RunOnce(Stop)).Done);
        await old.Holds();
    }

    [Fact]
    public async Task Only_one_of_two_nodes_leads_and_the_other_takes_over_when_its_session_ends()
    {
        var database = await TowerLedger.Database("postgres");
        await using var one = await TowerLedger.Open(database);
        await using var two = await TowerLedger.Open(database);
        await one.Act(3);
        await one.Round();
        await two.Round();
        Assert.True(one.Worker.Leading);
        Assert.False(two.Worker.Leading);
        // The database ends the session of the leader, as when its machine is cut off.
        await two.Store.Read(c => c.Database.SqlQueryRaw<bool>("SELECT pg_terminate_backend(pid) AS \"Value\" FROM pg_stat_activity WHERE application_name = 'haechi-ledger' AND datname = current_database()").ToListAsync(Stop));
        await two.Act(3);
        await two.Round();
        Assert.True(two.Worker.Leading);
        await one.Round();
        Assert.False(one.Worker.Leading);
        await one.Holds();
        await two.Holds();
    }

    [Fact]
    public async Task Two_nodes_under_concurrent_writes_make_one_log_that_verifies_from_either()
    {
        var database = await TowerLedger.Database("postgres");
        await using var one = await TowerLedger.Open(database);
        await using var two = await TowerLedger.Open(database);
        var done = new CancellationTokenSource();
        async Task Rounds(TowerLedger node)
        {
            while (!done.IsCancellationRequested)
            {
                var round = await node.Worker.RunOnce(Stop);
                Assert.True(round.Done || round.Refusals[0].Code == "not-leader", round.Done ? "" : round.Refusals[0].ToLine("en"));
                await Task.Delay(5, Stop);
            }
        }
        var rounds = Task.WhenAll(Rounds(one), Rounds(two));
        await Task.WhenAll(one.Act(120), two.Act(120), two.Act(60), one.Act(60));
        await done.CancelAsync();
        await rounds;
        await one.Round();
        await two.Round();
        await one.Round();
        await one.Holds();
        await two.Holds();
        Assert.Equal(await File.ReadAllTextAsync(one.Folder + "/checkpoint", Stop), await File.ReadAllTextAsync(two.Folder + "/checkpoint", Stop));
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/000")]
    [InlineData("tile/entries/001.p")]
    [InlineData("tile")]
    [InlineData("")]
    public async Task Lost_files_are_built_again_from_the_rows(string lost)
    {
        await using var node = await TowerLedger.Open();
        await node.Act(320);
        await node.Round();
        var before = await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop);
        await node.Worker.DisposeAsync();
        var path = Path.Combine(node.Folder, lost);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
        else
        {
            Directory.Delete(path, recursive: true);
        }
        await using var again = TowerLedger.Another(node.Tower);
        Assert.True((await again.RunOnce(Stop)).Done);
        Assert.Equal(before, await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop));
        await node.Holds();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_database_older_than_the_published_ledger_refuses_until_a_new_one_is_begun(string kind)
    {
        await using var node = await TowerLedger.Open(await TowerLedger.Database(kind));
        await node.Act(20);
        await node.Round();
        await node.Act(20);
        await node.Round();
        await node.Worker.DisposeAsync();
        await Forget(node.Store, 21);
        var published = await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop);
        await using var after = TowerLedger.Another(node.Tower);
        await node.Act(3);
        var refused = await after.RunOnce(Stop);
        Assert.Equal("older-database", refused.Refusals.Single().Code);
        Assert.Contains("haechi ledger restart", refused.Refusals[0].Next!.In("en"), StringComparison.Ordinal);
        Assert.Equal(published, await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop));
        Assert.Equal("missing", (await node.Tower.Do<RestartLedger, LedgerLog>(TestTower.Officer, new RestartLedger("짧음"))).Refusals[0].Code);
        var begun = await node.Tower.Do<RestartLedger, LedgerLog>(TestTower.Officer, new RestartLedger("백업에서 되살려 기입 스무 건을 잃음"));
        Assert.Equal(2, begun.Value!.Number);
        Assert.Equal("not-leader", (await after.RunOnce(Stop)).Refusals[0].Code);
        Assert.True((await after.RunOnce(Stop)).Done);
        await node.Holds(2);
        Assert.Equal(published, await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop));
    }

    [Fact]
    public async Task A_database_of_another_history_refuses()
    {
        await using var node = await TowerLedger.Open();
        await node.Act(20);
        await node.Round();
        await node.Worker.DisposeAsync();
        await Forget(node.Store, 0);
        await node.Act(40, "test.other");
        await using var strange = TowerLedger.Another(node.Tower, new BelievedLock());
        var first = node.Folder + ".kept";
        Directory.Move(node.Folder, first);
        Assert.True((await strange.RunOnce(Stop)).Done);
        await strange.DisposeAsync();
        Directory.Delete(node.Folder, recursive: true);
        Directory.Move(first, node.Folder);
        await using var after = TowerLedger.Another(node.Tower);
        Assert.Equal("other-history", (await after.RunOnce(Stop)).Refusals.Single().Code);
    }

    [Fact]
    public async Task Rotated_keys_sign_along_and_then_no_more()
    {
        await using var node = await TowerLedger.Open();
        await node.Act();
        await node.Round();
        var old = await Keys(node);
        Assert.True((await node.Tower.Do<RotateLedgerKeys, Done>(TestTower.Officer, new RotateLedgerKeys(AtOnce: false))).Done);
        await node.Round();
        var both = SignedNote.Parse(await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop)).Value;
        Assert.Equal(4, both.Signatures.Count);
        Assert.True(both.Verify([.. old]).Done);
        node.Tower.Time.Pass(TimeSpan.FromDays(31));
        await node.Act();
        await node.Round();
        var later = SignedNote.Parse(await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop)).Value;
        Assert.Equal(2, later.Signatures.Count);
        Assert.False(later.Verify([.. old]).Done);
        Assert.Equal(2, await node.Store.Read(c => c.Set<LedgerKey>().CountAsync(k => k.Secret == null, Stop)));
        await node.Holds();
    }

    [Fact]
    public async Task Only_an_officer_of_the_whole_body_keeps_the_ledger()
    {
        await using var node = await TowerLedger.Open();
        await node.Round();
        Actor[] others = [new("a", "이담당", Roles.Owner | Roles.Reader), new("b", "최부서", Roles.Officer, "d1")];
        foreach (var other in others)
        {
            Assert.Equal("forbidden", (await node.Tower.Do<RestartLedger, LedgerLog>(other, new RestartLedger("아무 이유나 길게 적어 봄"))).Refusals[0].Code);
            Assert.Equal("forbidden", (await node.Tower.Do<RotateLedgerKeys, Done>(other, new RotateLedgerKeys(true))).Refusals[0].Code);
            Assert.Equal("forbidden", (await node.Tower.Do<ChooseWitnesses, Done>(other, new ChooseWitnesses(""))).Refusals[0].Code);
        }
    }

    internal static Task<IReadOnlyList<VerifierKey>> Keys(TowerLedger node) => node.Store.Read(c => LedgerQueries.Verifiers(c, 1, Stop));

    /// <summary>What a restore of an older backup does: the rows from an index on are gone.</summary>
    private static Task<Result<Done>> Forget(TowerStore store, long from) => store.Derive<Done>(async scope =>
    {
        await scope.Context.Set<LedgerCheckpoint>().Where(c => c.Size > from).ExecuteDeleteAsync(Stop);
        await scope.Context.Set<JournalEntry>().Where(j => j.LedgerIndex >= from).ExecuteDeleteAsync(Stop);
        return Done.Well;
    }, Stop);
}
