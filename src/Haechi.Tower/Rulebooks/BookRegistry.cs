using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Rulebooks;

/// <summary>A book exactly as it was: id, version and the hash of its files.</summary>
public sealed record BookPin(string Id, string Version, string Hash)
{
    /// <summary>The pin in one word, as the ledger shows it.</summary>
    internal string Text => $"{Id}@{Version}#{Hash}";
}

/// <summary>Books ready for use.</summary>
/// <param name="Set">The books.</param>
/// <param name="Pins">Each with its hash, upper books first.</param>
/// <param name="Hash">SHA-256 over the pins.</param>
public sealed record LoadedBooks(BookSet Set, IReadOnlyList<BookPin> Pins, string Hash);

/// <summary>Loads books from the rulebooks folder (and <c>books</c> in the data folder) and knows which are installed. A book whose files change is read again.</summary>
public sealed class BookRegistry(TowerOptions options)
{
    internal const string Key = "books";
    private const int MostKept = 24;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Stamp, LoadedBooks Books)> _loaded = new(StringComparer.Ordinal);

    /// <summary>The ids of all books that could be installed.</summary>
    public IReadOnlyList<string> Available() =>
        [.. Roots.Where(Directory.Exists).SelectMany(r => Directory.EnumerateFiles(r, "book.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(r, Path.GetDirectoryName(f)!).Replace('\\', '/')))
            .Where(id => id != "register").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The chosen ids, or none before the first choice.</summary>
    public static async Task<IReadOnlyList<string>> Chosen(TowerContext context) => await Choices.Read<List<string>>(context, Key) ?? [];

    /// <summary>The installed books, loaded.</summary>
    public async Task<Result<LoadedBooks>> Installed(TowerContext context) => Load(await Chosen(context));

    /// <summary>Loads books by their ids, with those that they extend.</summary>
    public Result<LoadedBooks> Load(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
        {
            return new Refusal("no-books", LocalText.Of("설치된 규칙책이 없습니다.", "no rulebook is installed"), null, LocalText.Of("‘규칙책’ 화면에서 적용할 법령을 고르십시오.", "choose the laws that apply on the page ‘Rulebooks’."));
        }
        var folders = new List<string>();
        foreach (var id in ids)
        {
            if (FolderOf(id) is not { } folder)
            {
                return Refusal.NotFound("규칙책", "rulebook", id);
            }
            folders.Add(folder);
        }
        lock (_lock)
        {
            var name = string.Join('\n', folders);
            if (_loaded.TryGetValue(name, out var known) && Stamp(known.Books.Set.Books.Select(b => b.Folder)) == known.Stamp)
            {
                return known.Books;
            }
            return Read(name, folders);
        }
    }

    /// <summary>The folder of a book below one of the roots; null when there is none, or when the id would lead outside.</summary>
    public string? FolderOf(string id)
    {
        foreach (var root in Roots)
        {
            var folder = Path.GetFullPath(Path.Combine(root, id));
            if (folder.StartsWith(Path.GetFullPath(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(Path.Combine(folder, "book.yaml")))
            {
                return folder;
            }
        }
        return null;
    }

    private IEnumerable<string> Roots => [options.RulebooksFolder, Path.Combine(options.DataFolder, "books")];

    private Result<LoadedBooks> Read(string name, List<string> folders)
    {
        var findings = new Findings();
        if (BookSet.Load(folders, findings) is not { } set)
        {
            return Refused.Because<LoadedBooks>([.. findings.All.Where(f => f.Severity == Severity.Error).Take(20).Select(f => new Refusal("bad-book", f.Message, f.Place.ToString()))]);
        }
        List<BookPin> pins = [.. set.Books.Select(b => new BookPin(b.Id, b.Version, HashOf(b.Folder)))];
        var books = new LoadedBooks(set, pins, Digest.Of(string.Join('\n', pins.Select(p => $"{p.Id} {p.Version} {p.Hash}"))));
        if (_loaded.Count >= MostKept)
        {
            _loaded.Clear();
        }
        _loaded[name] = (Stamp(set.Books.Select(b => b.Folder)), books);
        return books;
    }

    private static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files(folder))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(file)}\0"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Stamp(IEnumerable<string> folders) => string.Join('|', folders.SelectMany(Files).Select(f => new FileInfo(f)).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name}{f.Length}{f.LastWriteTimeUtc.Ticks}")));

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal) : [];
}
