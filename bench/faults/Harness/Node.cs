using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Haechi.Bench.Faults;

/// <summary><c>haechi serve</c> as a process of its own, which can be killed at any moment, also before it has opened.</summary>
internal sealed partial class Node : IDisposable
{
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private Node(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _ = _process.WaitForExitAsync().ContinueWith(_ => _opened.TrySetException(new InvalidOperationException("the node ended: " + Said)), TaskScheduler.Default);
        // Whoever kills a node before it opens never asks what became of its opening.
        _ = _opened.Task.ContinueWith(t => t.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    /// <summary>Where it listens; known when it is open.</summary>
    public Uri Address => _opened.Task.Result;

    public bool IsOpen => _opened.Task.IsCompletedSuccessfully;

    public bool HasEnded => _process.HasExited;

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

    /// <summary>Starts a node and waits for nothing. The connection goes through the environment, as it should with a password; null is SQLite in the folder.</summary>
    public static Node Launch(string folder, string? postgres, string keyFile, int port = 0, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "haechi.dll"), "serve", "--lang", "en", "--data", folder, "--key-file", keyFile, "--urls", $"http://127.0.0.1:{port}", .. more])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("HAECHI_DB");
        if (postgres is not null)
        {
            start.Environment["HAECHI_DB"] = postgres;
        }
        return new Node(start);
    }

    /// <summary>Starts a node and waits until it listens.</summary>
    public static async Task<Node> Start(string folder, string? postgres, string keyFile, int port = 0, params string[] more)
    {
        var node = Launch(folder, postgres, keyFile, port, more);
        await node.Opened();
        return node;
    }

    /// <summary>Waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended before; the message is what it said.</exception>
    public Task Opened() => _opened.Task.WaitAsync(TimeSpan.FromMinutes(2));

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

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
        if (line is not null && Opening().Match(line) is { Success: true } found)
        {
            _opened.TrySetResult(new Uri(found.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Haechi is open at (http://\S+)")]
    private static partial Regex Opening();
}
