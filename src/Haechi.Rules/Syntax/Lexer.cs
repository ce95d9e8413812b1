using System.Globalization;

namespace Haechi.Rules.Syntax;

internal enum TokenKind
{
    End, Name, Number, Text, Sign,
}

/// <summary>One token. <see cref="Text"/> holds the name, the sign, or the text without quotes.</summary>
internal readonly record struct Token(TokenKind Kind, int At, string Text, double Number)
{
    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;

    public string Shown => Kind switch
    {
        TokenKind.End => "",
        TokenKind.Text => $"'{Text}'",
        TokenKind.Number => Number.ToString("R", CultureInfo.InvariantCulture),
        _ => Text,
    };
}

/// <summary>A condition that cannot be read: offset in its text, and why.</summary>
internal sealed class SyntaxException(int at, string ko, string en) : Exception(en)
{
    public int At { get; } = at;

    public string Ko { get; } = ko;

    public string En { get; } = en;
}

/// <summary>Cuts a condition into tokens: linear in its length, which is limited.</summary>
internal static class Lexer
{
    public const int LongestCondition = 20_000;

    private static readonly string[] Signs = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", "."];

    public static List<Token> Read(string text)
    {
        if (text.Length > LongestCondition)
        {
            throw new SyntaxException(LongestCondition, $"조건이 {LongestCondition}자를 넘습니다. 규칙을 나누십시오.",
                $"the condition is longer than {LongestCondition} characters; split it into rules");
        }
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            if (at == text.Length)
            {
                tokens.Add(new Token(TokenKind.End, at, "", 0));
                return tokens;
            }
            tokens.Add(ReadOne(text, ref at));
        }
    }

    private static Token ReadOne(string text, ref int at)
    {
        var start = at;
        var c = text[at];
        if (c is '\'' or '"' or '`')
        {
            return ReadQuoted(text, ref at, c);
        }
        if (char.IsAsciiDigit(c) || (c == '-' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            return ReadNumber(text, ref at);
        }
        if (char.IsLetter(c) || c == '_')
        {
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }
            return new Token(TokenKind.Name, start, text[start..at], 0);
        }
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
            {
                at += sign.Length;
                return new Token(TokenKind.Sign, start, sign, 0);
            }
        }
        throw new SyntaxException(start, $"'{c}'은(는) 조건에 쓸 수 없는 글자입니다. && || ! == != < <= > >= in overlaps 만 씁니다.",
            $"found '{c}', which no condition uses; expected a name, a value or one of && || ! == != < <= > >= in overlaps");
    }

    private static Token ReadQuoted(string text, ref int at, char quote)
    {
        var start = at++;
        var end = text.IndexOf(quote, at);
        if (end < 0)
        {
            throw new SyntaxException(start, $"따옴표 {quote} 가 닫히지 않았습니다.", $"the quote {quote} is not closed");
        }
        var inner = text[at..end];
        at = end + 1;
        return new Token(quote == '`' ? TokenKind.Name : TokenKind.Text, start, inner, 0);
    }

    private static Token ReadNumber(string text, ref int at)
    {
        var start = at++;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E')))
        {
            at++;
        }
        var digits = text[start..at];
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            throw new SyntaxException(start, $"'{digits}'은(는) 수가 아닙니다.", $"'{digits}' is not a number");
        }
        return new Token(TokenKind.Number, start, digits, number);
    }
}
