using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Haechi.Audit.Explaining;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>Programs that nobody here wrote, run on models that they trained themselves. Absent ones are told, and their tests not run.</summary>
internal static class Oracle
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, (string Folder, string? Missing)> Made = [];

    /// <summary>The folder that Debian's python filled with a script beside this file.</summary>
    public static string Python(string script, string modules)
    {
        lock (Gate)
        {
            if (!Made.TryGetValue(script, out var made))
            {
                made = Make(script, modules);
                Made[script] = made;
            }
            Assert.SkipWhen(made.Missing is not null, made.Missing ?? "");
            return made.Folder;
        }
    }

    /// <summary>ONNX Runtime's scores for some models of a folder.</summary>
    public static double[] OnnxRuntime(string folder, string rows, string model, int width)
    {
        var library = Path.Combine(Folders.Root, "tests/Outside.Tests");
        Assert.SkipUnless(Directory.Exists(Path.Combine(library, "node_modules/onnxruntime-web")), "onnxruntime-web is not installed: npm ci --prefix tests/Outside.Tests");
        var told = Run("node", [Path.Combine(Folders.Root, "tests/Audit.Tests/Explaining/oracles/onnx_runtime.mjs"), library, folder, $"{width}", rows, model]);
        Assert.True(told.Code == 0, told.Error);
        return Numbers(Path.Combine(folder, $"{model}.{rows}.scores"));
    }

    public static double[] Numbers(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();

    public static FeatureMatrix Rows(string file, IReadOnlyList<string> features) => new(features, Numbers(file));

    public static TModel Model<TModel>(string file) where TModel : AdditiveModel
    {
        var read = ModelFile.Read(file);
        Assert.True(read.Done, read.Problem?.ToLine("en"));
        return Assert.IsAssignableFrom<TModel>(read.Value);
    }

    public static JsonElement Index(string folder) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "index.json"))).RootElement;

    private static (string Folder, string? Missing) Make(string script, string modules)
    {
        var folder = Directory.CreateTempSubdirectory("haechi-oracle-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python) || Run(Python, ["-c", $"import {modules}"]).Code != 0)
        {
            return (folder, $"Debian's python3 with {modules} is not installed");
        }
        var told = Run(Python, [Path.Combine(Folders.Root, "tests/Audit.Tests/Explaining/oracles", script), folder]);
        Assert.True(told.Code == 0, told.Error);
        return (folder, null);
    }

    private static (int Code, string Error) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error + output.Result);
    }
}
