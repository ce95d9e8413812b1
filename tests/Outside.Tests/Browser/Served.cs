using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Haechi.Outside.Tests.Browser;

/// <summary><c>haechi serve</c> as a program of its own, as somebody starts it who has just installed it: an empty folder, and what it prints.</summary>
internal sealed partial class Served : IAsyncDisposable
{
    private readonly Process _program;
    private readonly string _folder;

    private Served(Process program, string folder, Uri first) => (_program, _folder, First) = (program, folder, first);

    /// <summary>The address that works once, as printed.</summary>
    public Uri First { get; }

    public static async Task<Served> Start()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("haechi-served-").FullName, "data");
        var program = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "haechi.dll"), "serve", "--data", folder, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Support.Checkout.Root,
        })!;
        program.ErrorDataReceived += (_, said) => Console.Error.WriteLine(said.Data);
        program.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await program.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (OneTime().Match(line) is { Success: true } address)
            {
                _ = program.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Served(program, folder, new Uri(address.Value));
            }
        }
        throw new InvalidOperationException("haechi serve ended without an address to begin at.");
    }

    public async ValueTask DisposeAsync()
    {
        _program.Kill(entireProcessTree: true);
        await _program.WaitForExitAsync();
        _program.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/first/\S+")]
    private static partial Regex OneTime();
}
