using Haechi.Rules.Books;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Evaluation;

/// <summary>What names mean inside one book on one day: its own and those of the books it extends.</summary>
internal sealed class Scope
{
    public required IReadOnlyDictionary<string, (Question Question, int Index)> Questions { get; init; }

    public required IReadOnlyDictionary<string, int> Rules { get; init; }

    public required IReadOnlyDictionary<string, int> Scores { get; init; }

    public required IReadOnlyDictionary<string, Parameter> Parameters { get; init; }

    public IEnumerable<string> AllNames => Questions.Keys.Concat(Rules.Keys).Concat(Scores.Keys).Concat(Parameters.Keys);
}

/// <summary>Binds one condition: resolves its names, checks its types, puts parameters' values in. Every refusal has a place.</summary>
internal sealed class Binder(Scope scope, Condition condition, DateOnly day, Findings findings)
{
    private (string Variable, IReadOnlyDictionary<string, (Question Question, int Index)> Fields)? _inner;

    /// <summary>The bound condition, or null after an error.</summary>
    public static Node? Bind(Scope scope, Condition condition, DateOnly day, Findings findings) =>
        new Binder(scope, condition, day, findings).Bind(condition.Root);

    private Node? Bind(Expression expression) => expression switch
    {
        BoolLiteral literal => literal.Value ? ConstNode.Yes : ConstNode.No,
        NotExpression not => Bind(not.Inner) is { } inner ? new NotNode(inner) : null,
        AndExpression and => BindAll(and.Parts) is { } parts ? new AndNode(parts) : null,
        OrExpression or => BindAll(or.Parts) is { } parts ? new OrNode(parts) : null,
        NameCondition name => BindName(name.Name),
        CompareExpression compare => BindCompare(compare),
        InExpression inside => BindIn(inside),
        OverlapsExpression overlaps => Choice(overlaps.Left, overlaps.Right.Values, QuestionType.Set),
        QuantifierExpression quantifier => BindQuantifier(quantifier),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private List<Node>? BindAll(IReadOnlyList<Expression> parts)
    {
        var bound = parts.Select(Bind).ToList();
        return bound.Contains(null) ? null : [.. bound.OfType<Node>()];
    }

    private Node? BindName(NameTerm name)
    {
        if (_inner is null && name.Field is null && scope.Rules.TryGetValue(name.Name, out var rule))
        {
            return new RuleNode(rule, name.Name);
        }
        if (name.Field is null && scope.Parameters.TryGetValue(name.Name, out var parameter) && parameter.Type == QuestionType.Bool)
        {
            // A score is bound on every day, also before its parameter has a value: unknown is never no.
            return parameter.On(day) switch { null => new ConstNode(Outcome.Unknown), 1 => ConstNode.Yes, _ => ConstNode.No };
        }
        if (Find(name) is not var (question, index))
        {
            return null;
        }
        return question.Type == QuestionType.Bool
            ? new BoolNode(question, index)
            : Refuse(name.At, $"'{question.Id}'은(는) {TypeKo(question)} 질문입니다. {UseKo(question)}", $"'{question.Id}' is a {TypeEn(question)} question; {UseEn(question)}");
    }

    private Node? BindCompare(CompareExpression compare)
    {
        var (left, right) = (compare.Left, compare.Right);
        if (left is TextTerm or BoolTerm && right is NameTerm)
        {
            (left, right) = (right, left);
        }
        if (left is NameTerm name && (right is TextTerm or BoolTerm || (right is NameTerm && QuestionOf(name)?.Type is QuestionType.Enum or QuestionType.Bool)))
        {
            if (compare.Op is not (CompareOp.Equal or CompareOp.NotEqual))
            {
                return Refuse(compare.At, $"{compare.Op.Sign()} 은(는) 수와 날짜에만 씁니다.", $"{compare.Op.Sign()} compares numbers and dates only; expected == or !=");
            }
            var equal = right switch
            {
                TextTerm text => Choice(name, [text], QuestionType.Enum),
                BoolTerm value => BindName(name) is { } node ? (value.Value ? node : new NotNode(node)) : null,
                _ => SameValue(name, (NameTerm)right),
            };
            return equal is null ? null : compare.Op == CompareOp.Equal ? equal : new NotNode(equal);
        }
        var (a, b) = (BindOperand(left), BindOperand(right));
        if (a is null || b is null)
        {
            return null;
        }
        return IsDate(a) == IsDate(b)
            ? new CompareNode(a, compare.Op, b)
            : Refuse(compare.At, "날짜는 날짜와, 수는 수와 비교합니다.", "a date is compared with a date and a number with a number");
    }

    /// <summary>Two enum questions, or two bools, with the same answer: some value that both have.</summary>
    private Node? SameValue(NameTerm left, NameTerm right)
    {
        if (Find(left) is not var (a, ai) || Find(right) is not var (b, bi))
        {
            return null;
        }
        if (a.Type == QuestionType.Bool && b.Type == QuestionType.Bool)
        {
            Node x = new BoolNode(a, ai), y = new BoolNode(b, bi);
            return new OrNode([new AndNode([x, y]), new AndNode([new NotNode(x), new NotNode(y)])]);
        }
        if (a.Type != b.Type || !a.Values.Select(v => v.Id).SequenceEqual(b.Values.Select(v => v.Id), StringComparer.Ordinal))
        {
            return Refuse(right.At, $"'{a.Id}'와(과) '{b.Id}'의 값이 같지 않습니다.", $"'{a.Id}' and '{b.Id}' do not have the same declared values");
        }
        if (a.Open || b.Open)
        {
            return Refuse(right.At, "열린(open) 질문끼리는 비교할 수 없습니다. 선언하지 않은 값이 같은지는 알 수 없습니다.",
                "open questions cannot be compared with each other: whether undeclared values are the same is not known");
        }
        var both = Enumerable.Range(0, a.Values.Count).Select(Node (v) => new AndNode([new ChoiceNode(a, ai, [v]), new ChoiceNode(b, bi, [v])])).ToList();
        return both.Count == 1 ? both[0] : new OrNode(both);
    }

    private Operand? BindOperand(Term term)
    {
        switch (term)
        {
            case NumberTerm number:
                return new ConstOperand(number.Value, Facts.Numbers.Show(number.Value), IsDate: false);
            case DateTerm date:
                return new ConstOperand(date.Value.DayNumber, new Facts.DateFact(date.Value).Shown, IsDate: true);
            case NameTerm { Field: null } name when scope.Parameters.TryGetValue(name.Name, out var parameter) && parameter.Type != QuestionType.Bool:
                return new ConstOperand(parameter.On(day) ?? double.NaN, name.Name, parameter.Type == QuestionType.Date);
            case NameTerm { Field: null } name when _inner is null && scope.Scores.TryGetValue(name.Name, out var score):
                return new ScoreOperand(score, name.Name);
            case NameTerm name:
                if (Find(name) is not var (question, index))
                {
                    return null;
                }
                if (question.Type is QuestionType.Number or QuestionType.Date)
                {
                    return new FactOperand(question, index);
                }
                Refuse(name.At, $"'{question.Id}'은(는) {TypeKo(question)} 질문입니다. {UseKo(question)}", $"'{question.Id}' is a {TypeEn(question)} question; {UseEn(question)}");
                return null;
            default:
                Refuse(term.At, "수, 날짜, 매개변수 또는 질문이 필요합니다.", "expected a number, a date, a parameter or a question");
                return null;
        }
    }

    private Node? BindIn(InExpression inside) => (inside.Left, inside.Right) switch
    {
        (TextTerm value, NameTerm set) => Choice(set, [value], QuestionType.Set),
        (NameTerm name, ListTerm list) => Choice(name, list.Values, QuestionType.Enum),
        _ => Refuse(inside.At, "'값' in 집합질문 또는 질문 in ['값', …] 꼴이어야 합니다.", "expected 'value' in SET_QUESTION or QUESTION in ['value', ...]"),
    };

    private Node? Choice(NameTerm name, IReadOnlyList<TextTerm> values, QuestionType type)
    {
        if (Find(name) is not var (question, index))
        {
            return null;
        }
        if (question.Type != type)
        {
            return Refuse(name.At, $"'{question.Id}'은(는) {TypeKo(question)} 질문입니다. {UseKo(question)}", $"'{question.Id}' is a {TypeEn(question)} question; {UseEn(question)}");
        }
        var wanted = new SortedSet<int>();
        foreach (var value in values)
        {
            if (question.IndexOf(value.Value) is var i and >= 0)
            {
                wanted.Add(i);
                continue;
            }
            var (ko, en) = Nearest.Hint(value.Value, question.Values.Select(v => v.Id));
            var has = string.Join(", ", question.Values.Select(v => v.Id));
            return Refuse(value.At, $"'{value.Value}'은(는) '{question.Id}'의 값이 아닙니다.{ko} 값: {has}.", $"'{value.Value}' is not a value of '{question.Id}'.{en} It has: {has}.", "unknown-value");
        }
        return new ChoiceNode(question, index, [.. wanted]);
    }

    private Node? BindQuantifier(QuantifierExpression quantifier)
    {
        if (_inner is not null)
        {
            return Refuse(quantifier.At, "exists와 all은 겹쳐 쓸 수 없습니다.", "exists and all cannot be nested");
        }
        if (Find(quantifier.List) is not var (list, index))
        {
            return null;
        }
        if (list.Type != QuestionType.List)
        {
            return Refuse(quantifier.At, $"'{list.Id}'은(는) 목록 질문이 아닙니다.", $"'{list.Id}' is not a list question");
        }
        _inner = (quantifier.Variable, list.Fields.Select((f, i) => (f, i)).ToDictionary(f => f.f.Id, f => (f.f, f.i), StringComparer.Ordinal));
        var body = Bind(quantifier.Body);
        _inner = null;
        return body is null ? null : new QuantifierNode(quantifier.All, list, index, body);
    }

    private Question? QuestionOf(NameTerm name) =>
        name.Field is { } field && _inner is { } inner ? (inner.Fields.TryGetValue(field, out var f) ? f.Question : null)
        : scope.Questions.TryGetValue(name.Name, out var found) ? found.Question
        : null;

    private (Question Question, int Index)? Find(NameTerm name)
    {
        if (_inner is { } inner)
        {
            if (name.Name == inner.Variable && name.Field is { } field && inner.Fields.TryGetValue(field, out var ofList))
            {
                return ofList;
            }
            var (ko, en) = Nearest.Hint(name.Field ?? name.Name, inner.Fields.Keys);
            Refuse(name.At, $"목록 안의 조건은 '{inner.Variable}.필드'와 매개변수만 쓸 수 있습니다.{ko} 필드: {string.Join(", ", inner.Fields.Keys)}.",
                $"inside the list only '{inner.Variable}.FIELD' and parameters may be named.{en} Fields: {string.Join(", ", inner.Fields.Keys)}.", "unknown-name");
            return null;
        }
        if (name.Field is null && scope.Questions.TryGetValue(name.Name, out var found))
        {
            return found;
        }
        var shown = name.Field is null ? name.Name : $"{name.Name}.{name.Field}";
        var (hintKo, hintEn) = Nearest.Hint(shown, scope.AllNames);
        Refuse(name.At, $"'{shown}'은(는) 이 책이나 상위 책의 질문·규칙·매개변수·점수가 아닙니다.{hintKo}",
            $"'{shown}' is not a question, rule, parameter or score of this book or one that it extends.{hintEn}", "unknown-name");
        return null;
    }

    private static bool IsDate(Operand operand) => operand switch
    {
        FactOperand fact => fact.Question.Type == QuestionType.Date,
        ConstOperand constant => constant.IsDate,
        _ => false,
    };

    private Node? Refuse(int at, string ko, string en, string code = "wrong-type")
    {
        findings.Error(code, condition.PlaceOf(at), ko, en);
        return null;
    }

    private static string TypeKo(Question q) => q.Type switch
    {
        QuestionType.Bool => "예/아니요",
        QuestionType.Enum => "하나 고르기(enum)",
        QuestionType.Set => "여럿 고르기(set)",
        QuestionType.Number => "수",
        QuestionType.Date => "날짜",
        QuestionType.Text => "글",
        _ => "목록",
    };

    private static string TypeEn(Question q) => q.Type.ToString().ToLowerInvariant();

    private static string UseKo(Question q) => q.Type switch
    {
        QuestionType.Bool => "이름만 쓰거나 == true 로 씁니다.",
        QuestionType.Enum => "==, != 또는 in ['…'] 을 씁니다.",
        QuestionType.Set => "'값' in 이름 또는 overlaps ['…'] 을 씁니다.",
        QuestionType.Number or QuestionType.Date => "==, !=, <, <=, >, >= 로 비교합니다.",
        QuestionType.List => "exists(이름, 조건) 또는 all(이름, 조건)을 씁니다.",
        _ => "글은 조건에 쓸 수 없습니다.",
    };

    private static string UseEn(Question q) => q.Type switch
    {
        QuestionType.Bool => "use its name alone, or == true",
        QuestionType.Enum => "use ==, != or in [...]",
        QuestionType.Set => "use 'value' in NAME or overlaps [...]",
        QuestionType.Number or QuestionType.Date => "compare it with ==, !=, <, <=, >, >=",
        QuestionType.List => "use exists(name, condition) or all(name, condition)",
        _ => "a text cannot be tested",
    };
}
