using System.Buffers;
using System.Text;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Splits delimited text into rows after RFC 4180. Written by hand because a table must be written back as it was: a general reader does not tell which cells stood in quotes that they
/// did not need, how each row ended, or on which line an opened quote began.
/// </summary>
internal sealed class DelimitedReader
{
    private static readonly SearchValues<char> InQuotes = SearchValues.Create("\"\r\n\0");

    private readonly CharSource _text;
    private readonly char _delimiter;
    private readonly SearchValues<char> _stops;
    private readonly TableLimits _limits;
    private readonly string _file;
    private readonly StringBuilder _cell = new();
    private readonly CellPool _pool = new();
    private readonly List<string> _cells = [];
    private readonly List<byte> _marks = [];
    private byte[]? _lastMarks;

    public DelimitedReader(TextReader text, char delimiter, TableLimits limits, string file)
    {
        (_text, _delimiter, _limits, _file) = (new CharSource(text), delimiter, limits, file);
        _stops = SearchValues.Create([delimiter, '\r', '\n', '\0']);
    }

    /// <summary>Why reading stopped before the end; null when it did not.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The next row, or null at the end or when something is wrong.</summary>
    public TableLine? Next()
    {
        if (_text.Peek() < 0)
        {
            return null;
        }
        _cells.Clear();
        _marks.Clear();
        var line = _text.Line;
        int stop;
        do
        {
            if (_cells.Count >= _limits.Columns)
            {
                Refusal = TableRefusals.TooManyColumns(TableRefusals.At(_file, line), _limits.Columns);
                return null;
            }
            stop = Cell();
            if (Refusal is not null)
            {
                return null;
            }
        }
        while (stop == _delimiter);
        return new TableLine(line, [.. _cells], Marks(), End(stop));
    }

    /// <summary>Reads one cell and returns the character that ended it, consumed: the delimiter, CR, LF, or -1.</summary>
    private int Cell()
    {
        _cell.Clear();
        var line = _text.Line;
        var quoted = _text.Peek() == '"';
        var stop = quoted ? Quoted(line) : Plain(line);
        if (Refusal is null)
        {
            var text = _pool.Get(_cell);
            var needs = Quoting.IsNeeded(text, _delimiter);
            _cells.Add(text);
            _marks.Add((byte)(quoted == needs ? CellMark.Plain : quoted ? CellMark.Quoted : CellMark.Bare));
        }
        return stop;
    }

    private int Plain(int line)
    {
        _text.TakeUntil(_stops, _cell, _limits.CellCharacters);
        if (_cell.Length > _limits.CellCharacters)
        {
            Refusal = TableRefusals.CellTooLong(TableRefusals.At(_file, line), _limits.CellCharacters);
        }
        return Stop();
    }

    private int Quoted(int line)
    {
        _text.Next();
        while (true)
        {
            _text.TakeUntil(InQuotes, _cell, _limits.CellCharacters);
            if (_cell.Length > _limits.CellCharacters)
            {
                Refusal = TooLongInQuotes(line);
                return -1;
            }
            var c = _text.Next();
            if (c == '"' && _text.Peek() != '"')
            {
                return AfterQuote();
            }
            if (c is -1 or '\0')
            {
                Refusal = c < 0 ? NeverClosed(line) : TableRefusals.NulCharacter(TableRefusals.At(_file, _text.Line));
                return -1;
            }
            if (c == '"')
            {
                _text.Next();
            }
            _cell.Append((char)c);
        }
    }

    private int AfterQuote()
    {
        var c = _text.Peek();
        if (c >= 0 && c != _delimiter && c is not ('\r' or '\n'))
        {
            Refusal = TableRefusals.Make("broken-quote", TableRefusals.At(_file, _text.Line),
                $"{TableRefusals.N(_text.Line)}번째 줄: 닫힌 따옴표 바로 뒤에 '{Shown(c)}'이(가) 있습니다. 칸 안의 따옴표는 두 번(\"\") 써야 합니다.",
                $"line {TableRefusals.N(_text.Line)}: '{Shown(c)}' follows a closing quote; a quote inside a cell is written twice (\"\")",
                "그 줄의 따옴표를 고치거나 원본에서 CSV로 다시 저장하십시오.", "Correct the quotes of that line, or save the original as CSV again.");
        }
        return Stop();
    }

