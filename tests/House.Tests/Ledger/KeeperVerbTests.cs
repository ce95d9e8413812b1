using Haechi.House.Tests.Journal;
using Haechi.House.Tests.Support;
using Haechi.Ledger.Notes;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Ledger;

/// <summary><c>haechi ledger restart</c> and <c>haechi ledger rotate</c>, beside a node that keeps the ledger: the verbs write rows, the node follows them.</summary>
public sealed class KeeperVerbTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Rotate_makes_new_keys_and_lets_the_old_ones_sign_along(string kind)
    {
        await using var node = await Begun(kind);
        var old = await LedgerTests.Keys(node);
        var (code, said, error) = Run(node, "rotate");
        Assert.True(code == 0, error);
        Assert.Contains("the keys will be changed", said, StringComparison.Ordinal);
        // The verb wrote rows and nothing else.
        Assert.Equal(2, (await Checkpoint(node)).Signatures.Count);
        await node.Round();
        var note = await Checkpoint(node);
        Assert.Equal(4, note.Signatures.Count);
        Assert.True(note.Verify([.. old]).Done);
        node.Tower.Time.Pass(TimeSpan.FromDays(31));
        await node.Act();
        await node.Round();
        Assert.Equal(2, (await Checkpoint(node)).Signatures.Count);
        Assert.False((await Checkpoint(node)).Verify([.. old]).Done);
        await ByTerminal(node, "ledger.rotate");
        await node.Holds();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Rotate_at_once_lets_the_old_keys_sign_no_more(string kind)
    {
        await using var node = await Begun(kind);
        var old = await LedgerTests.Keys(node);
        Assert.Equal(0, Run(node, "rotate", "--at-once").Code);
        node.Tower.Time.Pass(TimeSpan.FromSeconds(5));
        await node.Round();
        var note = await Checkpoint(node);
        Assert.Equal(2, note.Signatures.Count);
        Assert.False(note.Verify([.. old]).Done);
        Assert.Equal(2, await node.Store.Read(c => c.Set<LedgerKey>().CountAsync(k => k.Secret == null, Stop)));
        await node.Holds();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Restart_begins_another_ledger_and_leaves_the_old_files_as_they_are(string kind)
    {
        await using var node = await Begun(kind);
        var before = await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop);
        var (code, said, error) = Run(node, "restart", "--reason", "11월 20일 백업에서 되살려 하루치 기록을 잃음", "--origin", "ai.haneul.example/log-2");
        Assert.True(code == 0, error);
        Assert.Contains("began the ledger 'ai.haneul.example/log-2'", said, StringComparison.Ordinal);
        // The leader finds that it leads no more, takes a new epoch and writes the whole journal into the new log.
        Assert.Equal("not-leader", (await node.Worker.RunOnce(Stop)).Refusals.Single().Code);
        await node.Round();
        await node.Holds(2);
        Assert.Equal(before, await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop));
        var log = (await node.Store.Read(c => LedgerQueries.Present(c, Stop)))!;
        Assert.Equal((2, "ai.haneul.example/log-2", "11월 20일 백업에서 되살려 하루치 기록을 잃음"), (log.Number, log.Origin, log.Reason));
        await ByTerminal(node, "ledger.restart");
    }

    [Fact]
    public async Task A_restart_that_makes_no_sense_changes_nothing_and_says_why()
    {
        await using var node = await Begun("sqlite");
        var origin = (await node.Store.Read(c => LedgerQueries.Present(c, Stop)))!.Origin;
        foreach (var (args, told) in new (string[], string)[]
        {
            (["--reason", "짧음"], "give a reason of 10 to 500 letters"), (["--reason", new string('가', 501)], "give a reason of 10 to 500 letters"), ([], "--reason"),
            (["--reason", "이유는 충분히 길게 적었음", "--origin", "https://ai.haneul.example/log"], "can't be the new ledger's name"), (["--reason", "이유는 충분히 길게 적었음", "--origin", origin], "can't be the new ledger's name"),
            (["--reason", "이유는 충분히 길게 적었음", "--origin", "two words"], "can't be the new ledger's name"),
        })
        {
            var (code, _, error) = Run(node, ["restart", .. args]);
            Assert.Equal(2, code);
            Assert.Contains(told, error, StringComparison.Ordinal);
        }
        Assert.Equal(1, (await node.Store.Read(c => LedgerQueries.Present(c, Stop)))!.Number);
        await node.Round();
        await node.Holds();
    }

    [Theory]
    [InlineData("rotate")]
    [InlineData("restart", "--reason", "이유는 충분히 길게 적었음")]
    public async Task Where_no_ledger_was_begun_there_is_nothing_to_keep(params string[] verb)
    {
        await using var node = await TowerLedger.Open();
        var (code, _, error) = Run(node, verb);
        Assert.Equal(2, code);
        Assert.Contains("there is no ledger yet; haechi serve begins one", error, StringComparison.Ordinal);
        var nowhere = Path.Combine(node.Tower.Folder, "nowhere");
        Assert.Contains("there is no register here", Command.Run(["ledger", .. verb, "--data", nowhere, "--lang", "en"]).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    [Theory]
    [InlineData("rotate")]
    [InlineData("restart")]
    public void Help_is_in_both_languages(string verb)
    {
        Assert.Contains("Example: haechi ledger " + verb, Command.Run("ledger", verb, "--help", "--lang", "en").Out, StringComparison.Ordinal);
        Assert.Contains("예: haechi ledger " + verb, Command.Run("ledger", verb, "--help", "--lang", "ko").Out, StringComparison.Ordinal);
    }

    /// <summary>A node whose clock is the machine's, as the verb's is, with some entries published.</summary>
    private static async Task<TowerLedger> Begun(string kind)
    {
        var node = await TowerLedger.Open(await TowerLedger.Database(kind));
        node.Tower.Time.Instant = DateTimeOffset.UtcNow;
        await node.Act(20);
        await node.Round();
        return node;
    }

    private static (int Code, string Out, string Error) Run(TowerLedger node, params string[] verb) =>
        Command.Run(["ledger", .. verb, "--data", node.Tower.Folder, .. node.Store.Options.Postgres is { } postgres ? (string[])["--db", postgres] : [], "--lang", "en"]);

    private static async Task<SignedNote> Checkpoint(TowerLedger node) => SignedNote.Parse(await File.ReadAllTextAsync(node.Folder + "/checkpoint", Stop)).Value;

    private static async Task ByTerminal(TowerLedger node, string act) => Assert.Equal(Actor.Terminal.Account, (await node.Entries()).Single(e => e.Act == act).Account);
}
