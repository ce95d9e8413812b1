using Haechi.Rules;
using Haechi.Rules.Facts;

namespace Haechi.Verbs;

/// <summary>Chooses the column map and the books of a run, and says what it chose.</summary>
internal static class ClassifyMaps
{
    /// <summary>The map given, or the one found.</summary>
    /// <exception cref="RefusedException">There is none that fits.</exception>
    public static FoundMap Choose(Inventory inventory, string? mapFile, IReadOnlyList<string> books, Terminal terminal, Findings findings)
    {
        FoundMap? found;
        if (mapFile is not null)
        {
            found = FactMapReader.Read(mapFile, findings) is { } map ? FactMapFinder.Match(map, inventory) : null;
        }
        else
        {
            found = FactMapFinder.Find(inventory, [.. books, Directory.GetCurrentDirectory(), AppContext.BaseDirectory], findings);
            if (found is not null)
            {
                terminal.Error.WriteLine(terminal.Say(
                    $"열 지도: {found.Map.File} ({found.Map.Id}, 열 {found.Columns}개 가운데 {found.Matched}개가 있음)", $"column map: {found.Map.File} ({found.Map.Id}, {found.Matched} of its {found.Columns} columns are there)"));
            }
        }
        if (findings.HasErrors)
        {
            throw new RefusedException([.. findings.All.Where(f => f.Severity == Severity.Error)]);
        }
        return found is null ? throw NoMap(inventory) : found.Matched > 0 ? found : throw NoColumn(found.Map, inventory);
    }

    /// <summary>The books given, else those that the map names.</summary>
    /// <exception cref="RefusedException">A book is not found or has an error.</exception>
    public static BookSet Books(FactMap map, IReadOnlyList<string> folders)
    {
        if (folders.Count > 0)
        {
            return BookSet.Load(folders);
        }
        if (map.Books.Count == 0)
        {
            throw RefusedException.Because("no-book", new Place(map.File, 1, 1), "열 지도에 books 가 없습니다. --book 으로 규칙책 폴더를 주십시오.", "the map names no books; give the folder of a rulebook with --book");
        }
        return BookSet.Load([.. map.Books.Select(id => FolderOf(id, map)
            ?? throw RefusedException.Because("unknown-book", new Place(map.File, 1, 1), $"열 지도가 말하는 책 '{id}'을(를) 찾지 못했습니다. --book 으로 그 폴더를 주십시오.",
                $"the book '{id}' that the map names was not found; give its folder with --book"))]);
    }

    private static string? FolderOf(string id, FactMap map) =>
        new[] { map.File, Path.Combine(Directory.GetCurrentDirectory(), "."), Path.Combine(AppContext.BaseDirectory, "x") }
            .Select(start => BookFinder.FolderOf(id, start)).FirstOrDefault(f => f is not null);

    private static RefusedException NoMap(Inventory inventory) => RefusedException.Because(
        "no-map", new Place(inventory.File, 0, 0),
        $"이 목록에 맞는 열 지도가 없습니다. 목록의 열: {Headers(inventory)}. 어느 열이 어느 질문의 답인지 적은 map.yaml을 목록 옆에 두거나 --map 으로 주십시오(docs/rulebook-format.md의 Column maps).",
        $"no column map fits this inventory. Its columns: {Headers(inventory)}. Put a map.yaml that says which column answers which question beside it, or give one with --map (docs/rulebook-format.md, Column maps)");

    private static RefusedException NoColumn(FactMap map, Inventory inventory) => RefusedException.Because(
        "wrong-map", new Place(map.File, 1, 1),
        $"이 열 지도의 열이 {inventory.File}에 하나도 없습니다. 목록의 열: {Headers(inventory)}. 목록에 맞는 지도를 --map 으로 주십시오.",
        $"{inventory.File} has none of this map's columns. Its columns: {Headers(inventory)}. Give the map that belongs to it with --map");

    private static string Headers(Inventory inventory)
    {
        var shown = string.Join(", ", inventory.Headers.Take(12).Select(h => $"'{TextTable.OneLine(h, 40)}'"));
        return shown.Length == 0 ? "–" : shown + (inventory.Headers.Count > 12 ? $", … ({inventory.Headers.Count})" : "");
    }
}
