using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.House.Tests.Support;

/// <summary>A tower of its own for one test: an empty SQLite database in a temporary folder, a clock that stands still, and the handlers.</summary>
internal sealed class TestTower : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;

    private TestTower(ServiceProvider services, string folder, StandingClock time) => (_services, _folder, Time) = (services, folder, time);

    public StandingClock Time { get; }

    public string Folder => _folder;

    public IServiceProvider Services => _services;

    public TowerStore Store => _services.GetRequiredService<TowerStore>();

    public TowerClock Clock => Store.Clock;

    public static Actor Officer { get; } = new("officer-1", "김하늘", Roles.Officer | Roles.Reader);

    public static Actor Administrator { get; } = new("admin-1", "이관리", Roles.Administrator);

    /// <summary>Opens a tower. <paramref name="more"/> may add or replace services.</summary>
    public static async Task<TestTower> Open(DateOnly? today = null, Action<IServiceCollection>? more = null, string? postgres = null)
    {
        var folder = Directory.CreateTempSubdirectory("haechi-test-").FullName;
        postgres ??= PostgresCluster.Everywhere ? await PostgresCluster.Migrated() : null;
        var time = new StandingClock(today ?? new DateOnly(2026, 11, 22));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddTower(new TowerOptions
        {
            DataFolder = folder, Postgres = postgres, Clock = new TowerClock(time),
            RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles"),
        });
        more?.Invoke(services);
        var built = services.BuildServiceProvider();
        await Migrator.Migrate(built.GetRequiredService<TowerStore>());
        return new TestTower(built, folder, time);
    }

    /// <summary>Carries out a command.</summary>
    public Task<Result<TResult>> Do<TCommand, TResult>(Actor actor, TCommand command) =>
        _services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(actor, command, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        var postgres = Store.Options.Postgres;
        await _services.DisposeAsync();
        if (postgres is not null)
        {
            PostgresCluster.Leave(postgres);
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Time that moves only when told; starts at noon in Seoul.</summary>
internal sealed class StandingClock(DateOnly day) : TimeProvider
{
    public DateTimeOffset Instant { get; set; } = new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.FromHours(9));

    public override DateTimeOffset GetUtcNow() => Instant.ToUniversalTime();

    public void Pass(TimeSpan span) => Instant += span;
}