    private int Stop()
    {
        var c = _text.Next();
        if (c == '\0')
        {
            Refusal ??= TableRefusals.NulCharacter(TableRefusals.At(_file, _text.Line));
        }
        if (c == '\r' && _text.Peek() == '\n')
        {
            _text.Next();
            return -2;
        }
        return c;
    }

    private static LineEnd End(int stop) => stop switch { -2 => LineEnd.CrLf, '\n' => LineEnd.Lf, '\r' => LineEnd.Cr, _ => LineEnd.None };

    private byte[]? Marks()
    {
        if (!_marks.Exists(m => m != 0))
        {
            return null;
        }
        // Rows of one file are mostly quoted alike: they share one array.
        var marks = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_marks);
        if (_lastMarks is null || !marks.SequenceEqual(_lastMarks))
        {
            _lastMarks = marks.ToArray();
        }
        return _lastMarks;
    }

    private static string Shown(int c) => char.IsControl((char)c) || char.IsSurrogate((char)c) ? $"U+{c:X4}" : ((char)c).ToString();

    private Refusal NeverClosed(int line) => TableRefusals.Make("broken-quote", TableRefusals.At(_file, line),
        $"{TableRefusals.N(line)}번째 줄에서 연 따옴표가 파일 끝까지 닫히지 않았습니다.", $"a quote opened on line {TableRefusals.N(line)} is never closed",
        "그 따옴표를 닫으십시오. 파일이 도중에 잘렸을 수도 있습니다.", "Close it. The file may also have been cut off.");

    private Refusal TooLongInQuotes(int line) => TableRefusals.Make("cell-too-long", TableRefusals.At(_file, line),
        $"{TableRefusals.N(line)}번째 줄에서 따옴표로 시작한 칸이 허용되는 {TableRefusals.N(_limits.CellCharacters)}자보다 깁니다. 닫히지 않은 따옴표일 수 있습니다.",
        $"the cell whose quote opens on line {TableRefusals.N(line)} holds more than the {TableRefusals.N(_limits.CellCharacters)} characters allowed; perhaps the quote is never closed",
        "그 줄의 따옴표를 확인하십시오.", "Check the quotes of that line.");
}

/// <summary>When a cell of delimited text must stand in quotes (RFC 4180, section 2, rules 6 and 7).</summary>
internal static class Quoting
{
    public static bool IsNeeded(string cell, char delimiter) => cell.AsSpan().IndexOfAny('"', '\r', '\n') >= 0 || cell.Contains(delimiter, StringComparison.Ordinal);

    /// <summary>True when the text would be read as something else without quotes; a quote in the middle is not such a text.</summary>
    public static bool IsUnavoidable(string cell, char delimiter) =>
        cell.StartsWith('"') || cell.AsSpan().IndexOfAny('\r', '\n') >= 0 || cell.Contains(delimiter, StringComparison.Ordinal);
}

/// <summary>Shares equal short texts: most cells of a register repeat a few words.</summary>
internal sealed class CellPool
{
    private const int Longest = 64;

    private readonly string[] _slots = new string[8192];

    public string Get(StringBuilder text)
    {
        if (text.Length is 0 or > Longest)
        {
            return text.Length == 0 ? "" : text.ToString();
        }
        Span<char> copy = stackalloc char[Longest];
        text.CopyTo(0, copy, text.Length);
        return Get(copy[..text.Length]);
    }

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest)
        {
            return text.ToString();
        }
        ref var slot = ref _slots[string.GetHashCode(text) & (_slots.Length - 1)];
        return slot is not null && text.SequenceEqual(slot) ? slot : slot = text.ToString();
    }
}
