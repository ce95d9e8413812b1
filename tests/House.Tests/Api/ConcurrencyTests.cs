using System.Collections.Concurrent;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Tower.Common;

namespace Haechi.House.Tests.Api;

/// <summary>Sixty-four programs edit the same systems at once. Each adds its mark to what it read; a mark that was acknowledged and is not there in the end would be a lost update.</summary>
public sealed class ConcurrencyTests
{
    private const int Clients = 64;
    private const int Systems = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_edit_at_once_conflicts_are_told_and_nothing_is_lost(bool postgres)
    {
        var rounds = Environment.GetEnvironmentVariable("HAECHI_LONG") is { Length: > 0 } ? 20 : 2;
        await using var site = await TestSite.Open(postgres: postgres ? await PostgresCluster.NewDatabase() : null);
        using var api = await ApiClient.Of(site, Roles.Officer | Roles.Reader);
        var systems = new List<string>();
        for (var i = 0; i < Systems; i++)
        {
            systems.Add(await api.System($"시스템 {i}"));
        }
        var (kept, conflicts) = (new ConcurrentBag<(string System, string Mark)>(), 0);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (var round = 0; round < rounds; round++)
            {
                var (system, mark) = (systems[(client + round) % Systems], $"[{client}.{round}]");
                for (var tried = 0; ; tried++)
                {
                    Assert.True(tried < 500, "a client never got through");
                    var read = await api.Get("systems/" + system);
                    var text = read.Json.GetProperty("facts").TryGetProperty("purpose", out var purpose) ? purpose.GetString() : "";
                    var body = JsonSerializer.Serialize(new { facts = new { purpose = text + mark } });
                    var changed = await api.Post($"systems/{system}/facts", body, ("If-Match", read.Tag!));
                    Assert.True(changed.Status is 200 or 412, changed.Text);
                    if (changed.Status == 200)
                    {
                        kept.Add((system, mark));
                        break;
                    }
                    Interlocked.Increment(ref conflicts);
                }
            }
        }));
        Assert.Equal(Clients * rounds, kept.Count);
        foreach (var system in systems)
        {
            var text = (await api.Get("systems/" + system)).Json.GetProperty("facts").GetProperty("purpose").GetString()!;
            Assert.Empty(kept.Where(k => k.System == system && !text.Contains(k.Mark, StringComparison.Ordinal)));
            // And nothing twice: a conflict that was told changed nothing.
            Assert.Equal(kept.Count(k => k.System == system), text.Count(c => c == '['));
        }
        Assert.True(conflicts > 0, "nobody ever met anybody: this tested nothing");
        TestContext.Current.TestOutputHelper?.WriteLine($"{kept.Count} changes, {conflicts} conflicts told");
    }
}
