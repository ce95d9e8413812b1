using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Haechi.Tower;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Tokens;
using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Bench.Faults;

/// <summary>The tower that is attacked: its store, its nodes' folders and ports, and a token by which programs act.</summary>
internal sealed class Ground
{
    /// <summary>A book with few rules, so that every new version of a system is a job to be done, and a short one.</summary>
    private static readonly string[] Books = ["us/m-25-21"];

    // Below the ports that systems give out by themselves, else another connection could take one between two lives of a node.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    private readonly string _folder;

    private Ground(string folder, string? postgres, int nodes, string token)
    {
        (_folder, Postgres, Token) = (folder, postgres, token);
        Ports = [.. Enumerable.Range(0, nodes).Select(_ => FreePort())];
    }

    public string? Postgres { get; }

    public string Token { get; }

    public IReadOnlyList<int> Ports { get; }

    /// <summary>Makes an empty tower in a folder, and for PostgreSQL in an empty database, with a service account and its token.</summary>
    public static async Task<Ground> Prepare(string folder, string? postgres, int nodes)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await using var services = Services(OptionsOf(folder, postgres, 0));
        await Migrator.Migrate(services.GetRequiredService<TowerStore>());
        await Do<InstallBooks, LoadedBooks>(services, new InstallBooks(Books));
        var account = await Do<MakeServiceAccount, string>(services, new MakeServiceAccount("faults", new AccountDetails("장애 시험", null, null, Roles.Officer | Roles.Reader, null)));
        var token = await Do<MakeToken, NewToken>(services, new MakeToken("faults", ["write", "access:write"], Account: account));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return new Ground(folder, postgres, nodes, token.Secret);
    }

    public Node Launch(int node) => Node.Launch(FolderOf(_folder, node), Postgres, Path.Combine(_folder, "key"), Ports[node]);

    public string LedgerOf(int node, int log = 1) => Path.Combine(FolderOf(_folder, node), "ledger", log.ToString(CultureInfo.InvariantCulture));

    /// <summary>A store of one's own on the tower's rows; the caller disposes it.</summary>
    public TowerStore Open() => new(OptionsOf(_folder, Postgres, 0));

    private static string FolderOf(string folder, int node) => Path.Combine(folder, "node" + node.ToString(CultureInfo.InvariantCulture));

    private static TowerOptions OptionsOf(string folder, string? postgres, int node) => new()
    {
        DataFolder = FolderOf(folder, node), Postgres = postgres, RulebooksFolder = Beside("rulebooks"), ProfilesFolder = Beside("profiles"),
    };

    private static ServiceProvider Services(TowerOptions options) => new ServiceCollection().AddLogging().AddTower(options).BuildServiceProvider();

    private static async Task<TResult> Do<TCommand, TResult>(IServiceProvider services, TCommand command)
    {
        var done = await services.GetRequiredService<IHandle<TCommand, TResult>>().Handle(Actor.Program, command, CancellationToken.None);
        return done.Done ? done.Value : throw new InvalidOperationException(done.Refusals[0].ToLine("en"));
    }

    private static string Beside(string name)
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (Directory.Exists(Path.Combine(above.FullName, name)))
            {
                return Path.Combine(above.FullName, name);
            }
        }
        return Path.GetFullPath(name);
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, LastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
