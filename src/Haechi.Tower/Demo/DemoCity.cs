using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Demo;

/// <summary>
/// Fills an empty tower with the fictional city of Haneul. The story is told in a tower of its own beside the real one, with a clock that runs through the past year; the finished database is
/// then brought over in one step. So a fill that is interrupted leaves nothing behind, and nothing that runs meanwhile sees a past that is still being told.
/// </summary>
internal sealed class DemoCity(TowerStore store) : IDemoCity
{
    private const string Filled = "demo.fill";

    /// <inheritdoc />
    public async Task Fill(CancellationToken stop)
    {
        if (await IsFilled(stop))
        {
            return;
        }
        var staged = store.Options with { DataFolder = Path.Combine(store.Options.DataFolder, "filling-" + NewId.Next()), Postgres = null };
        try
        {
            await Tell(staged, stop);
            BringFiles(staged);
            BringDatabase(staged);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            if (Directory.Exists(staged.DataFolder))
            {
                Directory.Delete(staged.DataFolder, recursive: true);
            }
        }
    }

    private Task<bool> IsFilled(CancellationToken stop) => store.Read(async c =>
    {
        if (await c.Set<JournalEntry>().AnyAsync(j => j.Act == Filled, stop))
        {
            return true;
        }
        if (store.Options.Postgres is not null)
        {
            throw new InvalidOperationException("The demonstration fills a data folder with SQLite, not a PostgreSQL database.");
        }
        return await c.Set<AiSystem>().AnyAsync(stop) || await c.Set<Department>().AnyAsync(stop) || await c.Set<Account>().AnyAsync(stop)
            ? throw new InvalidOperationException($"'{store.Options.DataFolder}' holds a register that is no demonstration; it was left alone. Give an empty folder with --data.")
            : false;
    });

    private async Task Tell(TowerOptions staged, CancellationToken stop)
    {
        var findings = new Findings();
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(staged.RulebooksFolder.TrimEnd(Path.DirectorySeparatorChar)))!, "samples", "haneul", "city");
        var city = CityReader.Read(folder, findings) ?? throw new RefusedException(findings.All);
        var (duties, assessments, council) = (DutyStoryFile.Read(folder, findings), AssessmentStoryFile.Read(folder, findings), CouncilStoryFile.Read(folder, findings));
        var books = BookSet.Load([.. city.Books.Prepend("register").Select(b => Path.Combine(staged.RulebooksFolder, b))], findings);
        if (findings.HasErrors || books is null)
        {
            throw new RefusedException(findings.All);
        }
        var time = new ScriptTime(store.Clock.Now);
        await using var services = new ServiceCollection().AddLogging().AddTower(staged with { Clock = new TowerClock(time) }).BuildServiceProvider();
        var inner = services.GetRequiredService<TowerStore>();
        await Migrator.Migrate(inner);
        var run = new DemoRun(city, books, services, time, store.Clock.Today);
        await run.Tell([.. OrganisationStory.Of(city), .. ImportStory.Of(), .. SystemStory.Of(city), .. DutyStory.Of(duties), .. AssessmentStory.Of(assessments), .. CouncilStory.Of(council, city.Opened)], stop);
        await inner.Write<Done>(Actor.Program, scope =>
        {
            scope.Record(Filled, "demo:haneul", new { systems = city.Systems.Count, day = run.Today, passed_over = run.PassedOver });
            return Task.FromResult(Done.Well);
        }, stop);
    }

    private void BringFiles(TowerOptions staged)
    {
        var from = Path.Combine(staged.DataFolder, "files");
        foreach (var file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories) : [])
        {
            var to = Path.Combine(store.Options.DataFolder, "files", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(file, to, overwrite: true);
        }
    }

    private void BringDatabase(TowerOptions staged)
    {
        using var from = new SqliteConnection($"Data Source={staged.SqliteFile};Pooling=False");
        using var to = new SqliteConnection($"Data Source={store.Options.SqliteFile};Default Timeout=30;Pooling=False");
        from.Open();
        to.Open();
        from.BackupDatabase(to);
        // Whatever ledger was begun over the empty database is not this one's; its files are made again.
        if (NodeLedger.FolderOf(store.Options, 1) is var begun && Directory.Exists(begun))
        {
            Directory.Delete(begun, recursive: true);
        }
    }
}
