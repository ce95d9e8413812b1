using System.Runtime.InteropServices;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Files;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Operations;

/// <summary>Looks at a whole installation and says what is wrong and what to do. Changes nothing.</summary>
public sealed class Doctor(TowerStore store, FileStore files, BookRegistry books, Calendars calendars, IEnumerable<ICheckUp> others)
{
    private static readonly (string Name, string[] Libraries, string Ko, string En, string Package)[] Native =
    [
        ("libcrypto", ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64"], "원장의 Ed25519 서명", "Ed25519 signatures of the ledger", "libssl3"),
    ];

    /// <summary>All checks, in the order in which they build on one another.</summary>
    public async Task<IReadOnlyList<CheckResult>> Look(CancellationToken stop = default)
    {
        var results = FolderCheckUp.Look(store.Options).ToList();
        var (database, usable) = await new DatabaseCheckUp(store).Look(stop);
        results.AddRange(database);
        if (usable)
        {
            results.AddRange(await new RegisterCheckUp(store, files, books, calendars).Look(stop));
            foreach (var other in others)
            {
                results.AddRange(await other.Look(stop));
            }
        }
        results.AddRange(Native.Select(Part));
        return results;
    }

    private static CheckResult Part((string Name, string[] Libraries, string Ko, string En, string Package) part)
    {
        foreach (var library in part.Libraries)
        {
            if (NativeLibrary.TryLoad(library, out var handle))
            {
                NativeLibrary.Free(handle);
                return CheckResult.Fine("native:" + part.Name, $"{library} 있음 ({part.Ko})", $"{library} found ({part.En})");
            }
        }
        return CheckResult.Wrong("native:" + part.Name, $"{part.Name}이(가) 없습니다. 쓰이는 곳: {part.Ko}", $"{part.Name} is missing; it is needed for {part.En}", $"Debian에서는 apt-get install {part.Package}", $"on Debian: apt-get install {part.Package}");
    }
}
