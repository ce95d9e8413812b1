using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Haechi.Bench.Audit;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits, "
        + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB; .NET {Environment.Version}; {RuntimeInformation.OSDescription}{Load()}";

    /// <summary>The mean number of busy threads of the whole machine in the last minute: above the number of cores, others were in the way.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? $"; load at the start {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";

    private static string Processor()
    {
        const string Cpu = "/proc/cpuinfo";
        var line = File.Exists(Cpu) ? File.ReadLines(Cpu).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
