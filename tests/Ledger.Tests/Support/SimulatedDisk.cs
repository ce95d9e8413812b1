using Haechi.Ledger.Storage;

namespace Haechi.Ledger.Tests.Support;

/// <summary>The power is gone: nothing runs on after this.</summary>
internal sealed class PowerLostException : Exception;

/// <summary>
/// A disk in memory that keeps apart what was written and what would survive. When power is lost, every unsynced piece of 512 bytes is there or not, by chance; unsynced
/// names are there, gone, or old; a failed sync loses its bytes for good although they can still be read until then, as Linux does it.
/// </summary>
internal sealed class SimulatedDisk : ILedgerFiles
{
    private const int Sector = 512;

    private readonly Dictionary<string, List<(string Path, Node? Node)[]>> _unsyncedNames = [];
    private readonly HashSet<string> _locks = [];
    private Dictionary<string, Node> _names = new() { [""] = Node.NewFolder() };
    private Dictionary<string, Node> _durable = new() { [""] = Node.NewFolder() };

    /// <summary>Called before every call with its name and path; may throw in its place.</summary>
    public Action<string, string>? Before { get; set; }

    /// <summary>Called after every renaming with the new path: the moment when others can see a file.</summary>
    public Action<string>? Shown { get; set; }

    /// <summary>The files that lie there now.</summary>
    public IEnumerable<string> Files => _names.Where(n => !n.Value.IsFolder).Select(n => n.Key);

    public byte[]? Read(string path)
    {
        Before?.Invoke("read", path);
        return Peek(path)?.ToArray();
    }

    /// <summary>The bytes of a file, uncounted.</summary>
    public List<byte>? Peek(string path) => _names.TryGetValue(path, out var node) && !node.IsFolder ? node.Now : null;

    public IReadOnlyList<string> List(string folder)
    {
        Before?.Invoke("list", folder);
        return [.. _names.Keys.Where(p => p.Length > 0 && Parent(p) == folder).Select(p => p[(folder.Length + 1)..]).Order(StringComparer.Ordinal)];
    }

    public ILedgerFile Create(string path)
    {
        Before?.Invoke("open", path);
        Assert.True(_names.TryGetValue(Parent(path), out var folder) && folder.IsFolder, $"no folder for {path}");
        var node = new Node();
        Change((path, node));
        return new OpenFile(this, path, node);
    }

