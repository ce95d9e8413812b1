using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Haechi.House.Tests.Support;

/// <summary><c>haechi serve</c> as a process of its own, which can be killed.</summary>
internal sealed partial class Node : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said;

    private Node(Process process, StringBuilder said, Uri address) => (_process, _said, Address) = (process, said, address);

    public Uri Address { get; }

    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts a node and waits until it listens. The connection goes through the environment, as it should with a password.</summary>
    public static async Task<Node> Start(string folder, string postgres, string keyFile, int port = 0, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "haechi.dll"), "serve", "--lang", "en", "--data", folder, "--key-file", keyFile, "--urls", $"http://127.0.0.1:{port}", .. more])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        };
        start.Environment["HAECHI_DB"] = postgres;
        var (process, said, listening) = (Process.Start(start)!, new StringBuilder(), new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously));
        void Hear(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
            if (line is not null && Opened().Match(line) is { Success: true } found)
            {
                listening.TrySetResult(new Uri(found.Groups[1].Value));
            }
        }
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = process.WaitForExitAsync().ContinueWith(_ => listening.TrySetException(new InvalidOperationException("the node ended: " + said)), TaskScheduler.Default);
        return new Node(process, said, await listening.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    /// <summary>SIGKILL: no goodbye.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, as systemd stops it.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", _process.Id.ToString((IFormatProvider?)null)])!.WaitForExit();

    public async Task<int> Ended(TimeSpan within)
    {
        await _process.WaitForExitAsync().WaitAsync(within);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"Haechi is open at (http://\S+)")]
    private static partial Regex Opened();
}
