using System.Text;

namespace Haechi.Tower.Register.Tables;

/// <summary>Text read forward through a fixed buffer, with the number of the line. CR LF, LF and CR each end a line.</summary>
internal sealed class CharSource(TextReader text)
{
    private readonly char[] _buffer = new char[32 * 1024];
    private int _at;
    private int _end;

    public int Line { get; private set; } = 1;

    /// <summary>The next character, or -1 at the end.</summary>
    public int Peek() => _at < _end || Fill() ? _buffer[_at] : -1;

    /// <summary>The character after the next, or -1.</summary>
    public int PeekSecond()
    {
        if (Peek() < 0)
        {
            return -1;
        }
        if (_at + 1 == _end)
        {
            // The next character stands at the end of the buffer: it is kept as the first of the next filling.
            _buffer[0] = _buffer[_at];
            (_at, _end) = (0, 1 + text.Read(_buffer, 1, _buffer.Length - 1));
        }
        return _at + 1 < _end ? _buffer[_at + 1] : -1;
    }

    public int Next()
    {
        var c = Peek();
        if (c < 0)
        {
            return -1;
        }
        _at++;
        // The LF of a CR LF is counted, its CR is not.
        if (c == '\n' || (c == '\r' && Peek() != '\n'))
        {
            Line++;
        }
        return c;
    }

    /// <summary>Adds to <paramref name="cell"/> all characters before the next of <paramref name="stops"/>, which must contain CR and LF; stops early at the end, or when there are more than <paramref name="most"/>.</summary>
    public void TakeUntil(System.Buffers.SearchValues<char> stops, StringBuilder cell, int most)
    {
        while (_at < _end || Fill())
        {
            var rest = _buffer.AsSpan(_at, _end - _at);
            var stop = rest.IndexOfAny(stops);
            cell.Append(rest[..(stop < 0 ? rest.Length : stop)]);
            _at += stop < 0 ? rest.Length : stop;
            if (stop >= 0 || cell.Length > most)
            {
                return;
            }
        }
    }

    private bool Fill()
    {
        _at = 0;
        _end = text.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }
}
