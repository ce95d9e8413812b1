using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Journal;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Erasure;
using Haechi.Tower.Files;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Profiles;
using Haechi.Tower.Register.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Erasure;

/// <summary>What is erased is gone, what the law keeps stays, and the ledger verifies as before.</summary>
public sealed class ErasureTests
{
    private const string Private = "홍표지 010-9999-8888";
    private const string First = $"관리번호,시스템명,설명\nA-1,민원 챗봇,{Private}\nA-2,주차 안내,빈자리를 알린다\n";
    private static readonly Actor Auditor = new("auditor-1", "남감사", Roles.Auditor);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task An_erased_account_is_nobody_and_the_ledger_still_verifies(string kind)
    {
        await using var node = await TowerLedger.Open(await TowerLedger.Database(kind));
        var made = (await node.Tower.Do<MakeAccount, OneTimeAddress>(TestTower.Administrator, new MakeAccount("markedlogin", new AccountDetails("표지이름", "표지직위", "marked@mail.example", Roles.Officer | Roles.Reader, null)))).Value!;
        var person = new Actor(made.Account, "표지이름", Roles.Officer | Roles.Reader);
        await node.Tower.Do<AddDepartment, string>(person, new AddDepartment("민원과", null));
        await node.Round();
        var open = await Ask(node.Tower, "account:" + made.Account);
        Assert.Equal("still-open", open.Refusals.Single().Code);
        await node.Tower.Do<ChangeAccount, Done>(TestTower.Administrator, new ChangeAccount(made.Account, new AccountDetails("표지이름", "표지직위", "marked@mail.example", Roles.Reader, null), true));
        await node.Round();
        var leaves = (await node.Entries()).Select(e => Convert.ToBase64String(e.Leaf)).ToList();
        await Erase(node.Tower, "account:" + made.Account);
        var entries = await node.Entries();
        Assert.Equal(leaves, entries.Take(leaves.Count).Select(e => Convert.ToBase64String(e.Leaf)));
        Assert.DoesNotContain(entries, e => (e.Account + e.Subject + e.Detail).Contains(made.Account, StringComparison.Ordinal) && e.Act != "erasure.ask");
        Assert.All(entries.Where(e => e.Account == JournalEntry.Erased || e.Subject == "account:erased"), e => Assert.False(JournalLeaf.Opens(e)));
        Assert.Contains(entries, e => e.Act == "department.add" && e.Account == JournalEntry.Erased && e.Detail.Contains("민원과", StringComparison.Ordinal));
        await node.Round();
        await node.Holds();
        foreach (var mark in kind == "sqlite" ? (string[])["표지이름", "표지직위", "marked@mail.example", "markedlogin"] : [])
        {
            Assert.False(InFiles(node.Tower.Folder, mark), mark);
        }
        Assert.Equal("not-found", (await Ask(node.Tower, "account:" + made.Account)).Refusals.Single().Code);
    }

    [Fact]
    public async Task An_erased_cell_takes_its_fact_and_file_along_and_does_not_come_back()
    {
        await using var tower = await TestTower.Open();
        var run = await Import(tower, First, null);
        await Import(tower, First.Replace("빈자리를", "빈 자리를", StringComparison.Ordinal), run.Profile);
        var row = await tower.Store.Read(c => c.Set<SourceRow>().FirstAsync(r => r.Import == run.Id && r.Line == 2, Stop));
        var column = Array.IndexOf(JsonSerializer.Deserialize<string[]>(row.Cells)!, Private);
        var thing = $"cell:{run.Id}.2.{column}";
        var done = await Erase(tower, thing);
        Assert.Equal(Digest.Of(done.Certificate!), done.CertificateHash);
        Assert.Contains(thing, done.Certificate, StringComparison.Ordinal);
        await Nowhere(tower, row.System);
        Assert.Equal("not-found", (await tower.Services.GetRequiredService<FileStore>().Open(row.FileHash, Stop)).Refusals.Single().Code);
        // The same file again, and the import undone: both leave it out.
        await Import(tower, First.Replace("주차 안내", "주차장 안내", StringComparison.Ordinal), run.Profile);
        await Nowhere(tower, row.System);
        Assert.True((await tower.Do<UndoImport, UndoneImport>(TestTower.Officer, new UndoImport(run.Id))).Done);
        await Nowhere(tower, row.System);
        Assert.False(InFiles(tower.Folder, "홍표지"));
        var stone = await tower.Store.Read(c => c.Set<Tombstone>().SingleAsync(Stop));
        Assert.Equal((thing, "auditor", "개인정보 보호법 제36조"), (stone.Thing, stone.Role, stone.Provision));
    }

