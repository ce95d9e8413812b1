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
        }
        index.CheckNames(findings);
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
    private List<Rulebook> Visible(Rulebook book)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal) { book.Id };
        foreach (var upper in Books.Reverse().Where(b => ids.Contains(b.Id)))
        {
            ids.UnionWith(upper.Extends);
        }
        return [.. Books.Where(b => ids.Contains(b.Id))];
    }

    /// <summary>
    /// A name means one thing in all books used together, also where one does not see the other: results are listed by name. Only a question may be asked by several
    /// books, and a parameter be declared by books that do not see each other.
    /// </summary>
    private void CheckNames(Findings findings)
    {
        var kinds = new Dictionary<string, (string Kind, Place Place)>(StringComparer.Ordinal);
        var named = Books.SelectMany(b => b.Questions.Select(q => (q.Id, "question", q.Place))
            .Concat(b.Rules.Select(r => (r.Id, "rule", r.Place))).Concat(b.Scores.Select(s => (s.Id, "score", s.Place))).Concat(b.Parameters.Select(p => (p.Id, "parameter", p.Place))));
        foreach (var (id, kind, place) in named)
        {
            if (!kinds.TryAdd(id, (kind, place)) && kinds[id].Kind != kind)
            {
                findings.Error("duplicate", place, $"'{id}'은(는) {kinds[id].Place}에서 다른 것({kinds[id].Kind})의 이름입니다. 함께 쓰는 책들 사이에서 이름은 한 가지를 뜻해야 합니다.",
                    $"'{id}' is the name of a {kinds[id].Kind} at {kinds[id].Place}; a name means one thing in all books used together");
            }
        }
        foreach (var twice in Books.SelectMany(b => Visible(b).SelectMany(v => v.Parameters).GroupBy(p => p.Id, StringComparer.Ordinal).Where(g => g.Count() > 1)).DistinctBy(g => g.Last().Place))
        {
            findings.Error("duplicate", twice.Last().Place, $"매개변수 '{twice.Key}'이(가) 이미 있습니다.", $"the parameter '{twice.Key}' is already declared");
        }
    }
}
