using Haechi.Rules.Books;

namespace Haechi.Rules.Facts;

/// <summary>A fact's column, found in the inventory, with the values that its spellings stand for (null: no answer).</summary>
internal sealed record BoundFact(Question Question, string Header, int Column, bool Several, IReadOnlyDictionary<string, FactValue?>? Values);

/// <summary>A declared class's column, found in the inventory.</summary>
internal sealed record BoundDeclared(ClassWords Class, string Header, int Column, IReadOnlyDictionary<string, (string Word, Outcome Outcome)?> Values);

/// <summary>
/// Holds a map against books and an inventory. A question, value, class or word that the books do not declare is an error of the map; a column that the inventory lacks is a
/// warning, and its fact stays unknown.
/// </summary>
internal sealed class MapBinder(FactMap map, Inventory inventory, BookSet set, Findings findings)
{
    /// <summary>When the books were chosen by hand, the map may name questions of its own books that were left out.</summary>
    private readonly bool _booksLeftOut = map.Books.Any(b => set.Books.All(s => s.Id != b));

    public List<MapColumn> Missing { get; } = [];

    public IReadOnlyList<BoundFact> Facts() =>
        [.. map.Facts.Select(f => (f, Question(f.Question, f.Place))).Where(f => f.Item2 is not null).Select(f => Bind(f.f, f.Item2!)).OfType<BoundFact>()];

    public IReadOnlyList<BoundDeclared> Declared() => [.. map.Declared.Select(Bind).OfType<BoundDeclared>()];

    public IReadOnlyList<Question> Show() => [.. map.Show.Select(s => Question(s.Header, s.Place)).OfType<Question>()];

    /// <summary>The index of a column, or -1 after a warning.</summary>
    public int Column(MapColumn column)
    {
        var index = inventory.IndexOf(column);
        if (index < 0 && Missing.All(m => m.Header != column.Header))
        {
            Missing.Add(column);
            var (ko, en) = Nearest.Hint(column.Header, inventory.Headers);
            findings.Warning("missing-column", column.Place, $"{inventory.File}에 '{column.Header}' 열이 없습니다. 이 열의 사실은 모름으로 둡니다.{ko}",
                $"{inventory.File} has no column '{column.Header}'; its facts stay unknown.{en}");
        }
        return index;
    }

    private Question? Question(string id, Place place)
    {
        if (set.IndexOfQuestion(id) is var index and >= 0)
        {
            return set.Questions[index];
        }
        var (ko, en) = Nearest.Hint(id, set.Questions.Select(q => q.Id));
        Undeclared(place, $"'{id}'은(는) 쓰는 규칙책의 질문이 아닙니다.{ko}", $"'{id}' is not a question of the books in use.{en}");
        return null;
    }

    private void Undeclared(Place place, string ko, string en)
    {
        if (_booksLeftOut)
        {
            findings.Warning("left-out", place, ko + " 이 항목은 쓰지 않았습니다.", en + " It was passed over.");
        }
        else
        {
            findings.Error("unknown-name", place, ko, en);
        }
    }

    private BoundFact? Bind(FactColumn fact, Question question)
    {
        if (question.Type == QuestionType.List || (fact.Several && question.Type != QuestionType.Set))
        {
            findings.Error("wrong-type", fact.Place, $"'{question.Id}'은(는) 한 칸에서 이렇게 읽을 수 없는 질문입니다(list: true 는 set 질문에만, list 질문은 JSON 사실 파일로).",
                $"'{question.Id}' cannot be read from a cell like this (list: true is for set questions; a list question needs a JSON file of facts)");
            return null;
        }
        Dictionary<string, FactValue?>? values = null;
        if (fact.Values is not null)
        {
            values = new(StringComparer.Ordinal);
            foreach (var value in fact.Values)
            {
                values[Folded.Of(value.Cell)] = value.Value is null ? null : FactReader.ReadText(question, value.Value, value.Place, findings);
            }
        }
        var column = Column(fact.Column);
        return column < 0 ? null : new BoundFact(question, inventory.Headers[column], column, fact.Several, values);
    }

    private BoundDeclared? Bind(DeclaredColumn declared)
    {
        if (set.Classes.FirstOrDefault(c => c.Id == declared.Class) is not { } words)
        {
            var (ko, en) = Nearest.Hint(declared.Class, set.Classes.Select(c => c.Id));
            Undeclared(declared.Place, $"'{declared.Class}'은(는) 쓰는 규칙책의 분류가 아닙니다.{ko}", $"'{declared.Class}' is not a class of the books in use.{en}");
            return null;
        }
        var values = new Dictionary<string, (string, Outcome)?>(StringComparer.Ordinal);
        foreach (var value in declared.Values)
        {
            values[Folded.Of(value.Cell)] = value.Value is null ? null : Word(words, value);
        }
        var column = Column(declared.Column);
        return column < 0 ? null : new BoundDeclared(words, inventory.Headers[column], column, values);
    }

    private (string, Outcome)? Word(ClassWords words, CellValue value)
    {
        foreach (var outcome in new[] { Outcome.Yes, Outcome.No, Outcome.Review, Outcome.Unknown })
        {
            if (words.Word(outcome) == value.Value)
            {
                return (value.Value, outcome);
            }
        }
        var all = string.Join(", ", words.Yes, words.No, words.Review, "unknown");
        findings.Error("wrong-value", value.Place, $"'{value.Value}'은(는) 분류 '{words.Id}'의 말이 아닙니다. 쓸 수 있는 말: {all}.", $"'{value.Value}' is not a word of the class '{words.Id}'; expected one of {all}");
        return null;
    }
}
