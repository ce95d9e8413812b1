using System.Globalization;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Operations;

/// <summary>The data folder: there, writable, closed to others, with room.</summary>
public static class FolderCheckUp
{
    private const long Least = 200L << 20;
    private const long Comfortable = 2L << 30;

    /// <summary>Looks at the folder.</summary>
    public static IReadOnlyList<CheckResult> Look(TowerOptions options) => Directory.Exists(options.DataFolder) ? [Writable(options.DataFolder), Closed(options.DataFolder), Space(options.DataFolder)]
        : [CheckResult.Wrong("folder", $"자료 폴더가 없습니다: {options.DataFolder}", $"there is no data folder: {options.DataFolder}", "--data 로 자료 폴더를 주십시오.", "give the data folder with --data.")];

    /// <summary>Bytes left for this account, or null when the system does not say.</summary>
    public static long? Free(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>True when so little is left that writes are about to fail.</summary>
    public static bool IsShort(string folder) => Free(folder) is { } free && free < Least;

    private static CheckResult Writable(string folder)
    {
        var probe = Path.Combine(folder, ".write-" + NewId.Next());
        try
        {
            File.WriteAllText(probe, "haechi");
            File.Delete(probe);
            return CheckResult.Fine("folder", $"쓸 수 있음: {folder}", $"can be written: {folder}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Wrong("folder", $"자료 폴더에 쓸 수 없습니다({fault.Message}).", $"the data folder cannot be written ({fault.Message})", "마운트와 권한, 남은 공간을 확인하십시오.", "look at mounts, permissions and space.");
        }
    }

    private static CheckResult Closed(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return CheckResult.Note("permissions", "Windows에서는 폴더 권한을 확인하지 않습니다.", "permissions are not checked on Windows");
        }
        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;
        var open = new List<string>();
        foreach (var path in new[] { folder, Path.Combine(folder, "haechi.db"), Path.Combine(folder, "master.key") }.Where(p => File.Exists(p) || Directory.Exists(p)))
        {
            if ((File.GetUnixFileMode(path) & Others) != 0)
            {
                open.Add(path);
            }
        }
        // A closed folder closes what is in it.
        return open.Contains(folder) || open.Contains(Path.Combine(folder, "master.key"))
            ? CheckResult.Wrong("permissions", $"다른 계정이 읽을 수 있습니다: {string.Join(", ", open)}", $"other accounts may read: {string.Join(", ", open)}", $"chmod 700 {folder}", $"chmod 700 {folder}")
            : CheckResult.Fine("permissions", "다른 계정에 닫혀 있음", "closed to other accounts");
    }

    private static CheckResult Space(string folder) => Free(folder) switch
    {
        not { } => CheckResult.Note("disk-space", "남은 공간을 알 수 없습니다.", "the system does not say how much space is left"),
        { } free and < Least => CheckResult.Wrong("disk-space", $"{Size(free)}만 남았습니다. 곧 저장할 수 없게 됩니다.", $"only {Size(free)} left; writing will soon fail", "공간을 비우거나 늘리십시오.", "make room."),
        { } free and < Comfortable => CheckResult.Note("disk-space", $"{Size(free)} 남음", $"{Size(free)} left", "백업은 다른 디스크에 두십시오.", "keep backups on another disk."),
        { } free => CheckResult.Fine("disk-space", $"{Size(free)} 남음", $"{Size(free)} left"),
    };

    internal static string Size(long bytes) => bytes >= 1L << 30 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GB") : bytes >= 1L << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KB");
}
