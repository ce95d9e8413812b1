using System.Diagnostics;
using System.Runtime.InteropServices;
using Haechi.Bench.Faults;
using Haechi.Bench.Rules;

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
var (server, missing) = options.Postgres ? PostgresServer.Start() : (null, null);
if (missing is not null)
{
    Console.Error.WriteLine(missing);
    return 2;
}
var folder = Directory.CreateTempSubdirectory("haechi-faults-").FullName;
var tally = new Tally();
try
{
    Console.WriteLine(Machine.Describe());
    var since = Stopwatch.StartNew();
    var ground = await Ground.Prepare(folder, server is null ? null : await server.NewDatabase(), options.Nodes);
    var siege = new Siege(ground, new SiegePlan(options.Runs, options.Nodes, options.Callers, Chapter: 50, Seed: options.Seed), tally) { Told = () => Console.WriteLine($"{since.Elapsed.TotalSeconds:0} s: {tally}") };
    using var stop = new CancellationTokenSource();
    void End(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    await siege.Run(stop.Token);
    Console.WriteLine($"\n{(options.Postgres ? "PostgreSQL" : "SQLite")}, {options.Nodes} {(options.Nodes == 1 ? "node" : "nodes")}, {options.Callers} callers, {since.Elapsed.TotalSeconds:0} s: {tally}");
    foreach (var problem in tally.Problems)
    {
        Console.Error.WriteLine(problem);
    }
    return tally.Problems.IsEmpty ? 0 : 1;
}
finally
{
    Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    Directory.Delete(folder, recursive: true);
    server?.Dispose();
}
