using System.Text;
using System.Text.Json;
using Haechi.Ledger.Storage;
using Haechi.Tower.Journal;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Erasure;

/// <summary>One line of the list of erasures.</summary>
/// <param name="Thing">What was erased.</param>
/// <param name="Case">In which case.</param>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="Provision">On which provision.</param>
public sealed record ErasedLine(string Thing, string Case, long At, string Provision);

/// <summary>
/// A file beside the ledger that says what was erased, ids only. A restored backup still has what was erased after it was made; this list is kept apart from backups, so that the erasures can be
/// done over again (<see cref="ReplayErasures"/>).
/// </summary>
public sealed class ErasureList(TowerStore store) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Where it lies.</summary>
    public static string PathOf(TowerOptions options) => Path.Combine(options.DataFolder, "ledger", "erasures.jsonl");

    /// <summary>Adds what the database knows and the file does not; on the disk when it returns. What stands there stays, also when the database was restored and knows less.</summary>
    public async Task Write(CancellationToken stop = default)
    {
        await _one.WaitAsync(stop);
        try
        {
            var known = Read(PathOf(store.Options)).Select(l => l.Thing).ToHashSet(StringComparer.Ordinal);
            var missing = (await store.Read(c => c.Set<Tombstone>().OrderBy(t => t.At).ThenBy(t => t.Thing).ToListAsync(stop))).Where(t => !known.Contains(t.Thing)).ToList();
            if (missing.Count > 0)
            {
                Append(PathOf(store.Options), string.Concat(missing.Select(t => CanonicalJson.Of(new { at = t.At, @case = t.Case, provision = t.Provision, thing = t.Thing }) + "\n")));
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What stands in a file; a last line that was cut off by a crash is passed over.</summary>
    public static IReadOnlyList<ErasedLine> Read(string path)
    {
        var lines = new List<ErasedLine>();
        foreach (var line in File.Exists(path) ? File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                var root = json.RootElement;
                lines.Add(new ErasedLine(root.GetProperty("thing").GetString()!, root.GetProperty("case").GetString()!, root.GetProperty("at").GetInt64(), root.GetProperty("provision").GetString()!));
            }
            catch (Exception cut) when (cut is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // Its erasure stands in the database and is written again.
            }
        }
        return lines;
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private static void Append(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read))
        {
            // A new line first: the one before may have been cut off.
            file.Write(Encoding.UTF8.GetBytes(file.Length == 0 ? text : "\n" + text));
            file.Flush(flushToDisk: true);
        }
        if (OperatingSystem.IsLinux())
        {
            // The framework swallows what a sync reports; this one does not.
            LinuxFiles.Instance.SyncAll(Path.GetDirectoryName(path)!);
        }
    }
}