    [Fact]
    public async Task An_export_names_what_was_erased()
    {
        await using var tower = await TestTower.Open();
        var run = await Import(tower, First, null);
        await Erase(tower, $"cell:{run.Id}.2.2");
        var exported = await tower.Do<ExportInventory, ExportedInventory>(TestTower.Officer, new ExportInventory(run.Profile, Moment.Now(tower.Clock)));
        var loss = exported.Value!.Written.Losses.Single(l => l.Kind == LossKind.Erased);
        Assert.Equal(("AI-1", "설명"), (loss.System, loss.Column));
        Assert.Contains(exported.Value.Table.Rows, r => r.Cells.SequenceEqual(["A-1", "민원 챗봇", ""]));
        Assert.Contains(exported.Value.Table.Rows, r => r.Cells.SequenceEqual(["A-2", "주차 안내", "빈자리를 알린다"]));
    }

    [Fact]
    public async Task Evidence_is_kept_for_five_years_and_then_due_for_disposal()
    {
        await using var tower = await Duty.Tower();
        var duty = await Duty.Of(tower, await Duty.Deployed(tower), "practice_testing");
        var owner = new Actor("owner-1", "박담당", Roles.Owner);
        var file = (await tower.Services.GetRequiredService<FileStore>().Put(new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7 표지")), stop: Stop)).Value!;
        var given = (await tower.Do<GiveEvidence, EvidenceRef>(owner, new GiveEvidence(duty.Id, "시험 보고서", file, "시험.pdf"))).Value!;
        var early = (await Ask(tower, "evidence:" + given.Evidence)).Refusals.Single();
        Assert.Equal(("kept-by-law", "인공지능기본법 시행령 제27조제2항"), (early.Code, early.Provision));
        tower.Time.Pass(TimeSpan.FromDays((5 * 365) + 3));
        Assert.Equal(["evidence:" + given.Evidence], await tower.Store.Read(c => tower.Services.GetRequiredService<Erasers>().Due(c, tower.Clock.Today, Stop)));
        await Erase(tower, "evidence:" + given.Evidence, "time-over");
        Assert.Equal("not-found", (await tower.Services.GetRequiredService<FileStore>().Open(file.Hash, Stop)).Refusals.Single().Code);
        Assert.Empty(await tower.Store.Read(c => tower.Services.GetRequiredService<Erasers>().Due(c, tower.Clock.Today, Stop)));
    }

    [Fact]
    public async Task Nothing_held_is_erased_until_the_hold_is_lifted()
    {
        await using var tower = await TestTower.Open();
        var run = await Import(tower, First, null);
        var system = await tower.Store.Read(c => c.Set<SourceRow>().Where(r => r.Line == 2).Select(r => r.System).FirstAsync(Stop));
        var asked = (await Ask(tower, $"cell:{run.Id}.2.2")).Value!;
        var hold = (await tower.Do<HoldThing, string>(TestTower.Officer, new HoldThing("system:" + system, "2026가합123"))).Value!;
        Assert.Equal("held", (await Sign(tower, asked)).Refusals.Single().Code);
        Assert.Equal("held", (await Ask(tower, $"cell:{run.Id}.2.2")).Refusals.Single().Code);
        Assert.True((await tower.Do<LiftHold, Done>(TestTower.Officer, new LiftHold(hold))).Done);
        Assert.True((await Sign(tower, asked)).Done);
    }

    [Fact]
    public async Task Whoever_asked_does_not_sign_and_the_list_is_the_one_that_was_seen()
    {
        await using var tower = await TestTower.Open();
        var run = await Import(tower, First, null);
        var both = new Actor("both", "이겸직", Roles.Administrator | Roles.Auditor | Roles.Officer);
        var asked = (await tower.Do<AskErasure, string>(both, new AskErasure([$"cell:{run.Id}.2.2"], "request"))).Value!;
        Assert.Equal("own-request", (await Sign(tower, asked, both)).Refusals.Single().Code);
        Assert.Equal("forbidden", (await Sign(tower, asked, TestTower.Officer)).Refusals.Single().Code);
        Assert.Equal("changed-meanwhile", (await tower.Do<SignErasure, ErasureCase>(Auditor, new SignErasure(asked, new string('0', 64)))).Refusals.Single().Code);
        Assert.True((await tower.Do<RefuseErasure, Done>(Auditor, new RefuseErasure(asked))).Done);
        Assert.Equal("decided", (await Sign(tower, asked)).Refusals.Single().Code);
        Assert.Equal("no-ground", (await tower.Do<AskErasure, string>(both, new AskErasure([$"cell:{run.Id}.2.2"], ""))).Refusals.Single().Code);
        Assert.Equal("wrong-thing", (await Ask(tower, "weather:today")).Refusals.Single().Code);
        Assert.Contains(Private, await tower.Store.Read(c => c.Set<SourceRow>().Where(r => r.Line == 2).Select(r => r.Cells).FirstAsync(Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasures_are_done_again_in_a_database_from_before_them()
    {
        await using var tower = await TestTower.Open();
        var run = await Import(tower, First, null);
        await Erase(tower, $"cell:{run.Id}.2.2");
        var list = ErasureList.Read(ErasureList.PathOf(tower.Store.Options));
        Assert.Equal($"cell:{run.Id}.2.2", Assert.Single(list).Thing);
        Assert.DoesNotContain("홍표지", await File.ReadAllTextAsync(ErasureList.PathOf(tower.Store.Options), Stop), StringComparison.Ordinal);
        // A database that never heard of it: the same import, and no tombstone.
        await using var older = await TestTower.Open();
        var again = await Import(older, First, null);
        IReadOnlyList<ErasedLine> lines = [list[0] with { Thing = $"cell:{again.Id}.2.2" }, list[0] with { Thing = "account:nobody" }];
        Assert.Equal(new ReplayedErasures(1, 0, 1), (await older.Do<ReplayErasures, ReplayedErasures>(Actor.Terminal, new ReplayErasures(lines))).Value);
        Assert.Equal(new ReplayedErasures(0, 2, 0), (await older.Do<ReplayErasures, ReplayedErasures>(Actor.Terminal, new ReplayErasures(lines))).Value);
        Assert.False(InFiles(older.Folder, "홍표지"));
    }

    private static Task<Result<string>> Ask(TestTower tower, string thing, string ground = "request") => tower.Do<AskErasure, string>(TestTower.Officer, new AskErasure([thing], ground));

    private static async Task<Result<ErasureCase>> Sign(TestTower tower, string asked, Actor? by = null) =>
        await tower.Do<SignErasure, ErasureCase>(by ?? Auditor, new SignErasure(asked, await tower.Store.Read(c => c.Set<ErasureCase>().Where(e => e.Id == asked).Select(e => e.ListHash).SingleAsync(Stop))));

    internal static async Task<ErasureCase> Erase(TestTower tower, string thing, string ground = "request")
    {
        var asked = await Ask(tower, thing, ground);
        Assert.True(asked.Done, asked.Done ? "" : asked.Refusals[0].ToLine("en"));
        var signed = await Sign(tower, asked.Value);
        Assert.True(signed.Done, signed.Done ? "" : signed.Refusals[0].ToLine("en"));
        return signed.Value;
    }

    private static async Task<ImportRun> Import(TestTower tower, string text, string? profile)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await tower.Services.GetRequiredService<FileStore>().Put(new MemoryStream(bytes), stop: Stop);
        var table = TableReader.Read(new MemoryStream(bytes), "목록.csv", stop: Stop);
        var result = await tower.Do<ImportInventory, ImportResult>(TestTower.Officer, new ImportInventory(table.Value!, new ImportChoices { Profile = profile }, Stored: true));
        Assert.True(result.Done, result.Done ? "" : result.Refusals[0].ToLine("en"));
        return await tower.Store.Read(c => c.Set<ImportRun>().SingleAsync(r => r.Id == result.Value!.Run, Stop));
    }

    /// <summary>No cell and no version of the system says it.</summary>
    private static async Task Nowhere(TestTower tower, string system)
    {
        Assert.DoesNotContain(await tower.Store.Read(c => c.Set<SourceRow>().Where(r => r.System == system).Select(r => r.Cells).ToListAsync(Stop)), t => t.Contains("홍표지", StringComparison.Ordinal));
        Assert.DoesNotContain(await tower.Store.Read(c => c.Set<SystemVersion>().Where(v => v.System == system).Select(v => v.Facts).ToListAsync(Stop)), t => t.Contains("홍표지", StringComparison.Ordinal));
    }

    /// <summary>True when the bytes of a text stand in any file below a folder.</summary>
    internal static bool InFiles(string folder, string text) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        // Files that only lock hold nothing, and can't be opened by another.
        .Where(f => Path.GetFileName(f)[0] != '.').Any(f => Bytes(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
