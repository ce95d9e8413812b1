using System.Runtime.InteropServices;

namespace Haechi.Serving;

/// <summary>The first SIGTERM or SIGINT lets requests end; the second ends the process at once, as people expect who press Ctrl-C twice. What was acknowledged is safe either way.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly PosixSignalRegistration[] _watched;
    private int _signals;

    public SecondSignal() => _watched = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Came), PosixSignalRegistration.Create(PosixSignal.SIGINT, Came)];

    public void Dispose()
    {
        foreach (var one in _watched)
        {
            one.Dispose();
        }
    }

    private void Came(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            Environment.Exit(130);
        }
    }
}
