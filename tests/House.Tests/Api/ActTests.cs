using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Api;

/// <summary>Acts through the API: versions, keys, problems.</summary>
public sealed class ActTests
{
    private const Roles Everything = Roles.Officer | Roles.Owner | Roles.Verifier | Roles.Reader;

    [Fact]
    public async Task A_system_is_changed_only_by_whoever_saw_its_newest_version()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        var id = await api.System("복지 상담");
        var read = await api.Get("systems/" + id);
        Assert.Equal("\"1\"", read.Tag);
        Assert.Equal((428, "no-version-given"), Of(await api.Post($"systems/{id}/facts", """{"facts": {"purpose": "상담"}}""")));
        var changed = await api.Post($"systems/{id}/facts", """{"facts": {"purpose": "상담"}}""", ("If-Match", read.Tag!));
        Assert.Equal((200, "\"2\""), (changed.Status, changed.Tag));
        Assert.Equal((412, "changed-meanwhile"), Of(await api.Post($"systems/{id}/facts", """{"facts": {"purpose": "안내"}}""", ("If-Match", read.Tag!))));
        Assert.Equal((400, "wrong-header"), Of(await api.Post($"systems/{id}/facts", """{"facts": {"purpose": "안내"}}""", ("If-Match", "2"))));
        Assert.Equal(200, (await api.Post($"systems/{id}/facts", """{"facts": {"purpose": null}}""", ("If-Match", "*"))).Status);
        var now = await api.Get("systems/" + id);
        Assert.Equal((3, false), (now.Json.GetProperty("version").GetInt32(), now.Json.GetProperty("facts").TryGetProperty("purpose", out _)));
        Assert.Equal(304, (await api.Get("systems/" + id, ("If-None-Match", now.Tag!))).Status);
        Assert.Equal(200, (await api.Get("systems/" + id, ("If-None-Match", "\"1\""))).Status);
        Assert.Equal(200, (await api.Post($"systems/{id}/versions/2/undo", "{}", ("If-Match", "\"3\""))).Status);
        Assert.Equal(["undo", "change", "change", "create"], (await api.Get($"systems/{id}/history")).Json.EnumerateArray().Select(v => v.GetProperty("change").GetString()));
        Assert.Equal(200, (await api.Post($"systems/{id}/state", """{"state": "pilot"}""", ("If-Match", "\"4\""))).Status);
    }

    [Fact]
    public async Task Asking_again_with_a_key_acts_once_and_answers_the_same()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        const string Body = """{"facts": {"name": "교통 신호"}}""";
        var first = await api.Post("systems", Body, ("Idempotency-Key", "k-1"));
        var again = await api.Post("systems", Body, ("Idempotency-Key", "k-1"));
        Assert.Equal((200, 200, first.Text, first.Tag), (first.Status, again.Status, again.Text, again.Tag));
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal((422, "key-reused"), Of(await api.Post("systems", """{"facts": {"name": "다른 것"}}""", ("Idempotency-Key", "k-1"))));
        Assert.Equal((400, "wrong-header"), Of(await api.Post("systems", Body, ("Idempotency-Key", "k 1"))));
        // What was refused leaves nothing: mended, the same key works.
        Assert.Equal(403, (await api.Post("accounts/x/reset", "{}", ("Idempotency-Key", "k-2"))).Status);
        Assert.Equal(200, (await api.Post("systems", Body, ("Idempotency-Key", "k-2"))).Status);
        Assert.Equal(2, (await api.Get("systems")).Json.GetProperty("total").GetInt32());
        // Another token has keys of its own, and after a day a key is free again.
        using var other = await ApiClient.Of(site, Everything);
        Assert.NotEqual(first.Text, (await other.Post("systems", Body, ("Idempotency-Key", "k-1"))).Text);
        site.Time.Pass(TimeSpan.FromHours(25));
        Assert.NotEqual(first.Text, (await api.Post("systems", Body, ("Idempotency-Key", "k-1"))).Text);
        Assert.Equal(1, await site.Store.Read(c => c.Set<ApiReceipt>().CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task The_same_key_sent_twenty_times_at_once_acts_once()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => api.Post("systems", """{"facts": {"name": "한 번만"}}""", ("Idempotency-Key", "once"))));
        Assert.All(answers, a => Assert.True(a.Status is 200 or 409, a.Text));
        Assert.Single(answers.Where(a => a.Status == 200).Select(a => a.Text).Distinct());
        Assert.Equal(1, (await api.Get("systems")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_secret_is_kept_in_no_receipt()
    {
        await using var site = await TestSite.Open();
        await site.Enter(Roles.Administrator | Roles.Officer);
        var admin = (await site.Store.Read(c => c.Set<Haechi.Tower.Access.Account>().FirstAsync(a => (a.Roles & Roles.Administrator) != 0, TestContext.Current.CancellationToken))).ToActor();
        var made = await site.Do<MakeToken, NewToken>(admin, new MakeToken("admin", ["access:write"]));
        using var http = site.NewVisitor();
        using var api = new ApiClient(http, made.Value!.Secret, admin);
        const string Body = """{"login": "park.bada", "person": {"name": "박바다", "roles": ["reader"]}}""";
        var first = await api.Post("accounts", Body, ("Idempotency-Key", "a-1"));
        Assert.Equal(200, first.Status);
        Assert.Equal((409, "shown-once"), Of(await api.Post("accounts", Body, ("Idempotency-Key", "a-1"))));
        Assert.Null(await site.Store.Read(c => c.Set<ApiReceipt>().Select(r => r.Answer).SingleAsync(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("""{"facts": {"name": "x"}, "colour": "red"}""", 422, "unknown-name", "$.colour")]
    [InlineData("{}", 422, "missing", "$.facts")]
    [InlineData("{\n  \"facts\": {\"name\": \"x\",}\n}", 400, "wrong-json", "line 2")]
    [InlineData("""{"facts": {"name": "x"}, "found": "maybe"}""", 400, "wrong-json", "$.found")]
    [InlineData("""{"facts": {"name": "x"}, "valid_from": "9999-12-31"}""", 400, "wrong-json", "$.valid_from")]
    [InlineData("""{"facts": {"name": 5}}""", 422, "wrong-value", "$.facts.name")]
    [InlineData("""{"facts": {"no_such_fact": 5}}""", 422, "unknown-question", "$.facts.no_such_fact")]
    [InlineData("""{"facts": {"name": "a\u0000b"}}""", 400, "wrong-json", "line 1")]
    [InlineData("""{"facts": {"name": "\ud800"}}""", 400, "wrong-json", "line 1")]
    [InlineData("[1]", 400, "wrong-json", "$")]
    [InlineData("null", 400, "wrong-json", "$")]
    [InlineData("""{"facts": {"name": "x", "affected_groups": ["a", null]}}""", 400, "wrong-json", "line 1")]
    [InlineData("""{"facts": {"name": "x"}, "facts": {"name": "y"}}""", 400, "wrong-json", null)]
    public async Task What_cannot_be_read_is_refused_with_its_place(string body, int status, string code, string? where)
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        var answer = await api.Post("systems", body, ("Accept-Language", "en"));
        Assert.Equal((status, code, "application/problem+json"), (answer.Status, answer.Code, answer.Type));
        var reason = answer.Json.GetProperty("reasons")[0];
        Assert.True(where is null || reason.GetProperty("where").GetString() == where, answer.Text);
        Assert.All(new[] { "ko", "en" }, l => Assert.NotEmpty(reason.GetProperty("message").GetProperty(l).GetString()!));
        Assert.Equal(0, (await api.Get("systems")).Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("duplicates/join", """{"pairs": [null]}""")]
    [InlineData("rulebooks/install", """{"books": [null]}""")]
    [InlineData("gate/settings", """{"production": [null]}""")]
    public async Task A_list_that_holds_null_is_refused(string path, string body)
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        Assert.Equal((400, "wrong-json"), Of(await api.Post(path, body)));
    }

    [Theory]
    [InlineData("systems?colour=red", 400, "unknown-parameter")]
    [InlineData("systems?limit=0", 400, "wrong-query")]
    [InlineData("systems?limit=5&limit=6", 400, "wrong-query")]
    [InlineData("systems?on=gestern", 400, "wrong-query")]
    [InlineData("systems?cursor=x", 400, "wrong-cursor")]
    [InlineData("systems?state=broken", 400, "wrong-query")]
    [InlineData("systems/none", 404, "not-found")]
    [InlineData("nothing", 404, "not-found")]
    [InlineData("systems?q=%00", 400, "wrong-text")]
    [InlineData("duties/assign", 404, "not-found")]
    public async Task A_question_that_cannot_be_answered_says_why(string path, int status, string code)
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        Assert.Equal((status, code), Of(await api.Get(path)));
    }

    [Fact]
    public async Task Pages_of_a_list_are_pages_of_one_list_while_it_changes()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        for (var i = 0; i < 7; i++)
        {
            await api.System($"시스템 {i}");
            site.Time.Pass(TimeSpan.FromSeconds(1));
        }
        var (seen, next) = (new List<string>(), "systems?limit=3&sort=name");
        while (next is not null)
        {
            var page = await api.Get(next);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("name").GetString()!));
            next = page.Json.GetProperty("next").GetString();
            site.Time.Pass(TimeSpan.FromSeconds(1));
            // Comes first by name, and must move nothing.
            await api.System($"가나다 {seen.Count}");
        }
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"시스템 {i}"), seen);
        Assert.Equal(10, (await api.Get("systems?limit=1")).Json.GetProperty("total").GetInt32());
        var first = (await api.Get("systems?limit=3")).Json.GetProperty("next").GetString()!;
        Assert.Equal((400, "wrong-cursor"), Of(await api.Get(first + "&state=pilot")));
    }

    [Fact]
    public async Task A_whole_list_comes_as_csv_and_lines()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        await api.System("=cmd()", ", \"purpose\": \"a, b\"");
        var csv = await api.Get("systems.csv");
        Assert.Equal("text/csv", csv.Type);
        Assert.Contains("'=cmd()", csv.Text, StringComparison.Ordinal);
        Assert.StartsWith("id,number,name,department_id,department_name_ko,", csv.Text, StringComparison.Ordinal);
        var lines = await api.Get("systems?facts=true", ("Accept", "application/jsonl"));
        Assert.Equal("a, b", JsonDocument.Parse(lines.Text.TrimEnd()).RootElement.GetProperty("facts").GetProperty("purpose").GetString());
    }

    [Fact]
    public async Task The_journal_shows_who_did_what_through_the_api()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        var id = await api.System("복지 상담");
        var entries = (await api.Get($"journal?subject=system:{id}")).Json.GetProperty("items");
        Assert.Equal(("register.create", api.Owner.Account), (entries[0].GetProperty("act").GetString(), entries[0].GetProperty("account").GetString()));
        Assert.Contains((await api.Get("journal")).Json.GetProperty("items").EnumerateArray(), e => e.GetProperty("act").GetString() == "access.token-used");
        // By its token's id, never its secret; and the commitment of the ledger covers it.
        var token = await site.Store.Read(c => c.Set<ApiToken>().Select(t => t.Id).SingleAsync(TestContext.Current.CancellationToken));
        Assert.Equal(token, entries[0].GetProperty("token").GetString());
        Assert.Equal(2, (await api.Get("journal?token=" + token)).Json.GetProperty("items").GetArrayLength());
        Assert.DoesNotContain(api.Token, (await api.Get("journal")).Text, StringComparison.Ordinal);
        var row = await site.Store.Read(c => c.Set<JournalEntry>().SingleAsync(j => j.Act == "register.create", TestContext.Current.CancellationToken));
        Assert.True(JournalLeaf.Opens(row));
        Assert.Contains(token, JournalLeaf.Document(row.Account, row.Subject, row.Detail, row.Token), StringComparison.Ordinal);
        Assert.False(JournalLeaf.Opens(new JournalEntry { Account = row.Account, Act = row.Act, Subject = row.Subject, Detail = row.Detail, Salt = row.Salt, Leaf = row.Leaf }));
        Assert.All(await site.Store.Read(c => c.Set<JournalEntry>().Where(j => j.Act == "access.make-token").ToListAsync(TestContext.Current.CancellationToken)), j => Assert.Null(j.Token));
        Assert.Equal(1, await site.Store.Read(c => c.Set<JournalEntry>().CountAsync(j => j.Act == "access.token-used", TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_problem_speaks_the_language_that_is_asked_for()
    {
        await using var site = await TestSite.Open();
        using var api = await ApiClient.Of(site, Everything);
        Assert.Contains("찾지 못했습니다", (await api.Get("systems/none", ("Accept-Language", "ko"))).Json.GetProperty("detail").GetString()!, StringComparison.Ordinal);
        Assert.Contains("there is no system", (await api.Get("systems/none", ("Accept-Language", "en"))).Json.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    private static (int, string?) Of(ApiAnswer answer) => (answer.Status, answer.Code);
}
