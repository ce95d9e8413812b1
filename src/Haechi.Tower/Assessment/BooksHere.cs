using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Access;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>The installed books together with the register's own questions.</summary>
/// <param name="Installed">The chosen books; what they extend comes with them.</param>
/// <param name="Set">All of them, ready for use; null when there is none or one cannot be read.</param>
/// <param name="Hash">SHA-256 of the books' files; empty when there are none.</param>
public sealed record BooksHere(IReadOnlyList<string> Installed, BookSet? Set, string Hash)
{
    /// <summary>Nothing installed.</summary>
    public static BooksHere None { get; } = new([], null, "");

    /// <summary>True when a book applies here, chosen or extended by a chosen one.</summary>
    public bool Has(string book) => Installed.Contains(book, StringComparer.Ordinal) || Set?.Books.Any(b => b.Id == book) == true;

    /// <summary>The question with an id, or null.</summary>
    public Question? Question(string id) => Set?.IndexOfQuestion(id) is { } index and >= 0 ? Set.Questions[index] : null;

    /// <summary>What the rules of a day say of the facts, or null without books.</summary>
    public Determination? Determine(SystemFacts facts, DateOnly day) => Set is null ? null : Determination.Of(Set.On(day), facts.ToRecord(""));
}

/// <summary>Finds the books that apply here.</summary>
public interface IBooksHere
{
    /// <summary>The books as they are now.</summary>
    public Task<BooksHere> Read(TowerContext context);
}

/// <summary>Reads the setting <c>books</c> and the files of the rulebooks folder; files that change are read again.</summary>
internal sealed class BooksFromSetting(TowerOptions options) : IBooksHere
{
    private const string Key = "books";
    private const string OwnFields = "register";
    private const int MostKept = 16;
    // For the whole process: books are immutable, and the key tells every file's name, length and time.
    private static readonly ConcurrentDictionary<string, BooksHere> Known = new(StringComparer.Ordinal);

    public async Task<BooksHere> Read(TowerContext context)
    {
        var chosen = await context.Set<Setting>().AsNoTracking().Where(s => s.Key == Key).Select(s => s.Value).FirstOrDefaultAsync();
        return Load(chosen is null ? [] : JsonSerializer.Deserialize<List<string>>(chosen) ?? []);
    }

    private BooksHere Load(List<string> chosen)
    {
        List<string> folders = [.. chosen.Prepend(OwnFields).Select(b => Path.Combine(options.RulebooksFolder, b)).Where(Directory.Exists)];
        var files = folders.SelectMany(f => Directory.EnumerateFiles(f, "*.yaml").Order(StringComparer.Ordinal)).Select(f => new FileInfo(f)).ToList();
        var stamp = string.Join('|', chosen) + string.Join('|', files.Select(f => $"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}"));
        if (Known.Count > MostKept)
        {
            Known.Clear();
        }
        return Known.GetOrAdd(stamp, _ =>
        {
            var set = folders.Count == 0 ? null : BookSet.Load(folders, new Findings());
            return new BooksHere(chosen, set, set is null ? "" : HashOf(set));
        });
    }

    private static string HashOf(BookSet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in set.Books.SelectMany(b => Directory.EnumerateFiles(b.Folder, "*.yaml").Order(StringComparer.Ordinal)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file) + "\0"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
