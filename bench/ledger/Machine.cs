using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Haechi.Bench.Ledger;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    private static readonly nint AllCores = OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? Process.GetCurrentProcess().ProcessorAffinity : 0;

    public static string Describe(string folder) =>
        $"{Processor()}, {Environment.ProcessorCount} cores; {new DriveInfo(folder).DriveFormat}; .NET {Environment.Version}; {RuntimeInformation.OSDescription}{Load()}";

    /// <summary>Keeps the process on one core, where the system can do that; says what it did.</summary>
    public static string PinToOneCore()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            Process.GetCurrentProcess().ProcessorAffinity = AllCores & -AllCores;
            return "one core";
        }
        return "all cores";
    }

    public static void Unpin()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            Process.GetCurrentProcess().ProcessorAffinity = AllCores;
        }
    }

    private static string Load() => File.Exists("/proc/loadavg") ? $"; load at the start {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";

    private static string Processor()
    {
        const string Cpu = "/proc/cpuinfo";
        var line = File.Exists(Cpu) ? File.ReadLines(Cpu).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
