using System.Text;

namespace Haechi.Labels.Carriers.Pdf;

/// <summary>Reads values from bytes (ISO 32000-2, 7.2 and 7.3).</summary>
internal sealed class PdfLexer(byte[] bytes, int at = 0)
{
    private const int Deepest = 64;

    /// <summary>The next byte.</summary>
    public int At { get; private set; } = at;

    /// <summary>True when the end of the bytes was seen: with more of them another value might have come.</summary>
    public bool RanOut { get; private set; }

    /// <summary>The next value.</summary>
    /// <exception cref="MalformedException">There is none.</exception>
    public PdfValue Value(int depth = 0)
    {
        if (depth > Deepest)
        {
            throw PdfFault.Broken($"values are nested more than {Deepest} deep");
        }
        Blank();
        return (char)Math.Max(0, Peek()) switch
        {
            '/' => Name(),
            '(' => Literal(),
            '[' => Array(depth),
            '<' => Peek(1) == '<' ? Dictionary(depth) : Hex(),
            _ => Regular(),
        };
    }

    /// <summary>The next run of regular characters; empty when there is none.</summary>
    public string Word()
    {
        Blank();
        var from = At;
        while (Peek() is >= 0 and var c && !IsBlank(c) && !IsDelimiter(c))
        {
            At++;
        }
        return Encoding.Latin1.GetString(bytes, from, At - from);
    }

    /// <summary>Passes over blanks and comments.</summary>
    public void Blank()
    {
        while (Peek() is >= 0 and var c && (IsBlank(c) || c == '%'))
        {
            At++;
            while (c == '%' && Peek() is >= 0 and not '\n' and not '\r')
            {
                At++;
            }
        }
    }

    /// <summary>The byte so far ahead, or -1.</summary>
    public int Peek(int ahead = 0)
    {
        RanOut |= At + ahead >= bytes.Length;
        return At + ahead < bytes.Length ? bytes[At + ahead] : -1;
    }

    private static bool IsBlank(int c) => c is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(int c) => c is '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%';

    private PdfValue Regular()
    {
        var word = Word();
        if (word.Length == 0)
        {
            throw PdfFault.Broken("a value was expected");
        }
        var back = At;
        if (int.TryParse(word, out var number) && number >= 0 && char.IsAsciiDigit(word[0]) && int.TryParse(Word(), out var generation) && generation >= 0 && Word() == "R")
        {
            return new PdfReference(number, generation);
        }
        At = back;
        return word is "true" or "false" or "null" || word.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.') ? new PdfAtom(word) : throw PdfFault.Broken($"'{(word.Length > 20 ? word[..20] : word)}' is no value");
    }

    private PdfName Name()
    {
        At++;
        var text = new StringBuilder();
        while (Peek() is >= 0 and var c && !IsBlank(c) && !IsDelimiter(c))
        {
            var escaped = c == '#' && Peek(1) is >= 0 and var high && Peek(2) is >= 0 and var low && char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low)
                ? Convert.FromHexString($"{(char)high}{(char)low}")[0] : -1;
            text.Append((char)(escaped < 0 ? c : escaped));
            At += escaped < 0 ? 1 : 3;
        }
        return new PdfName(text.ToString());
    }

    private PdfText Literal()
    {
        var (from, open) = (At, 0);
        do
        {
            var c = Peek();
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            At += c == '\\' ? 2 : 1;
            if (c < 0)
            {
                throw PdfFault.Broken("a string has no end");
            }
        }
        while (open > 0);
        return new PdfText(Encoding.Latin1.GetString(bytes, from, At - from));
    }

    private PdfText Hex()
    {
        var from = At;
        while (Peek() is var c && c != '>')
        {
            At++;
            if (c < 0)
            {
                throw PdfFault.Broken("a string has no end");
            }
        }
        At++;
        return new PdfText(Encoding.Latin1.GetString(bytes, from, At - from));
    }

    private PdfArray Array(int depth)
    {
        At++;
        var array = new PdfArray();
        for (Blank(); Peek() != ']'; Blank())
        {
            array.Items.Add(Value(depth + 1));
        }
        At++;
        return array;
    }

    private PdfDictionary Dictionary(int depth)
    {
        At += 2;
        var dictionary = new PdfDictionary();
        for (Blank(); Peek() != '>' || Peek(1) != '>'; Blank())
        {
            var key = Peek() == '/' ? Name().Text : throw PdfFault.Broken("an entry of a dictionary has no name");
            dictionary.Add(key, Value(depth + 1));
        }
        At += 2;
        return dictionary;
    }
}
