using System.Diagnostics;
using System.Text.Json;

namespace Haechi.Bench.Rules;

/// <summary>Where a peer's outcomes differ from ours.</summary>
internal sealed record Agreement(string Name, long Compared, long Different, string? First);

/// <summary>What peers.mjs measured.</summary>
internal sealed record Peers(IReadOnlyList<Agreement> Agreement, IReadOnlyList<Rate> Rates, IReadOnlyList<Timing> Compile, IReadOnlyList<string> Notes)
{
    /// <summary>Runs the peers in a node process of their own while this one waits.</summary>
    public static Peers Run(string bench, string folder, int runs)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(bench, "peers.mjs"), folder, $"{runs}"]) { RedirectStandardOutput = true };
        using var node = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        if (node.ExitCode != 0)
        {
            throw new InvalidOperationException($"peers.mjs ended with {node.ExitCode}; what went wrong stands above");
        }
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        return new Peers(
            [.. root.GetProperty("agreement").EnumerateArray().Select(a => new Agreement(Name(a), a.GetProperty("compared").GetInt64(), a.GetProperty("different").GetInt64(), a.GetProperty("first").GetString()))],
            [.. root.GetProperty("timings").EnumerateArray().Select(t => new Rate(Name(t), t.GetProperty("threads").GetInt32(), t.GetProperty("records").GetInt32(), Times(t)))],
            [.. root.GetProperty("compile").EnumerateArray().Select(Times)],
            [$"node {root.GetProperty("node").GetString()}", .. root.GetProperty("notes").EnumerateArray().Select(n => n.GetString()!)]);
    }

    private static string Name(JsonElement element) => element.GetProperty("name").GetString()!;

    private static Timing Times(JsonElement element) => new(Name(element), [.. element.GetProperty("ms").EnumerateArray().Select(m => m.GetDouble())]);
}
