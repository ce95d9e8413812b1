using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;

namespace Haechi.Rules;

/// <summary>Numbers the questions, rules and scores of a set and works out which names each book sees.</summary>
internal sealed class SetIndex
{
    public required IReadOnlyList<Rulebook> Books { get; init; }

    public required List<Question> Questions { get; init; }

    public required List<(Rulebook Book, Rule Rule)> Rules { get; init; }

    public required List<(Rulebook Book, Score Score)> Scores { get; init; }

    public required List<ClassWords> Classes { get; init; }

    public required Dictionary<string, Scope> Scopes { get; init; }

    public static SetIndex? Build(IReadOnlyList<Rulebook> books, Findings findings)
    {
        var index = new SetIndex { Books = books, Questions = [], Rules = [], Scores = [], Classes = [], Scopes = new(StringComparer.Ordinal) };
        var questions = new Dictionary<string, int>(StringComparer.Ordinal);
        var rules = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var book in books)
        {
            index.AddQuestions(book, questions, findings);
            AddNamed(book, book.Rules, r => r.Id, r => r.Place, rules, index.Rules, findings);
            AddNamed(book, book.Scores, s => s.Id, s => s.Place, scores, index.Scores, findings);
            index.AddClasses(book);
            index.Scopes[book.Id] = index.ScopeOf(book, questions, rules, scores);
            CheckNames(index.Scopes[book.Id], book, findings);
        }
        return findings.HasErrors ? null : index;
    }

    private void AddQuestions(Rulebook book, Dictionary<string, int> known, Findings findings)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in book.Questions)
        {
            if (!own.Add(question.Id))
            {
                findings.Error("duplicate", question.Place, $"질문 '{question.Id}'이(가) 두 번 있습니다.", $"the question '{question.Id}' is declared twice");
            }
            else if (!known.TryGetValue(question.Id, out var i))
            {
                known[question.Id] = Questions.Count;
                Questions.Add(question);
            }
            else if (!SameShape(Questions[i], question))
            {
                findings.Error("duplicate", question.Place, $"질문 '{question.Id}'이(가) {Questions[i].Place}에 다른 종류·값·단위로 이미 있습니다.",
                    $"the question '{question.Id}' is declared at {Questions[i].Place} with another type, values or unit");
            }
        }
    }

    private static bool SameShape(Question a, Question b) =>
        a.Type == b.Type && a.Unit == b.Unit && a.Open == b.Open && a.Values.Select(v => v.Id).SequenceEqual(b.Values.Select(v => v.Id), StringComparer.Ordinal)
        && a.Fields.Count == b.Fields.Count && a.Fields.Zip(b.Fields).All(f => f.First.Id == f.Second.Id && SameShape(f.First, f.Second));

    private static void AddNamed<T>(
        Rulebook book, IEnumerable<T> things, Func<T, string> idOf, Func<T, Place> placeOf, Dictionary<string, int> known, List<(Rulebook, T)> all, Findings findings)
    {
        foreach (var thing in things)
        {
            if (known.TryAdd(idOf(thing), all.Count))
            {
                all.Add((book, thing));
            }
            else
            {
                findings.Error("duplicate", placeOf(thing), $"'{idOf(thing)}'이(가) 이미 있습니다. 함께 쓰는 책들 사이에서 이름은 하나여야 합니다.",
                    $"'{idOf(thing)}' is already declared; names are unique among books used together");
            }
        }
    }

    private void AddClasses(Rulebook book)
    {
        foreach (var id in book.Classes.Select(c => c.Id).Concat(book.Rules.Select(r => r.Class).OfType<string>()))
        {
            if (Classes.All(c => c.Id != id))
            {
                Classes.Add(book.Classes.FirstOrDefault(c => c.Id == id) ?? new ClassWords(id, LocalText.Empty, "yes", "no", "REVIEW", book.Place));
            }
        }
    }

    private Scope ScopeOf(Rulebook book, Dictionary<string, int> questions, Dictionary<string, int> rules, Dictionary<string, int> scores)
    {
        var visible = Visible(book).ToList();
        return new Scope
        {
            Questions = visible.SelectMany(b => b.Questions).Select(q => q.Id).Distinct(StringComparer.Ordinal)
                .ToDictionary(id => id, id => (Questions[questions[id]], questions[id]), StringComparer.Ordinal),
            Rules = Own(visible.SelectMany(b => b.Rules).Select(r => r.Id), rules),
            Scores = Own(visible.SelectMany(b => b.Scores).Select(s => s.Id), scores),
            Parameters = visible.SelectMany(b => b.Parameters).GroupBy(p => p.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal),
        };
    }

    private static Dictionary<string, int> Own(IEnumerable<string> ids, Dictionary<string, int> all) =>
        ids.Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => all[id], StringComparer.Ordinal);

    /// <summary>The book after everything that it extends, each once.</summary>
    private IEnumerable<Rulebook> Visible(Rulebook book) =>
        Books.Where(b => book.Extends.Contains(b.Id)).SelectMany(Visible).Append(book).Distinct();

    private static void CheckNames(Scope scope, Rulebook book, Findings findings)
    {
        var twice = scope.AllNames.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in book.Rules.Where(r => twice.Contains(r.Id)))
        {
            findings.Error("duplicate", rule.Place, $"'{rule.Id}'은(는) 질문, 점수 또는 매개변수의 이름이기도 합니다.", $"'{rule.Id}' is also the name of a question, score or parameter");
        }
        foreach (var parameter in book.Parameters.GroupBy(p => p.Id, StringComparer.Ordinal).Where(g => g.Count() > 1 || twice.Contains(g.Key)))
        {
            findings.Error("duplicate", parameter.Last().Place, $"'{parameter.Key}'이(가) 이미 있습니다.", $"'{parameter.Key}' is already declared");
        }
    }
}
