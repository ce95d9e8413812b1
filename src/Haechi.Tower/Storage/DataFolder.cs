namespace Haechi.Tower.Storage;

/// <summary>The folder of database, files and keys.</summary>
public static class DataFolder
{
    /// <summary>Makes it, closed to all other accounts; one that is there keeps what its owner gave it.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
