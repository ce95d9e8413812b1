using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;

namespace Haechi.Web.Register;

/// <summary>What facts are called: by the question of the register or of an installed book, or by the class that a source declared. An id is shown only when no book knows it.</summary>
public sealed class FactTitles
{
    private readonly Dictionary<string, Question> _questions;
    private readonly Dictionary<string, LocalText> _classes;

    private FactTitles(Dictionary<string, Question> questions, Dictionary<string, LocalText> classes) => (_questions, _classes) = (questions, classes);

    /// <summary>The question behind a fact, or null.</summary>
    public Question? this[string id] => _questions.GetValueOrDefault(id);

    /// <summary>The title in the visitor's language.</summary>
    public string Of(string id, Visit visit)
    {
        if (_questions.TryGetValue(id, out var question))
        {
            return visit.Say(question.Ask);
        }
        return id.StartsWith(DeclaredClasses.Prefix, StringComparison.Ordinal) && id[DeclaredClasses.Prefix.Length..] is var name
            ? visit.Say("신고된 분류: ", "declared class: ") + (_classes.GetValueOrDefault(name) is { } title ? visit.Say(title) : name) : id;
    }

    /// <summary>The titles of the register and of the books that are installed now.</summary>
    public static async Task<FactTitles> Load(TowerStore store, RegisterFields fields, BookRegistry registry)
    {
        var books = await store.Read(registry.Installed);
        var (questions, classes) = books.Done ? (books.Value.Set.Questions, books.Value.Set.Classes) : ([], []);
        return new FactTitles(fields.All.Concat(questions).DistinctBy(q => q.Id, StringComparer.Ordinal).ToDictionary(q => q.Id, StringComparer.Ordinal),
            classes.Where(c => !c.Title.IsEmpty).DistinctBy(c => c.Id, StringComparer.Ordinal).ToDictionary(c => c.Id, c => c.Title, StringComparer.Ordinal));
    }
}
