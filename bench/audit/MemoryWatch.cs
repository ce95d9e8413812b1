using System.Globalization;

namespace Haechi.Bench.Audit;

/// <summary>The most memory seen, looked at every two milliseconds: the managed heap, and resident memory that is no mapped file. MiB.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;
    private long _heap, _resident;

    public MemoryWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public double Heap => Math.Round(_heap / 1048576.0, 1);

    public double Resident => Math.Round(_resident / 1024.0, 1);

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        for (var i = 0; !_end.Token.WaitHandle.WaitOne(2); i++)
        {
            _heap = Math.Max(_heap, GC.GetTotalMemory(forceFullCollection: false));
            if (i % 10 == 0 && File.Exists("/proc/self/status"))
            {
                var line = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("RssAnon:", StringComparison.Ordinal)) ?? "RssAnon: 0 kB";
                _resident = Math.Max(_resident, long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture));
            }
        }
    }
}
