namespace Haechi.Rules.Facts;

/// <summary>A map that was found for an inventory.</summary>
/// <param name="Map">The map.</param>
/// <param name="Matched">How many of its columns the inventory has.</param>
/// <param name="Columns">How many columns it names.</param>
public sealed record FoundMap(FactMap Map, int Matched, int Columns);

/// <summary>Finds the map that belongs to an inventory: the one beside it, else the best fitting one of a rulebooks root.</summary>
public static class FactMapFinder
{
    /// <summary>The share of a map's columns that an inventory must have, so that a map of another inventory is never taken for it.</summary>
    public const double NearlyAll = 0.9;

    private const int DeepestFolder = 8;

    /// <summary>
    /// <c>map.yaml</c> in the inventory's folder when the inventory has any column of it, else the map with the most columns in the inventory among all
    /// <c>maps/*.yaml</c> of the rulebooks roots at and above <paramref name="starts"/>, provided that nearly all of its columns are there. Null when there is none.
    /// A map that cannot be read is a warning and is passed over.
    /// </summary>
    public static FoundMap? Find(Inventory inventory, IEnumerable<string> starts, Findings findings)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(inventory.File))!, "map.yaml");
        if (File.Exists(beside))
        {
            var here = Path.Combine(Path.GetDirectoryName(inventory.File) ?? "", "map.yaml");
            var map = FactMapReader.Read(here, findings);
            if (map is null || Match(map, inventory).Matched > 0)
            {
                return map is null ? null : Match(map, inventory);
            }
        }
        return MapsUnder(starts).Select(f => Readable(f, findings)).OfType<FactMap>().Select(m => Match(m, inventory))
            .Where(f => f.Columns > 0 && f.Matched >= NearlyAll * f.Columns).MaxBy(f => f.Matched);
    }

    /// <summary>How well a map fits an inventory.</summary>
    public static FoundMap Match(FactMap map, Inventory inventory)
    {
        var columns = map.Columns.ToList();
        return new FoundMap(map, columns.Count(c => inventory.IndexOf(c) >= 0), columns.Count);
    }

    /// <summary>The map files of every rulebooks root at or above the folders, the nearest first, each once.</summary>
    public static IReadOnlyList<string> MapsUnder(IEnumerable<string> starts)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = DeepestFolder, IgnoreInaccessible = true };
        return [.. starts.SelectMany(Roots).Distinct(StringComparer.Ordinal)
            .SelectMany(root => Directory.EnumerateFiles(root, "*.yaml", options).Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "maps").Order(StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal).Select(f => Path.GetRelativePath(Directory.GetCurrentDirectory(), f))];
    }

    private static IEnumerable<string> Roots(string start)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(start)); folder is not null; folder = folder.Parent)
        {
            var inside = Path.Combine(folder.FullName, "rulebooks");
            if (folder.Name == "rulebooks" && folder.Exists)
            {
                yield return folder.FullName;
            }
            else if (Directory.Exists(inside))
            {
                yield return inside;
            }
        }
    }

    private static FactMap? Readable(string file, Findings findings)
    {
        var own = new Findings();
        var map = FactMapReader.Read(file, own);
        if (map is null)
        {
            var first = own.All[0];
            findings.Warning("map-passed-over", first.Place, $"이 열 지도는 읽을 수 없어 견주지 않았습니다: {first.Message.In("ko")}", $"this map cannot be read and was not considered: {first.Message.In("en")}");
        }
        return map;
    }
}
