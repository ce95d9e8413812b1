using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Serving;

/// <summary>Finds the data that come with the program: rulebooks and column profiles.</summary>
internal static class TowerFolders
{
    /// <summary>The options of a tower with this data folder.</summary>
    public static TowerOptions Options(string data, TowerClock? clock = null, string? postgres = null) => new()
    {
        DataFolder = data, Postgres = postgres, RulebooksFolder = Beside("rulebooks"), ProfilesFolder = Beside("profiles"), Clock = clock ?? TowerClock.Real,
        LedgerOrigin = Environment.GetEnvironmentVariable("HAECHI_LEDGER_ORIGIN") is { Length: > 0 } origin ? origin : null,
    };

    /// <summary>The folder in the working directory, else the nearest one above the program.</summary>
    private static string Beside(string name)
    {
        var here = Path.GetFullPath(name);
        if (Directory.Exists(here))
        {
            return here;
        }
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (Directory.Exists(Path.Combine(above.FullName, name)))
            {
                return Path.Combine(above.FullName, name);
            }
        }
        return here;
    }
}
