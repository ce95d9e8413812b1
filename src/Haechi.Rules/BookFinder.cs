using Haechi.Rules.Books;

namespace Haechi.Rules;

/// <summary>Finds the folders of books, also of those that others extend.</summary>
public static class BookFinder
{
    /// <summary>Reads the named folders and, behind them, what they extend; upper books first.</summary>
    internal static List<Rulebook> ReadAll(IReadOnlyList<string> folders, Findings findings)
    {
        var byId = new Dictionary<string, Rulebook>(StringComparer.Ordinal);
        var wanted = new Queue<string>(folders);
        while (wanted.TryDequeue(out var folder))
        {
            if (RulebookReader.Read(folder, findings) is not { } book)
            {
                continue;
            }
            if (!byId.TryAdd(book.Id, book))
            {
                if (Path.GetFullPath(byId[book.Id].Folder) != Path.GetFullPath(folder))
                {
                    findings.Error("duplicate", book.Place, $"책 '{book.Id}'이(가) {byId[book.Id].Folder}에도 있습니다.", $"the book '{book.Id}' was already read from {byId[book.Id].Folder}");
                }
                continue;
            }
            foreach (var id in book.Extends.Where(e => !byId.ContainsKey(e) && !folders.Any(f => IsFolderOf(f, e))))
            {
                if (FolderOf(id, folder) is { } found)
                {
                    wanted.Enqueue(found);
                }
                else
                {
                    findings.Error("unknown-book", book.Place, $"'{book.Id}'이(가) 딛고 선 책 '{id}'을(를) 찾지 못했습니다. --book 으로 그 폴더도 주십시오.",
                        $"'{book.Id}' extends '{id}', which was not found beside it; give its folder with --book too");
                }
            }
        }
        return Order(byId, findings);
    }

    /// <summary>The folder of the book <paramref name="id"/> in the rulebooks root above <paramref name="start"/>, or null.</summary>
    public static string? FolderOf(string id, string start)
    {
        for (var above = Directory.GetParent(Path.GetFullPath(start)); above is not null; above = above.Parent)
        {
            foreach (var candidate in new[] { Path.Combine(above.FullName, id), Path.Combine(above.FullName, "rulebooks", id) })
            {
                if (Directory.Exists(candidate) && Directory.EnumerateFiles(candidate, "*.yaml").Any())
                {
                    return Path.GetRelativePath(Directory.GetCurrentDirectory(), candidate);
                }
            }
        }
        return null;
    }

    private static bool IsFolderOf(string folder, string id) =>
        Path.GetFullPath(folder).Replace('\\', '/').TrimEnd('/').EndsWith("/" + id, StringComparison.Ordinal);

    /// <summary>The books, each after those that it extends; a circle is an error.</summary>
    public static List<Rulebook> Order(IReadOnlyDictionary<string, Rulebook> byId, Findings findings)
    {
        var ordered = new List<Rulebook>();
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var book in byId.Values.OrderBy(b => b.Rank).ThenBy(b => b.Id, StringComparer.Ordinal))
        {
            Visit(book);
        }
        return ordered;

        void Visit(Rulebook book)
        {
            if (state.TryGetValue(book.Id, out var done))
            {
                if (!done)
                {
                    findings.Error("circle", book.Place, $"책 '{book.Id}'이(가) 자기 자신을 딛고 섭니다.", $"the book '{book.Id}' extends itself in a circle");
                }
                return;
            }
            state[book.Id] = false;
            foreach (var upper in book.Extends.Where(byId.ContainsKey))
            {
                Visit(byId[upper]);
            }
            state[book.Id] = true;
            ordered.Add(book);
        }
    }
}
