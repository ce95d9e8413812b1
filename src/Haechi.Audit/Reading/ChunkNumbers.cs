using System.Buffers.Text;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>The columns that hold numbers: weights, counts, scores, what regression predicts.</summary>
internal sealed unsafe partial class ChunkCells
{
    private void AddNumbers(ReadOnlySpan<Field> row, ulong key, long line)
    {
        long count = 1;
        if (_count >= 0 && !CountOf(row[_count], out count))
        {
            Refuse(line, "count", Show(row[_count]));
            return;
        }
        var weight = 1.0;
        if (_weight >= 0 && !(Read(row[_weight], out weight) == Found.Number && weight >= 0))
        {
            Refuse(line, "weight", Show(row[_weight]));
            return;
        }
        var score = double.NaN;
        if (_score >= 0)
        {
            score = Measured(row[_score], line);
            var levels = _levels.Sum(l => (long)l.Names.Count);
            var decided = _decisionByScore < 0 ? 0 : LevelOf(_decisionByScore, double.IsNaN(score) ? Dimension.Missing : score >= _spec.At ? "1" : "0");
            var scored = _scoreLevel < 0 ? 0 : ScoreLevel(score);
            if (levels != _levels.Sum(l => (long)l.Names.Count))
            {
                // A level was new: the bits may have moved.
                key = Restart(row, null);
            }
            key |= (_decisionByScore < 0 ? 0 : (ulong)decided << _levels[_decisionByScore].Shift) | (_scoreLevel < 0 ? 0 : (ulong)scored << _levels[_scoreLevel].Shift);
        }
        var (actual, predicted) = _actual < 0 ? (0, 0) : (Measured(row[_actual], line), Measured(row[_predicted], line));
        if (_actual >= 0 && (double.IsNaN(actual) || double.IsNaN(predicted)))
        {
            Refuse(line, "number", "actual, predicted");
            return;
        }
        Rows += count;
        AddSums(_slots.AddWithSums(key, count), count, weight, score, actual, predicted);
    }

    private void AddSums(Span<double> sums, long count, double weight, double score, double actual, double predicted)
    {
        var at = 0;
        var mass = count * weight;
        if (_weight >= 0)
        {
            sums[at++] += mass;
            sums[at++] += mass * weight;
        }
        if (_scoreLevel >= 0)
        {
            sums[at++] += double.IsNaN(score) ? 0 : mass * score;
            sums[at++] += double.IsNaN(score) ? 0 : mass * score * score;
        }
        if (_actual >= 0)
        {
            sums[at++] += mass * actual;
            sums[at++] += mass * predicted;
            sums[at++] += mass * actual * actual;
            sums[at++] += mass * predicted * predicted;
            sums[at++] += mass * actual * predicted;
            sums[at] += mass * Math.Abs(actual - predicted);
        }
    }

    private int ScoreLevel(double score)
    {
        if (double.IsNaN(score))
        {
            return LevelOf(_scoreLevel, Dimension.Missing);
        }
        if (_bins is null && TooManyScores(_levels[_scoreLevel].Names.Count))
        {
            ToBins();
        }
        if (_bins is not null)
        {
            return LevelOf(_scoreLevel, Text(_bins.Edge(BinOf(score, _bins))));
        }
        return _levels[_scoreLevel].Numbers.TryGetValue(score, out var known) ? known : _levels[_scoreLevel].Numbers[score] = LevelOf(_scoreLevel, Text(score));
    }

    /// <summary>Too many different scores: from here on bins. What was counted exactly is binned when the parts are put together.</summary>
    private void ToBins() => _bins = ScoreBins.Unit;

    /// <summary>A number; NaN when there is none, which is counted unless the value is simply missing.</summary>
    private double Measured(Field field, long line)
    {
        switch (Read(field, out var number))
        {
            case Found.Number:
                return number;
            case Found.NoNumber:
                Unreadable++;
                Note(line, "number", Show(field));
                return double.NaN;
            default:
                return double.NaN;
        }
    }

    private Found Read(Field field, out double number)
    {
        if (Utf8Parser.TryParse(field.Bytes, out number, out var used) && used == field.Length && double.IsFinite(number))
        {
            return Found.Number;
        }
        var text = Levels.Clean(_encoding.GetString(field.Bytes), _spec);
        return text.Length == 0 ? Found.Missing : Levels.Number(text, out number) ? Found.Number : Found.NoNumber;
    }

    private bool CountOf(Field field, out long count)
    {
        count = 0;
        if (Utf8Parser.TryParse(field.Bytes, out count, out var used) && used == field.Length)
        {
            return count >= 0;
        }
        if (Read(field, out var number) != Found.Number || number < 0 || number > 1e15 || number != Math.Floor(number))
        {
            return false;
        }
        count = (long)number;
        return true;
    }

    private string Show(Field field) => Cut(_encoding.GetString(field.Bytes));

    private enum Found
    {
        Missing,
        NoNumber,
        Number,
    }

    /// <summary>A dimension that a column feeds.</summary>
    private sealed record Target(int Dimension, AttributeSpec? Attribute);

    /// <summary>A column whose distinct texts are numbered.</summary>
    private sealed class Coded(int column, Target[] dimensions, RowFilter[] filters)
    {
        private int _count;

        public int Column => column;

        public Target[] Dimensions => dimensions;

        public RowFilter[] Filters => filters;

        public ByteDictionary Dictionary { get; } = new();

        /// <summary>What the texts of this column usually add: not those that are left out or unreadable.</summary>
        public WordTable Usual { get; } = new();

        public HashSet<int> Unreadable { get; } = [];

        /// <summary>What each text adds to the key, or <see cref="Excluded"/>.</summary>
        public ulong[] Contribution { get; private set; } = new ulong[16];

        private readonly List<int[]?> _codes = [];

        public void Learned(int[]? codes, LevelCodes[] levels)
        {
            _codes.Add(codes);
            if (_count == Contribution.Length)
            {
                var wider = new ulong[_count * 2];
                Contribution.CopyTo(wider, 0);
                Contribution = wider;
            }
            Compute(_count++, levels);
        }

        public void ComputeAll(LevelCodes[] levels)
        {
            for (var raw = 0; raw < _count; raw++)
            {
                Compute(raw, levels);
            }
        }

        private void Compute(int raw, LevelCodes[] levels)
        {
            var part = _codes[raw] is null ? Excluded : 0UL;
            for (var i = 0; _codes[raw] is { } codes && i < codes.Length; i++)
            {
                part |= (ulong)codes[i] << levels[dimensions[i].Dimension].Shift;
            }
            Contribution[raw] = part;
        }
    }

    /// <summary>The levels of one dimension as they come, and their bits in the key.</summary>
    private sealed class LevelCodes
    {
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

        public List<string> Names { get; } = [];

        public Dictionary<double, int> Numbers { get; } = [];

        public int Shift { get; set; }

        public ulong Mask { get; set; }

        /// <summary>The code of a level; <paramref name="grew"/> when it no longer fits into the bits.</summary>
        public int Get(string level, out bool grew)
        {
            grew = false;
            if (!_codes.TryGetValue(level, out var code))
            {
                code = Names.Count;
                _codes[level] = code;
                Names.Add(level);
                grew = (ulong)code > Mask;
            }
            return code;
        }
    }
}
