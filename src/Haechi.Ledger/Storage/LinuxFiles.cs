using System.Runtime.InteropServices;

namespace Haechi.Ledger.Storage;

/// <summary>The files of a Linux machine, through its C library: every result is checked.</summary>
public sealed class LinuxFiles : ILedgerFiles
{
    private LinuxFiles()
    {
    }

    /// <summary>The machine's files.</summary>
    public static LinuxFiles Instance { get; } = new();

    /// <inheritdoc />
    public byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException and not LedgerFileException or UnauthorizedAccessException)
        {
            throw Failed("read", path, fault);
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<string> List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Failed("list", folder, fault);
        }
    }

    /// <inheritdoc />
    public ILedgerFile Create(string path) => new LinuxFile(path, Open(path, LibC.WriteCreateTruncate));

    /// <inheritdoc />
    public void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Failed("mkdir", folder, fault);
        }
    }

    /// <inheritdoc />
    public void Rename(string from, string to) => Check(LibC.Rename(from, to), "rename", to);

    /// <inheritdoc />
    public void Delete(string path) => CheckUnlessAbsent(LibC.Unlink(path), "unlink", path);

    /// <inheritdoc />
    public void DeleteFolder(string folder)
    {
        foreach (var name in List(folder))
        {
            Delete(Path.Combine(folder, name));
        }
        CheckUnlessAbsent(LibC.RemoveFolder(folder), "rmdir", folder);
    }

    /// <inheritdoc />
    public void SyncFolder(string folder) => OnFolder(folder, "fsync", LibC.Sync);

    /// <inheritdoc />
    public void SyncAll(string folder) => OnFolder(folder, "syncfs", LibC.SyncFileSystem);

    /// <inheritdoc />
    public IDisposable? Lock(string path)
    {
        var file = new LinuxFile(path, Open(path, LibC.ReadWriteCreate));
        if (LibC.Lock(file.Number, LibC.LockExclusiveNow) == 0)
        {
            return file;
        }
        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        return error == LibC.WouldBlock ? null : throw new LedgerFileException("flock", path, error);
    }

    internal static void Check(long result, string call, string path)
    {
        if (result < 0)
        {
            throw new LedgerFileException(call, path, Marshal.GetLastPInvokeError());
        }
    }

    private static void CheckUnlessAbsent(int result, string call, string path)
    {
        if (result < 0 && Marshal.GetLastPInvokeError() != LibC.NotFound)
        {
            throw new LedgerFileException(call, path, Marshal.GetLastPInvokeError());
        }
    }

    private static void OnFolder(string folder, string name, Func<int, int> call)
    {
        using var handle = new LinuxFile(folder, Open(folder, LibC.ReadOnly));
        Check(call(handle.Number), name, folder);
    }

    private static int Open(string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("원장을 쓰는 일은 Linux에서만 됩니다. 확인하고 증명하는 일은 어디서나 됩니다. / a ledger is written on Linux only; verifying and proving work everywhere");
        }
        int file;
        do
        {
            file = LibC.Open(path, flags | LibC.CloseOnExec, LibC.OrdinaryFile);
        }
        while (file < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        Check(file, "open", path);
        return file;
    }

    /// <summary>The framework numbers some errors its own way; those of this system keep their number, all others count as input and output.</summary>
    private static LedgerFileException Failed(string call, string path, Exception fault) =>
        new(call, path, fault.HResult is > 0 and < 4096 ? fault.HResult : LibC.InputOutput);
}
