using System.Diagnostics;

namespace Haechi.Outside.Tests;

/// <summary>The verifiers are there and answer. Without them nothing in this project means anything.</summary>
public sealed class ToolsTests
{
    private static readonly string Modules = Path.Combine(Folder(), "node_modules");

    [Fact]
    public void Duckdb_can_be_loaded()
    {
        var library = Path.Combine(Modules, "@duckdb", "node-bindings-linux-x64", "libduckdb.so");
        SkipWithout(library);
        Assert.True(System.Runtime.InteropServices.NativeLibrary.TryLoad(library, out var handle));
        Assert.True(System.Runtime.InteropServices.NativeLibrary.TryGetExport(handle, "duckdb_query", out _));
    }

    [Fact]
    public async Task Cel_js_evaluates()
    {
        SkipWithout(Path.Combine(Modules, "@marcbachmann", "cel-js", "package.json"));
        const string Script = "import('@marcbachmann/cel-js').then(c => console.log(c.evaluate(\"a && !('x' in b)\", {a: true, b: ['y']})))";
        using var node = Process.Start(new ProcessStartInfo("node", ["-e", Script]) { WorkingDirectory = Folder(), RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var complaints = node.StandardError.ReadToEndAsync(patience.Token);
        var said = await node.StandardOutput.ReadToEndAsync(patience.Token);
        Assert.Equal(("true", ""), (said.Trim(), (await complaints).Trim()));
    }

    private static void SkipWithout(string file)
    {
        if (!File.Exists(file))
        {
            Assert.Skip($"not installed: {Path.GetFileName(Path.GetDirectoryName(file))} (run npm ci in tests/Outside.Tests)");
        }
    }

    private static string Folder()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, "Haechi.slnx")))
            {
                return Path.Combine(above.FullName, "tests", "Outside.Tests");
            }
        }
        throw new DirectoryNotFoundException("The folder with Haechi.slnx was not found above the tests.");
    }
}
