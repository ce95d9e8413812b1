using System.Runtime.InteropServices;

namespace Haechi.Ledger.Storage;

/// <summary>An open file of a Linux machine. Closing it also drops a lock.</summary>
internal sealed class LinuxFile(string path, int number) : ILedgerFile
{
    private int _number = number;

    public int Number => _number;

    public unsafe void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint done;
            fixed (byte* from = bytes)
            {
                done = LibC.Write(Number, from, bytes.Length);
            }
            if (done < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted)
            {
                continue;
            }
            LinuxFiles.Check(done, "write", path);
            bytes = bytes[(int)done..];
        }
    }

    // Not repeated when it fails: Linux drops the pages that it could not write and calls the next fsync a success.
    public void Sync() => LinuxFiles.Check(LibC.Sync(Number), "fsync", path);

    public void Dispose()
    {
        // Some file systems report what they could not write only now, but whatever counts was synced before.
        if (Interlocked.Exchange(ref _number, -1) is var open and >= 0)
        {
            _ = LibC.Close(open);
        }
    }
}
