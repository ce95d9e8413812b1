using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Assessment;

/// <summary>The installed books together with the register's own questions.</summary>
/// <param name="Installed">The chosen books; what they extend comes with them.</param>
/// <param name="Set">All of them, ready for use; null when there is none or one cannot be read.</param>
/// <param name="Hash">SHA-256 over the books; empty when there are none.</param>
public sealed record BooksHere(IReadOnlyList<string> Installed, BookSet? Set, string Hash)
{
    /// <summary>True when a book applies here, chosen or extended by a chosen one. A chosen book counts even when it cannot be read: a broken file must not open a gate.</summary>
    public bool Has(string book) => Installed.Contains(book, StringComparer.Ordinal) || Set?.Books.Any(b => b.Id == book) == true;

    /// <summary>The question with an id, or null.</summary>
    public Question? Question(string id) => Set?.IndexOfQuestion(id) is { } index and >= 0 ? Set.Questions[index] : null;

    /// <summary>What the rules of a day say of the facts, or null without books.</summary>
    public Determination? Determine(SystemFacts facts, DateOnly day) => Set is null ? null : Determination.Of(Set.On(day), facts.ToRecord(""));
}

/// <summary>Reads the books that apply here, with the register's own fields for the words of facts.</summary>
public sealed class AssessmentBooks(BookRegistry registry)
{
    private const string OwnFields = "register";

    /// <summary>The books as they are now.</summary>
    public async Task<BooksHere> Read(TowerContext context)
    {
        var chosen = await BookRegistry.Chosen(context);
        var loaded = registry.Load(registry.FolderOf(OwnFields) is null ? chosen : [OwnFields, .. chosen.Where(c => c != OwnFields)]);
        return loaded.Done ? new BooksHere(chosen, loaded.Value.Set, loaded.Value.Hash) : new BooksHere(chosen, null, "");
    }
}
