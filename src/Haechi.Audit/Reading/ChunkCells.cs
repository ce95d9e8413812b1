using System.Globalization;
using System.Numerics;
using System.Text;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>Counts the rows of one part of the data. Parts are cut by the data alone, never by the number of threads, so that sums come out the same on any number of them.</summary>
internal sealed unsafe partial class ChunkCells : IRows
{
    private const ulong Excluded = ulong.MaxValue;
    private const int MostExactScores = 4096;
    private const int MostDistinct = 1_000_000;

    private readonly CellSpec _spec;
    private readonly Encoding _encoding;
    private readonly Coded[] _coded;
    private readonly LevelCodes[] _levels;
    private readonly SlotTable _slots;
    private readonly int _score, _actual, _predicted, _weight, _count, _scoreLevel, _decisionByScore;
    private readonly List<RowProblem> _problems = [];
    private readonly bool _hasNumbers;
    private ScoreBins? _bins;

    /// <param name="spec">What is counted.</param>
    /// <param name="encoding">The encoding of the texts.</param>
    public ChunkCells(CellSpec spec, Encoding encoding)
    {
        (_spec, _encoding, _bins) = (spec, encoding, spec.Bins);
        Dimensions = DimensionsOf(spec);
        _levels = [.. Dimensions.Select(_ => new LevelCodes())];
        _slots = new SlotTable(spec.Measures.Count);
        _hasNumbers = spec.Measures.Count > 0 || spec.Score is not null || spec.Count is not null;
        var columns = spec.Columns.ToList();
        int At(string? column) => column is null ? -1 : columns.IndexOf(column);
        (_score, _actual, _predicted, _weight, _count) = (At(spec.Score), At(spec.Actual), At(spec.Predicted), At(spec.Weight), At(spec.Count));
        _decisionByScore = spec.At is null || spec.Decision is not null ? -1 : Dimensions.FindIndex(d => d.Role == DimensionRole.Decision);
        _scoreLevel = Dimensions.FindIndex(d => d.Role == DimensionRole.Score);
        _coded = [.. columns.Select((c, i) => new Coded(i, DimensionsFrom(c), [.. spec.Filters.Where(f => f.Column == c)])).Where(c => c.Dimensions.Length > 0 || c.Filters.Length > 0)];
    }

    public List<Dimension> Dimensions { get; }

    /// <summary>True when columns of numbers take part: such rows are counted one by one, in their order.</summary>
    public bool HasNumbers => _hasNumbers;

    public long Rows { get; private set; }

    public long Filtered { get; private set; }

    public long Malformed { get; private set; }

    public long Unreadable { get; private set; }

    public IReadOnlyList<RowProblem> Problems => _problems;

    /// <summary>The dimensions that a specification gives, without levels.</summary>
    public static List<Dimension> DimensionsOf(CellSpec spec)
    {
        var dimensions = spec.Attributes.Select(a => new Dimension(a.Name, a.Role, [])).ToList();
        if (spec.Outcome is not null)
        {
            dimensions.Add(new Dimension("outcome", DimensionRole.Outcome, []));
        }
        if (spec.Decision is not null || spec.At is not null)
        {
            dimensions.Add(new Dimension("decision", DimensionRole.Decision, []));
        }
        if (spec.Score is not null && spec.KeepScores)
        {
            dimensions.Add(new Dimension("score", DimensionRole.Score, [], spec.Bins));
        }
        return dimensions;
    }

    /// <summary>Counts one row. <paramref name="row"/> has one field for each of the specification's columns, in their order.</summary>
    public void Add(ReadOnlySpan<Field> row, byte* readableTo, long line) => Add(row, readableTo, line, 1);

    /// <summary>Counts a row that stands for several equal ones; where there are columns of numbers, once only.</summary>
    public void Add(ReadOnlySpan<Field> row, byte* readableTo, long line, long times)
    {
        var key = 0UL;
        foreach (var coded in _coded)
        {
            ref readonly var field = ref row[coded.Column];
            if (coded.Usual.TryGet(field, readableTo, out var part))
            {
                key |= part;
                continue;
            }
            var raw = coded.Dictionary.Get(field, readableTo, out var added);
            if (added)
            {
                Learn(coded, line);
                key = Restart(row, coded);
            }
            part = coded.Contribution[raw];
            if (part == Excluded)
            {
                Filtered += times;
                return;
            }
            key |= part;
            if (coded.Unreadable.Count > 0 && coded.Unreadable.Contains(raw))
            {
                Unreadable += times;
            }
            else
            {
                coded.Usual.Keep(field, readableTo, part);
            }
        }
        if (!_hasNumbers)
        {
            Rows += times;
            _slots.Add(key, times);
            return;
        }
        AddNumbers(row, key, line);
    }

    /// <summary>A malformed row: counted, and kept with its place when it is among the first.</summary>
    public void Refuse(long line, string kind, string detail)
    {
        Malformed++;
        Note(line, kind, detail);
    }

    /// <summary>Rows that were refused when the data was stored, without their places.</summary>
    public void Refused(long more) => Malformed += more;

    /// <summary>Adds these counts to a whole.</summary>
    public void AddTo(CellAdder whole, ScoreBins? bins)
    {
        // Only levels that have a cell: values of rows that were left out are no groups.
        var map = _levels.Select(l => Enumerable.Repeat(-1, l.Names.Count).ToArray()).ToArray();
        Span<int> codes = stackalloc int[_levels.Length];
        foreach (var (key, count, slot) in _slots.All())
        {
            for (var d = 0; d < codes.Length; d++)
            {
                ref var code = ref map[d][(int)((key >> _levels[d].Shift) & _levels[d].Mask)];
                if (code < 0)
                {
                    var name = _levels[d].Names[(int)((key >> _levels[d].Shift) & _levels[d].Mask)];
                    code = whole.Level(d, d == _scoreLevel ? Rebinned(name, bins) : name);
                }
                codes[d] = code;
            }
            whole.AddCodes(codes, count, _slots.SumsAt(slot));
        }
    }

