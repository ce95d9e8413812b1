namespace Haechi.Ledger.Storage;

/// <summary>
/// The few calls that the ledger makes of a disk. What a call reports as done may still be lost when power fails, until it was synced: the bytes of a file by
/// <see cref="ILedgerFile.Sync"/>, names by <see cref="SyncFolder"/>, everything by <see cref="SyncAll"/>. Every failure is a <see cref="LedgerFileException"/>.
/// Paths are absolute, parts separated by a slash.
/// </summary>
public interface ILedgerFiles
{
    /// <summary>The whole file; null when there is none.</summary>
    public byte[]? Read(string path);

    /// <summary>The names in a folder, in ordinal order; none when there is no folder.</summary>
    public IReadOnlyList<string> List(string folder);

    /// <summary>Makes an empty file to write to; an old one of that name is emptied.</summary>
    public ILedgerFile Create(string path);

    /// <summary>Makes a folder and those above it.</summary>
    public void CreateFolder(string folder);

    /// <summary>Gives a file another name; one that had it is replaced at once.</summary>
    public void Rename(string from, string to);

    /// <summary>Removes a file; nothing happens when there is none.</summary>
    public void Delete(string path);

    /// <summary>Removes a folder that holds files only, with those files; nothing happens when there is none.</summary>
    public void DeleteFolder(string folder);

    /// <summary>Returns when the names in a folder are on the disk.</summary>
    public void SyncFolder(string folder);

    /// <summary>Returns when everything written so far to the file system of this folder is on the disk.</summary>
    public void SyncAll(string folder);

    /// <summary>Holds a file alone until disposed; null when somebody else, in this process or another, holds it.</summary>
    public IDisposable? Lock(string path);
}

/// <summary>A file that is written from front to back.</summary>
public interface ILedgerFile : IDisposable
{
    /// <summary>Appends all bytes. After a failure any part of them may be there.</summary>
    public void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when all bytes written are on the disk. After a failure none of the bytes since the last success can be relied on, and another call proves nothing.</summary>
    public void Sync();
}

/// <summary>A call to the disk failed.</summary>
public sealed class LedgerFileException : IOException
{
    /// <summary>A failed call.</summary>
    /// <param name="call">The call, such as <c>fsync</c>.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="error">The number of the error (errno).</param>
    public LedgerFileException(string call, string path, int error)
        : base($"{call} {path}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)} (errno {error})") => (Call, Path, Error) = (call, path, error);

    /// <summary>The call that failed.</summary>
    public string Call { get; }

    /// <summary>What it was called on.</summary>
    public string Path { get; }

    /// <summary>The number of the error (errno).</summary>
    public int Error { get; }
}
