using Haechi.Rules;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haechi.Tower.Duties;

/// <summary>A funnel that a book proposes: obligations which belong together.</summary>
/// <param name="Id">The name.</param>
/// <param name="Title">For people.</param>
/// <param name="Duties">The rules, in order.</param>
/// <param name="Book">The book, or null.</param>
public sealed record BoardSpec(string Id, LocalText Title, IReadOnlyList<string> Duties, string? Book);

/// <summary>Finds the boards of installed books: files <c>boards/*.yaml</c> in the book's folder, each with <c>board</c>, <c>title</c> and <c>duties</c>. A file that cannot be read is passed over.</summary>
public sealed class BoardFinder(BookRegistry registry)
{
    private Known? _known;

    /// <summary>The boards, lower books first: the city's own before the nation's.</summary>
    public async Task<IReadOnlyList<BoardSpec>> All(TowerContext context)
    {
        var books = await registry.Installed(context);
        if (!books.Done)
        {
            return [];
        }
        if (_known is not { } known || !ReferenceEquals(known.Books, books.Value))
        {
            _known = known = new Known(books.Value, [.. books.Value.Set.Books.Reverse().SelectMany(b => Of(b.Id, b.Folder, b.Rules.Select(r => r.Id).ToHashSet(StringComparer.Ordinal)))]);
        }
        return known.Boards;
    }

    private sealed record Known(LoadedBooks Books, IReadOnlyList<BoardSpec> Boards);

    private static IEnumerable<BoardSpec> Of(string book, string folder, HashSet<string> rules)
    {
        var boards = Path.Combine(folder, "boards");
        return Directory.Exists(boards) ? Directory.EnumerateFiles(boards, "*.yaml").Order(StringComparer.Ordinal).Select(f => Read(f, book)).OfType<BoardSpec>().Where(b => b.Duties.Any(rules.Contains)) : [];
    }

    private static BoardSpec? Read(string file, string book)
    {
        try
        {
            var yaml = new YamlStream();
            using var reader = new StreamReader(file);
            yaml.Load(reader);
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }] && root.Children.TryGetValue("board", out var id) && root.Children.TryGetValue("duties", out var duties) && duties is YamlSequenceNode list)
            {
                var title = root.Children.TryGetValue("title", out var t) && t is YamlMappingNode map ? map.Children.ToDictionary(c => c.Key.ToString(), c => c.Value.ToString()) : [];
                return new BoardSpec(id.ToString(), new LocalText(title), [.. list.Children.Select(d => d.ToString())], book);
            }
        }
        catch (YamlException)
        {
            // A board is an offer of a book; without it the general one is shown.
        }
        return null;
    }
}
