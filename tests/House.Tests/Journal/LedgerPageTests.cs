using System.Net;
using System.Text;
using Haechi.House.Tests.Support;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Proofs;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Journal;

/// <summary>What anybody sees of the ledger, and what only its keepers may do.</summary>
public sealed class LedgerPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anybody_can_prove_one_entry_with_what_the_pages_give()
    {
        await using var site = await TestSite.Open();
        var officer = await site.Enter(Roles.Officer | Roles.Reader, name: "박표지석");
        var system = (await site.Do<RegisterSystem, SystemRef>(officer, new RegisterSystem(new Dictionary<string, FactValue> { ["name"] = new TextFact("민원 분류") }, null))).Value!.System;
        await Round(site);
        using var visitor = site.NewVisitor();
        var page = await site.Get("/ledger", visitor: visitor);
        var note = SignedNote.Parse(await Bytes(site, "/ledger/log/checkpoint", visitor)).Value;
        Assert.Contains(note.Text.Split('\n')[2], page.Body!.TextContent, StringComparison.Ordinal);
        var keys = Encoding.UTF8.GetString(await Bytes(site, "/ledger/keys", visitor)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(k => VerifierKey.Parse(k).Value).ToList();
        var index = await site.Store.Read(c => c.Set<JournalEntry>().Where(j => j.Subject == "system:" + system).Select(j => j.LedgerIndex).FirstAsync(Stop));
        var entry = await site.Get($"/ledger/entries/{index}", visitor: visitor);
        Assert.DoesNotContain("박표지석", entry.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(officer.Account, entry.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var leaf = await Bytes(site, $"/ledger/entries/{index}/leaf", visitor);
        var proof = ProofBundle.Parse(Encoding.UTF8.GetString(await Bytes(site, $"/ledger/entries/{index}/proof", visitor))).Value;
        Assert.True(proof.Check(leaf, note.Text.Split('\n')[0], keys, []).Done);
        leaf[^2] ^= 1;
        Assert.False(proof.Check(leaf, note.Text.Split('\n')[0], keys, []).Done);
        var history = await site.Get($"/systems/{system}/history");
        Assert.NotNull(history.QuerySelector($"a[href='/ledger/entries/{index}']"));
    }

    [Fact]
    public async Task Files_are_served_as_outside_tools_expect_them_and_nothing_else_is()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        await Round(site);
        using var visitor = site.NewVisitor();
        using var checkpoint = await site.Send("/ledger/log/checkpoint", visitor);
        Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType!.ToString());
        Assert.True(checkpoint.Headers.CacheControl!.NoCache);
        var size = (await checkpoint.Content.ReadAsStringAsync(Stop)).Split('\n')[1];
        using var tile = await site.Send($"/ledger/log/tile/entries/000.p/{size}", visitor);
        Assert.Equal(HttpStatusCode.OK, tile.StatusCode);
        Assert.Contains("immutable", tile.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("application/octet-stream", tile.Content.Headers.ContentType!.ToString());
        Assert.False(tile.Headers.Contains("Set-Cookie"));
        using var same = await site.Send($"/ledger/logs/1/tile/0/000.p/{size}", visitor);
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        foreach (var path in (string[])["/ledger/log/.lock", "/ledger/log/..%2f..%2fhaechi.db", "/ledger/log/tile/0/../../.lock", "/ledger/log/tile/9/000", "/ledger/logs/99/checkpoint", "/ledger/entries/99999", "/ledger/entries/x", "/ledger/entries/99999/proof"])
        {
            using var none = await site.Send(path, visitor);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    [Fact]
    public async Task Document_and_salt_are_for_those_who_may_show_them()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        await Round(site);
        using var visitor = site.NewVisitor();
        using var stranger = await site.Send("/ledger/entries/0/document", visitor);
        Assert.Equal(HttpStatusCode.Redirect, stranger.StatusCode);
        using var opened = await site.Send("/ledger/entries/0/document");
        using var json = System.Text.Json.JsonDocument.Parse(await opened.Content.ReadAsStringAsync(Stop));
        var leaf = await site.Store.Read(c => c.Set<JournalEntry>().Where(j => j.LedgerIndex == 0).Select(j => j.Leaf).SingleAsync(Stop));
        var commitment = Convert.ToBase64String(JournalLeaf.Commit(json.RootElement.GetProperty("salt").GetBytesFromBase64(), json.RootElement.GetProperty("document").GetString()!));
        Assert.Contains(commitment, System.Text.Json.JsonDocument.Parse(leaf).RootElement.GetProperty("commitment").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Witnesses_and_keys_are_kept_on_a_page()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Officer);
        await Round(site);
        var key = SignerKey.Generate("witness.example/1", KeyType.Cosignature).Verifier;
        using var wrong = await site.Post("/settings/ledger/witnesses", new() { ["witnesses"] = "nonsense" }, "/settings/ledger");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var kept = await site.Post("/settings/ledger/witnesses", new() { ["witnesses"] = $"https://witness.example {key}" }, "/settings/ledger");
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        Assert.Contains("https://witness.example", (await site.Get("/settings/ledger")).Body!.TextContent, StringComparison.Ordinal);
        using var rotated = await site.Post("/settings/ledger/rotate", new() { ["at-once"] = "true" }, "/settings/ledger");
        await Round(site);
        Assert.Equal(4, (await site.Get("/ledger")).QuerySelectorAll("tbody tr").Length);
    }

    private static async Task Round(TestSite site)
    {
        var round = await site.App.Services.GetRequiredService<LedgerWorker>().RunOnce(Stop);
        Assert.True(round.Done, round.Done ? "" : round.Refusals[0].ToLine("en"));
    }

    private static async Task<byte[]> Bytes(TestSite site, string path, HttpClient visitor)
    {
        using var answer = await site.Send(path, visitor);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Stop);
    }
}
