using System.Globalization;

namespace Haechi.Rules.Syntax;

/// <summary>
/// Reads a condition by recursive descent. Nesting is limited, so that hostile text cannot exhaust the stack.
/// Every refusal has an offset, what was found and what was expected.
/// </summary>
internal sealed class ConditionParser
{
    private const int DeepestNesting = 64;

    private readonly List<Token> _tokens;
    private int _next;
    private int _depth;

    private ConditionParser(List<Token> tokens) => _tokens = tokens;

    private Token Current => _tokens[_next];

    /// <exception cref="SyntaxException">The text is not a condition.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ConditionParser(Lexer.Read(text));
        var expression = parser.Or();
        return parser.Current.Kind == TokenKind.End
            ? expression
            : throw parser.Unexpected("조건의 끝, && 또는 ||", "the end of the condition, && or ||");
    }

    private Expression Or()
    {
        var first = And();
        if (!Current.Is("||"))
        {
            return first;
        }
        var parts = new List<Expression> { first };
        while (Take("||"))
        {
            parts.Add(And());
        }
        return new OrExpression(first.At, parts);
    }

    private Expression And()
    {
        var first = Unary();
        if (!Current.Is("&&"))
        {
            return first;
        }
        var parts = new List<Expression> { first };
        while (Take("&&"))
        {
            parts.Add(Unary());
        }
        return new AndExpression(first.At, parts);
    }

    private Expression Unary()
    {
        var start = Current;
        if (++_depth > DeepestNesting)
        {
            throw new SyntaxException(start.At, $"괄호나 부정이 {DeepestNesting}겹을 넘습니다. 규칙을 나누십시오.",
                $"nested deeper than {DeepestNesting}; split it into rules");
        }
        Expression result;
        if (Take("!"))
        {
            result = new NotExpression(start.At, Unary());
        }
        else if (Take("("))
        {
            result = Or();
            Expect(")");
        }
        else
        {
            result = Comparison();
        }
        _depth--;
        return result;
    }

    private Expression Comparison()
    {
        var left = ReadTerm();
        if (left is NameTerm { Field: null } list && Current.Is("."))
        {
            return Quantifier(list);
        }
        if (CurrentOp() is { } op)
        {
            _next++;
            return new CompareExpression(left.At, left, op, ReadTerm());
        }
        if (TakeWord("in"))
        {
            return new InExpression(left.At, left, Current.Is("[") ? ReadList() : ReadTerm());
        }
        if (Current is { Kind: TokenKind.Name, Text: "overlaps" })
        {
            var name = left as NameTerm
                ?? throw new SyntaxException(left.At, "overlaps 앞에는 집합 질문의 이름이 와야 합니다.", "expected the name of a set question before overlaps");
            _next++;
            return new OverlapsExpression(left.At, name, ReadList());
        }
        return left switch
        {
            NameTerm name => new NameCondition(name.At, name),
            BoolTerm value => new BoolLiteral(value.At, value.Value),
            _ => throw Unexpected("비교(==, !=, <, <=, >, >=, in)", "a comparison (==, !=, <, <=, >, >=, in)"),
        };
    }

    private QuantifierExpression Quantifier(NameTerm subject)
    {
        Expect(".");
        var word = ExpectName("exists 또는 all", "exists or all");
        if (word.Text is "exists" or "all" && Current.Is("("))
        {
            Expect("(");
            var variable = ExpectName("기록 하나를 가리킬 이름", "a name for one record").Text;
            Expect(",");
            var body = Or();
            Expect(")");
            return new QuantifierExpression(subject.At, word.Text == "all", subject, variable, body);
        }
        throw new SyntaxException(word.At, $"'{word.Text}(' 은(는) 쓸 수 없습니다. exists(이름, 조건) 또는 all(이름, 조건)만 씁니다.",
            $"found '{word.Text}'; expected exists(name, condition) or all(name, condition)");
    }

    private Term ReadTerm()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _next++;
                return new NumberTerm(token.At, token.Number);
            case TokenKind.Text:
                _next++;
                return new TextTerm(token.At, token.Text);
            case TokenKind.Name when token.Text is not ("in" or "overlaps"):
                _next++;
                return AfterName(token);
            default:
                throw Unexpected("이름, 수, 날짜 또는 따옴표로 묶은 값", "a name, a number, a date or a value in quotes");
        }
    }

    private Term AfterName(Token name)
    {
        if (name.Text is "true" or "false")
        {
            return new BoolTerm(name.At, name.Text == "true");
        }
        if (name.Text == "date" && Take("("))
        {
            var text = Current;
            if (text.Kind != TokenKind.Text || !DateOnly.TryParseExact(text.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                throw Unexpected("'2026-01-22' 꼴의 날짜", "a date like '2026-01-22'");
            }
            _next++;
            Expect(")");
            return new DateTerm(name.At, day);
        }
        if (Current.Is(".") && _tokens[_next + 1] is { Kind: TokenKind.Name } field && !(field.Text is "exists" or "all" && _tokens[_next + 2].Is("(")))
        {
            _next += 2;
            return new NameTerm(name.At, name.Text, field.Text);
        }
        return new NameTerm(name.At, name.Text, null);
    }

    private ListTerm ReadList()
    {
        var start = Current;
        Expect("[");
        var values = new List<TextTerm>();
        while (!Current.Is("]"))
        {
            if (values.Count > 0)
            {
                Expect(",");
            }
            if (Current.Kind != TokenKind.Text)
            {
                throw Unexpected("따옴표로 묶은 값", "a value in quotes");
            }
            values.Add(new TextTerm(Current.At, Current.Text));
            _next++;
        }
        Expect("]");
        return values.Count > 0
            ? new ListTerm(start.At, values)
            : throw new SyntaxException(start.At, "빈 목록입니다. 값을 하나 이상 적으십시오.", "the list is empty; name at least one value");
    }

    private CompareOp? CurrentOp() => Current.Kind != TokenKind.Sign ? null : Current.Text switch
    {
        "==" => CompareOp.Equal,
        "!=" => CompareOp.NotEqual,
        "<" => CompareOp.Less,
        "<=" => CompareOp.LessOrEqual,
        ">" => CompareOp.Greater,
        ">=" => CompareOp.GreaterOrEqual,
        _ => null,
    };

    private bool Take(string sign)
    {
        if (!Current.Is(sign))
        {
            return false;
        }
        _next++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (Current.Kind != TokenKind.Name || Current.Text != word)
        {
            return false;
        }
        _next++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Take(sign))
        {
            throw Unexpected($"'{sign}'", $"'{sign}'");
        }
    }

    private Token ExpectName(string ko, string en)
    {
        var token = Current;
        if (token.Kind != TokenKind.Name)
        {
            throw Unexpected(ko, en);
        }
        _next++;
        return token;
    }

    private SyntaxException Unexpected(string ko, string en)
    {
        var found = Current;
        return found.Kind == TokenKind.End
            ? new SyntaxException(found.At, $"조건이 여기서 끝납니다. 필요한 것: {ko}.", $"the condition ends here; expected {en}")
            : new SyntaxException(found.At, $"'{found.Shown}'이(가) 있습니다. 필요한 것: {ko}.", $"found '{found.Shown}'; expected {en}");
    }
}
