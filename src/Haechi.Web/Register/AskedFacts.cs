using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Haechi.Web.Rulebooks;

namespace Haechi.Web.Register;

/// <summary>Facts as people know them: by the question that the register or an installed book asks, and a declared class by its title.</summary>
public sealed class AskedFacts
{
    private readonly Visit _visit;
    private readonly RegisterFields _fields;
    private readonly BookSet? _books;

    private AskedFacts(Visit visit, RegisterFields fields, BookSet? books) => (_visit, _fields, _books) = (visit, fields, books);

    /// <summary>The questions that are asked now.</summary>
    public static async Task<AskedFacts> Read(Visit visit, RegisterFields fields, BookRegistry registry, TowerStore store) =>
        new(visit, fields, (await store.Read(registry.Installed)).Value?.Set);

    /// <summary>The question behind a fact, or null when nobody asks it now.</summary>
    public Question? this[string fact] => _fields[fact] ?? (_books?.IndexOfQuestion(fact) is >= 0 and var at ? _books.Questions[at] : null);

    /// <summary>The fact in words; its id when nobody asks it now.</summary>
    public string Title(string fact) => this[fact] is { Ask.IsEmpty: false } asked ? _visit.Say(asked.Ask)
        : Declared(fact) is { } words ? _visit.Say($"신고한 분류: {_visit.Say(words.Title)}", $"Declared class: {_visit.Say(words.Title)}") : fact;

    /// <summary>What a declared class comes to, in words; null for other facts.</summary>
    public string? Word(string fact, FactValue? value) => Declared(fact) is { } words && value is TextFact text ? RuleWords.Class(_visit, words, text.Value) : null;

    private ClassWords? Declared(string fact) => fact.StartsWith(DeclaredClasses.Prefix, StringComparison.Ordinal)
        ? _books?.Classes.FirstOrDefault(c => c.Id == fact[DeclaredClasses.Prefix.Length..] && !c.Title.IsEmpty) : null;
}
