using System.Diagnostics;
using System.Globalization;
using Haechi.Bench.Rules;
using Haechi.Bench.Tower;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Options.Help);
    return 0;
}
var (options, wrong) = Options.Read(args);
if (options is null)
{
    Console.Error.WriteLine(wrong);
    return 2;
}
try
{
    await new Bench(options).Run();
    return 0;
}
finally
{
    if (!options.Keep && Directory.Exists(options.Data))
    {
        Directory.Delete(options.Data, recursive: true);
    }
}

/// <summary>All measurements of one run, in order.</summary>
internal sealed class Bench(Options options)
{
    private readonly BenchClock _clock = new(MadeCity.Today);

    public async Task Run()
    {
        Console.WriteLine(Machine.Describe());
        if (!File.Exists(Path.Combine(options.Data, "haechi.db")))
        {
            Console.Error.WriteLine($"making {options.Systems} systems in {options.Data} …");
            await using var empty = await Site.Build(options, _clock);
            await new MadeCity(empty.Services, _clock, options).Make();
        }
        var site = await Site.Build(options, _clock);
        await using var _ = site.ConfigureAwait(false);
        var store = site.Services.GetRequiredService<TowerStore>();
        if (options.Lag > 0)
        {
            await new LedgerLag(site.Services, options.Lag).Run();
            return;
        }
        await Counts(store);
        GC.Collect();
        var before = Environment.WorkingSet;
        var start = Stopwatch.GetTimestamp();
        await site.Open();
        Line($"open and signed in after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
        if (options.Only is null)
        {
            await site.Get("/rulebooks-preview?on=2027-03-01", false);
            Line($"first preview, asked for at once, answered {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s after the start");
        }
        foreach (var kept in site.Services.GetServices<IWarm>())
        {
            await kept.Warm(CancellationToken.None);
        }
        Line($"everything in memory {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s after the start: {GC.GetTotalMemory(true) >> 20} MB managed, working set {before >> 20} MB before, {Environment.WorkingSet >> 20} MB now\n");
        Console.WriteLine("| page | best ms | median ms | p95 ms | processors ms | |\n|---|--:|--:|--:|--:|---|");
        foreach (var page in Pages.All(await Pages.Known(store)).Where(p => options.Only is null || p.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
        {
            Console.WriteLine((await Measured.Of(page.Name, options.Runs, () => site.Get(page.Path, page.FirstByte), page.AfterChange ? () => Change(site) : null, page.Note)).ToRow());
        }
        if (options.Only is null)
        {
            await Peer(store);
        }
        GC.Collect();
        Line($"\nafter all requests: {GC.GetTotalMemory(true) >> 20} MB managed, working set {Environment.WorkingSet >> 20} MB, at most {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB (the visitor who measures included)");
    }

    /// <summary>One more act on a duty: whatever is kept by change number is stale.</summary>
    private static async Task Change(Site site)
    {
        var store = site.Services.GetRequiredService<TowerStore>();
        var officer = await store.Read(c => c.Set<Account>().FirstAsync(a => a.Persona));
        var duty = await store.Read(c => c.Set<DutyRow>().Where(d => d.IsOpen).Select(d => d.Id).FirstAsync());
        await site.Services.GetRequiredService<IHandle<AssignDuties, Assigned>>().Handle(officer.ToActor(), new AssignDuties(officer.Id, [duty]));
    }

    private static async Task Counts(TowerStore store)
    {
        await using var context = store.Open();
        var size = Directory.EnumerateFiles(store.Options.DataFolder, "haechi.db*").Sum(f => new FileInfo(f).Length) >> 20;
        Line($"{await context.Set<SystemNow>().CountAsync():N0} systems, {await context.Set<SystemVersion>().CountAsync():N0} versions, {await context.Set<DutyRow>().CountAsync():N0} duties, {await context.Set<DutyEvent>().CountAsync():N0} events of duties; database {size} MB");
    }

    /// <summary>What a plain search in the same database costs: LIKE over the facts.</summary>
    private async Task Peer(TowerStore store)
    {
        foreach (var word in new[] { "복지", "담당자", "inspect" })
        {
            Console.WriteLine((await Measured.Of($"peer: SQL LIKE '%{word}%'", Math.Min(5, options.Runs), async () =>
            {
                await using var context = store.Open();
                var like = $"%{word}%";
                var found = from n in context.Set<SystemNow>() join v in context.Set<SystemVersion>() on n.Version equals v.Id where EF.Functions.Like(v.Facts, like) select n;
                await found.CountAsync();
                await found.OrderBy(n => n.NameKey).Take(50).ToListAsync();
            }, note: "statements only, no page")).ToRow());
        }
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
