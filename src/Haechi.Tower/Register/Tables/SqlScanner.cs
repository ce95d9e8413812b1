using System.Text;

namespace Haechi.Tower.Register.Tables;

/// <summary>What a token of SQL is.</summary>
internal enum SqlKind
{
    End,
    Word,
    Quoted,
    Text,
    Number,
    Sign,
    Broken,
}

/// <summary>A token: its kind, its text without quotes, and the text as written.</summary>
internal readonly record struct SqlToken(SqlKind Kind, string Text, string Written, int Line)
{
    public bool Is(string word) => Kind == SqlKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool Is(char sign) => Kind == SqlKind.Sign && Text[0] == sign;
}

/// <summary>
/// Splits SQL into tokens: the lexical rules of PostgreSQL (its manual, section 4.1) and of SQLite, as far as dumps use them. Texts in single quotes with '' inside, E'' texts with backslashes,
/// names in double quotes, back ticks or brackets, comments of both kinds.
/// </summary>
internal sealed class SqlScanner(CharSource text, int longest)
{
    private readonly StringBuilder _token = new();

    public SqlToken Next()
    {
        SkipSpace();
        var line = text.Line;
        var c = text.Peek();
        return c switch
        {
            -1 => new SqlToken(SqlKind.End, "", "", line),
            '\'' => Quoted('\'', '\'', SqlKind.Text, line, backslashes: false),
            '"' => Quoted('"', '"', SqlKind.Quoted, line, backslashes: false),
            '`' => Quoted('`', '`', SqlKind.Quoted, line, backslashes: false),
            '[' => Quoted('[', ']', SqlKind.Quoted, line, backslashes: false),
            // A full stop begins a number (.5) or stands between a schema and its table.
            _ when char.IsAsciiDigit((char)c) || c is '-' or '+' || (c == '.' && text.PeekSecond() is >= '0' and <= '9') => Number(line),
            _ when IsWord((char)c) => Word(line),
            _ => new SqlToken(SqlKind.Sign, ((char)text.Next()).ToString(), ((char)c).ToString(), line),
        };
    }

    private void SkipSpace()
    {
        while (text.Peek() is var c && c >= 0)
        {
            if (char.IsWhiteSpace((char)c) || c == '\uFEFF')
            {
                text.Next();
            }
            else if (c == '-' && text.PeekSecond() == '-')
            {
                while (text.Peek() is not (-1 or '\n' or '\r'))
                {
                    text.Next();
                }
            }
            else if (c == '/' && text.PeekSecond() == '*')
            {
                SkipBlock();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipBlock()
    {
        text.Next();
        text.Next();
        for (int before = 0, c = text.Next(); c >= 0 && !(before == '*' && c == '/'); c = text.Next())
        {
            before = c;
        }
    }

    private SqlToken Quoted(char open, char close, SqlKind kind, int line, bool backslashes)
    {
        _token.Clear();
        text.Next();
        while (true)
        {
            var c = text.Next();
            if (c < 0 || _token.Length > longest)
            {
                return new SqlToken(SqlKind.Broken, c < 0 ? "end" : "long", "", line);
            }
            if (c == close && (open == '[' || text.Peek() != close))
            {
                var value = _token.ToString();
                var inside = open == '[' ? value : value.Replace(close.ToString(), new string(close, 2), StringComparison.Ordinal);
                return new SqlToken(kind, value, open + inside + close, line);
            }
            c = c == close || (backslashes && c == '\\') ? Escaped(text.Next(), c == '\\') : c;
            _token.Append((char)c);
        }
    }

    private static int Escaped(int c, bool backslash) => !backslash ? c : c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => c };

    private SqlToken Number(int line)
    {
        _token.Clear();
        while (text.Peek() is var c && c >= 0 && (char.IsAsciiLetterOrDigit((char)c) || c is '.' || (c is '+' or '-' && (_token.Length == 0 || _token[^1] is 'e' or 'E'))))
        {
            _token.Append((char)text.Next());
        }
        var number = _token.ToString();
        return new SqlToken(number.Length == 1 && !char.IsAsciiDigit(number[0]) ? SqlKind.Sign : SqlKind.Number, number, number, line);
    }

    private SqlToken Word(int line)
    {
        _token.Clear();
        while (text.Peek() is var c && c >= 0 && IsWord((char)c) && _token.Length < 1024)
        {
            _token.Append((char)text.Next());
        }
        var word = _token.ToString();
        return text.Peek() == '\'' && word is "E" or "e"
            ? Quoted('\'', '\'', SqlKind.Text, line, backslashes: true)
            : new SqlToken(SqlKind.Word, word, word, line);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '#' or '@' || char.IsSurrogate(c);
}