    public void CreateFolder(string folder)
    {
        Before?.Invoke("mkdir", folder);
        var path = "";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path += "/" + part;
            if (!_names.ContainsKey(path))
            {
                Change((path, Node.NewFolder()));
            }
        }
    }

    public void Rename(string from, string to)
    {
        Before?.Invoke("rename", to);
        Change((from, null), (to, _names[from]));
        Shown?.Invoke(to);
    }

    public void Delete(string path)
    {
        Before?.Invoke("unlink", path);
        if (_names.ContainsKey(path))
        {
            Change((path, null));
        }
    }

    public void DeleteFolder(string folder)
    {
        foreach (var name in List(folder))
        {
            Delete($"{folder}/{name}");
        }
        Before?.Invoke("rmdir", folder);
        if (_names.ContainsKey(folder))
        {
            Change((folder, null));
        }
    }

    public void SyncFolder(string folder)
    {
        Before?.Invoke("fsync", folder);
        Harden(folder);
    }

    public void SyncAll(string folder)
    {
        Before?.Invoke("syncfs", folder);
        foreach (var unsynced in _unsyncedNames.Keys.ToList())
        {
            Harden(unsynced);
        }
        foreach (var node in _names.Values)
        {
            node.Harden();
        }
    }

    public IDisposable? Lock(string path)
    {
        Before?.Invoke("flock", path);
        if (!_locks.Add(path))
        {
            return null;
        }
        if (!_names.ContainsKey(path))
        {
            Change((path, new Node()));
        }
        return new Held(() => _locks.Remove(path));
    }

    /// <summary>The process dies: locks fall, the system lives and keeps what was written.</summary>
    public void Kill() => _locks.Clear();

    /// <summary>The power goes and comes back.</summary>
    public void LosePower(Random random)
    {
        Kill();
        foreach (var changes in _unsyncedNames.Values)
        {
            // Mostly the first few; now and then any of them.
            var (first, any) = (random.Next(changes.Count + 1), random.Next(4) == 0);
            for (var i = 0; i < changes.Count; i++)
            {
                if (any ? random.Next(2) == 0 : i < first)
                {
                    Apply(_durable, changes[i]);
                }
            }
        }
        _unsyncedNames.Clear();
        foreach (var orphan in _durable.Keys.Where(p => p.Length > 0 && !Reachable(p)).ToList())
        {
            _durable.Remove(orphan);
        }
        foreach (var node in _durable.Values.Distinct())
        {
            node.LosePower(random);
        }
        _names = new(_durable);
    }

    private static string Parent(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];

    private bool Reachable(string path) => path.Length == 0 || (_durable.TryGetValue(Parent(path), out var above) && above.IsFolder && Reachable(Parent(path)));

    private void Change(params (string Path, Node? Node)[] change)
    {
        Apply(_names, change);
        var folder = Parent(change[0].Path);
        if (!_unsyncedNames.TryGetValue(folder, out var changes))
        {
            _unsyncedNames[folder] = changes = [];
        }
        changes.Add(change);
    }

    private void Harden(string folder)
    {
        if (_unsyncedNames.Remove(folder, out var changes))
        {
            changes.ForEach(c => Apply(_durable, c));
        }
    }

    private static void Apply(Dictionary<string, Node> names, (string Path, Node? Node)[] change)
    {
        foreach (var (path, node) in change)
        {
            if (node is null)
            {
                names.Remove(path);
            }
            else
            {
                names[path] = node;
            }
        }
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }

    private sealed class Node
    {
        private readonly List<(int At, byte[] Bytes)> _unsynced = [];
        private List<byte> _durable = [];

        public bool IsFolder { get; private init; }

        public List<byte> Now { get; private set; } = [];

        public static Node NewFolder() => new() { IsFolder = true };

        public void Write(ReadOnlySpan<byte> bytes)
        {
            _unsynced.Add((Now.Count, bytes.ToArray()));
            Now.AddRange(bytes);
        }

        public void Harden()
        {
            _unsynced.ForEach(w => Put(w.At, w.Bytes));
            _unsynced.Clear();
        }

        /// <summary>A failed sync: the bytes can still be read, and no later sync writes them.</summary>
        public void Forget() => _unsynced.Clear();

        public void LosePower(Random random)
        {
            var chance = random.Next(4) switch { 0 => 0, 1 => 1, _ => random.NextDouble() };
            foreach (var (at, bytes) in _unsynced)
            {
                for (var from = 0; from < bytes.Length;)
                {
                    var length = Math.Min(bytes.Length - from, Sector - ((at + from) % Sector));
                    if (random.NextDouble() < chance)
                    {
                        Put(at + from, bytes.AsSpan(from, length));
                    }
                    from += length;
                }
            }
            _unsynced.Clear();
            Now = [.. _durable];
        }

        /// <summary>What was never written in between reads as zeroes.</summary>
        private void Put(int at, ReadOnlySpan<byte> bytes)
        {
            while (_durable.Count < at + bytes.Length)
            {
                _durable.Add(0);
            }
            bytes.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_durable)[at..]);
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, string path, Node node) : ILedgerFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                disk.Before?.Invoke("write", path);
            }
            catch
            {
                node.Write(bytes[..(bytes.Length / 2)]);
                throw;
            }
            node.Write(bytes);
        }

        public void Sync()
        {
            try
            {
                disk.Before?.Invoke("fsync", path);
            }
            catch (LedgerFileException)
            {
                node.Forget();
                throw;
            }
            node.Harden();
        }

        public void Dispose()
        {
        }
    }
}
