using System.Diagnostics;

namespace Haechi.House.Tests.Support;

/// <summary>A file system of a few megabytes, which can be filled and made read-only. Needs root (or sudo without a password), as a mount does.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Ballast = "ballast";

    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public static SmallDisk Mount(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("haechi-disk-").FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0777", "tmpfs", folder), "a small file system could not be mounted: it needs Linux and root, or sudo without a password");
        return new SmallDisk(folder);
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Path.Combine(Folder, Ballast), FileMode.Append, FileAccess.Write, FileShare.None, 1);
        foreach (var size in (int[])[1 << 16, 4096])
        {
            var zeros = new byte[size];
            try
            {
                while (true)
                {
                    file.Write(zeros);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }
    }

    public void MakeRoom() => File.Delete(Path.Combine(Folder, Ballast));

    public bool Remount(bool readOnly) => Run("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), Folder);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        string[] all = Environment.UserName == "root" ? [program, .. arguments] : ["sudo", "-n", program, .. arguments];
        try
        {
            using var process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