    /// <summary>The different scores of this part, or null when there were too many and bins are used.</summary>
    public IReadOnlyList<string>? ExactScores => _scoreLevel < 0 || _bins is null ? (_scoreLevel < 0 ? [] : _levels[_scoreLevel].Names) : null;

    public static bool TooManyScores(int count) => count > MostExactScores;

    private static string Rebinned(string level, ScoreBins? bins)
    {
        if (bins is null || level.Length == 0)
        {
            return level;
        }
        var score = double.Parse(level, CultureInfo.InvariantCulture);
        return Text(bins.Edge(BinOf(score, bins)));
    }

    private static int BinOf(double score, ScoreBins bins)
    {
        var bin = bins.IndexOf(score);
        return bin >= 0 ? bin : throw AuditRefusedException.Because("score-range", "score", $"점수 {Text(score)}이(가) {Text(bins.From)}~{Text(bins.To)} 밖에 있습니다. 계획의 score 에 범위(from, to)를 적으십시오.",
            $"the score {Text(score)} lies outside {Text(bins.From)} to {Text(bins.To)}; state the range (from, to) of the score in the plan");
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private Target[] DimensionsFrom(string column)
    {
        var targets = _spec.Attributes.Select((a, d) => (a, d)).Where(t => t.a.Column == column).Select(t => new Target(t.d, t.a)).ToList();
        targets.AddRange(Dimensions.Select((dimension, d) => (dimension, d)).Where(t => (t.dimension.Role == DimensionRole.Outcome && _spec.Outcome == column)
            || (t.dimension.Role == DimensionRole.Decision && _spec.Decision == column)).Select(t => new Target(t.d, null)));
        return [.. targets];
    }

    /// <summary>A text that was not seen before in its column: its levels, whether it passes, and with them what it adds to the key.</summary>
    private void Learn(Coded coded, long line)
    {
        if (coded.Dictionary.Count > MostDistinct)
        {
            throw AuditRefusedException.Because("too-many-values", _spec.Columns[coded.Column], $"이 열에는 서로 다른 값이 {MostDistinct:N0}개를 넘습니다. 식별자가 아니라 집단을 담은 열을 고르거나 bands 로 묶으십시오.",
                $"this column has more than {MostDistinct:N0} different values; name a column of groups, not of identifiers, or cut it into bands");
        }
        var raw = _encoding.GetString(coded.Dictionary[coded.Dictionary.Count - 1]);
        var codes = new int[coded.Dimensions.Length];
        var passes = Levels.Passes(raw, coded.Filters, _spec);
        for (var i = 0; passes && i < codes.Length; i++)
        {
            var target = coded.Dimensions[i];
            var level = "";
            if (target.Attribute is null)
            {
                level = Levels.Label(raw, _spec);
            }
            else if (!Levels.Attribute(raw, target.Attribute, _spec, out level))
            {
                Note(line, "number", $"{target.Attribute.Column}: {Cut(raw)}");
                coded.Unreadable.Add(coded.Dictionary.Count - 1);
            }
            codes[i] = LevelOf(target.Dimension, level);
        }
        coded.Learned(passes ? codes : null, _levels);
    }

    /// <summary>A new level may have moved the bits: the parts already gathered are gathered again.</summary>
    private ulong Restart(ReadOnlySpan<Field> row, Coded? until)
    {
        var key = 0UL;
        foreach (var coded in _coded)
        {
            if (coded == until)
            {
                return key;
            }
            key |= coded.Contribution[coded.Dictionary.Get(row[coded.Column], row[coded.Column].Start, out _)];
        }
        return key;
    }

    private int LevelOf(int dimension, string level)
    {
        var levels = _levels[dimension];
        var code = levels.Get(level, out var grew);
        if (grew)
        {
            Widen();
        }
        return code;
    }

    private void Widen()
    {
        var old = _levels.Select(l => (l.Shift, l.Mask)).ToArray();
        var bits = 0;
        foreach (var levels in _levels)
        {
            levels.Shift = bits;
            levels.Mask = (1UL << BitOperations.Log2((uint)Math.Max(levels.Names.Count - 1, 1)) + 1) - 1;
            bits += BitOperations.PopCount(levels.Mask);
        }
        if (bits > 62)
        {
            throw AuditRefusedException.Because("too-many-cells", "cells", "속성의 값 조합이 너무 많습니다. 속성을 줄이거나 bands 로 묶으십시오.", "the attributes have too many combinations of values; use fewer, or cut them into bands");
        }
        _slots.Resize(bits, key =>
        {
            var moved = 0UL;
            for (var d = 0; d < old.Length; d++)
            {
                moved |= ((key >> old[d].Shift) & old[d].Mask) << _levels[d].Shift;
            }
            return moved;
        });
        foreach (var coded in _coded)
        {
            coded.ComputeAll(_levels);
            coded.Usual.Clear();
        }
    }

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private void Note(long line, string kind, string detail)
    {
        if (_problems.Count < ReadingNotes.MostProblems)
        {
            _problems.Add(Problem(line, kind, detail));
        }
    }

    /// <summary>A problem in one line of at most 80 characters.</summary>
    public static RowProblem Problem(long line, string kind, string detail) => new(line, kind, new string([.. detail.Take(80).Select(c => char.IsControl(c) ? ' ' : c)]));
}
