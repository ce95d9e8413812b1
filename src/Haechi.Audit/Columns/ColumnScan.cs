using Haechi.Audit.Reading;

namespace Haechi.Audit.Columns;

/// <summary>The first reading of a part: which texts each column has, and on which line each row starts.</summary>
internal sealed unsafe class ColumnScan(int columns, bool[] tooMany) : IRows
{
    private readonly ByteDictionary?[] _texts = [.. Enumerable.Range(0, columns).Select(_ => new ByteDictionary())];
    private readonly List<RowProblem> _problems = [];
    private readonly List<(long Row, long Lines)> _jumps = [];
    private long _line;

    public long Rows { get; private set; }

    public long Malformed { get; private set; }

    public IReadOnlyList<RowProblem> Problems => _problems;

    /// <summary>Before which rows, from 0, how many lines were passed that begin no row.</summary>
    public IReadOnlyList<(long Row, long Lines)> Jumps => _jumps;

    /// <summary>The texts of a column in the order of their first use, or null when there are too many.</summary>
    public ByteDictionary? Texts(int column) => _texts[column];

    public void Add(ReadOnlySpan<Field> row, byte* readableTo, long line)
    {
        if (line != _line + 1)
        {
            _jumps.Add((Rows, line - _line - 1));
        }
        (_line, Rows) = (line, Rows + 1);
        for (var c = 0; c < _texts.Length; c++)
        {
            if (_texts[c] is not { } texts)
            {
                continue;
            }
            texts.Get(row[c], readableTo, out var added);
            if (added && (TooMany(texts) || Volatile.Read(ref tooMany[c])))
            {
                // Every part may say so: what counts is that one did.
                Volatile.Write(ref tooMany[c], true);
                _texts[c] = null;
            }
        }
    }

    public void Refuse(long line, string kind, string detail)
    {
        Malformed++;
        if (_problems.Count < ReadingNotes.MostProblems)
        {
            _problems.Add(ChunkCells.Problem(line, kind, detail));
        }
    }

    /// <summary>More than a dictionary may hold: such a column keeps the text of each row.</summary>
    public static bool TooMany(ByteDictionary texts) => texts.Count > ColumnDirectory.MostDistinct || texts.Bytes > 64 << 20;
}
