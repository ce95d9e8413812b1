using Haechi.Rules.Facts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>
/// Takes the facts that say a text out of every version of a system, the past ones too, with names and search words made of them. A new version says that it was done. What is left of past
/// versions is as it was.
/// </summary>
internal static class FactErasure
{
    /// <summary>Within a longer text, a shorter one than this could stand anywhere by chance.</summary>
    private const int Telling = 5;

    public static async Task Erase(WriteScope scope, string system, string text, CancellationToken stop)
    {
        var context = scope.Context;
        var wanted = text.Normalize().Trim();
        var versions = await context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system).OrderBy(v => v.Number).ToListAsync(stop);
        var saying = versions.Where(v => Saying(FactsJson.Read(v.Facts), wanted).Count > 0 || Says(v.Note, wanted)).ToList();
        if (saying.Count == 0)
        {
            return;
        }
        await SayNoMore(scope, system, versions[^1], wanted, stop);
        foreach (var version in saying)
        {
            var before = FactsJson.Read(version.Facts);
            var after = Without(before, wanted);
            var json = FactsJson.Write(after);
            var number = await context.Set<AiSystem>().Where(s => s.Id == system).Select(s => s.Number).SingleAsync(stop);
            var name = after.Text("name") is { Length: > 0 } given ? given : $"AI-{number}";
            var (key, organisation, note) = (SearchText.Fold(name), after.Text("organisation"), Says(version.Note, wanted) ? null : version.Note);
            await context.Set<SystemVersion>().Where(v => v.Id == version.Id).ExecuteUpdateAsync(u => u.SetProperty(v => v.Facts, json).SetProperty(v => v.Name, name)
                .SetProperty(v => v.NameKey, key).SetProperty(v => v.Organisation, organisation).SetProperty(v => v.Note, note), stop);
            await context.Set<SystemSpan>().Where(s => s.Version == version.Id).ExecuteUpdateAsync(u => u.SetProperty(s => s.Name, name).SetProperty(s => s.NameKey, key).SetProperty(s => s.Organisation, organisation), stop);
        }
        await ForgetWords(context, system, stop);
    }

    /// <summary>The newest version of a system that is still in the lists says it no more.</summary>
    private static async Task SayNoMore(WriteScope scope, string system, SystemVersion newest, string wanted, CancellationToken stop)
    {
        var row = await scope.Context.Set<AiSystem>().AsNoTracking().SingleAsync(s => s.Id == system, stop);
        if (row.LeftAt is null)
        {
            await Versions.Append(scope, row, newest, new NextVersion(Without(FactsJson.Read(newest.Facts), wanted), newest.Department, newest.Product, "erase", scope.Today));
        }
    }

    /// <summary>Past versions are searched by today's words from now on: their own would still find what was erased.</summary>
    private static async Task ForgetWords(TowerContext context, string system, CancellationToken stop)
    {
        var spans = await context.Set<SystemSpan>().AsNoTracking().Where(s => s.System == system).OrderBy(s => s.VersionNumber).Select(s => s.Words).ToListAsync(stop);
        var today = spans[^1];
        await context.Set<SystemSpan>().Where(s => s.System == system).ExecuteUpdateAsync(u => u.SetProperty(s => s.Words, today), stop);
        foreach (var words in spans.Where(w => w != today).Distinct())
        {
            _ = context.IsSqlite ? await context.Database.ExecuteSqlAsync($"DELETE FROM system_search WHERE rowid = {words}", stop) : await context.Database.ExecuteSqlAsync($"DELETE FROM system_search WHERE id = {words}", stop);
        }
    }

    private static SystemFacts Without(SystemFacts facts, string text) => facts.With(Saying(facts, text).Select(f => KeyValuePair.Create(f, (HeldFact?)null)));

    private static List<string> Saying(SystemFacts facts, string text) => [.. facts.ById.Where(f => Says(f.Value.Value, text)).Select(f => f.Key)];

    private static bool Says(FactValue value, string text) => value switch
    {
        TextFact one => Says(one.Value, text),
        SetFact set => set.Values.Any(v => Says(v, text)),
        ListFact list => list.Records.Any(r => r.Facts.Values.Any(v => Says(v, text))),
        _ => false,
    };

    private static bool Says(string? said, string text) => said?.Normalize().Trim() is { } one && (one == text || (text.Length >= Telling && one.Contains(text, StringComparison.Ordinal)));
}
