using System.Data.Common;
using System.Globalization;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>Adds up the rows that a database answers with.</summary>
internal sealed class SqlCounter
{
    private readonly CellSpec _spec;
    private readonly SqlText _text;
    private readonly CellAdder _adder;
    private readonly List<Dimension> _dimensions;
    private readonly double[] _sums;
    private long _rows, _filtered, _malformed, _unreadable;

    public SqlCounter(CellSpec spec, SqlText text)
    {
        (_spec, _text, _sums) = (spec, text, new double[spec.Measures.Count]);
        _dimensions = ChunkCells.DimensionsOf(spec);
        _adder = new CellAdder(_dimensions, spec.Measures);
    }

    public ReadResult ToResult() => new(_adder.ToTable(), new ReadingNotes(_rows, _filtered, _malformed, _unreadable, [], "database"));

    public void Add(DbDataReader reader)
    {
        var at = _text.Texts.Count;
        var texts = _text.Texts.Select((column, i) => (column, Value: Text(reader, i))).ToDictionary(t => t.column, t => t.Value, StringComparer.Ordinal);
        var inside = _text.Ranges.Count == 0 || Enumerable.Range(at, _text.Ranges.Count).All(i => Whole(reader, i) == 1);
        at += _text.Ranges.Count;
        var decided = _text.DecidesByScore ? Text(reader, at++) : "";
        var score = _spec.KeepScores && _spec.Score is not null ? Score(reader, at++) : "";
        var fit = Whole(reader, at++) == 1;
        var (count, lines) = (fit ? Whole(reader, at) : 0, Whole(reader, at + 2));
        if (!inside || _spec.Filters.Except(_text.Ranges).GroupBy(f => f.Column).Any(f => !Levels.Passes(texts[f.Key], f, _spec)))
        {
            _filtered += lines;
            return;
        }
        _unreadable += Whole(reader, at + 1);
        if (!fit)
        {
            _malformed += lines;
            return;
        }
        for (var m = 0; m < _sums.Length; m++)
        {
            _sums[m] = Convert.ToDouble(reader.GetValue(at + 3 + m), CultureInfo.InvariantCulture);
        }
        _rows += count;
        _adder.Add([.. _dimensions.Select((d, i) => Level(d, i, texts, decided, score, lines))], count, _sums);
    }

    private string Level(Dimension dimension, int index, Dictionary<string, string> texts, string decided, string score, long lines)
    {
        switch (dimension.Role)
        {
            case DimensionRole.Outcome:
                return Levels.Label(texts[_spec.Outcome!], _spec);
            case DimensionRole.Decision:
                return _spec.Decision is { } column ? Levels.Label(texts[column], _spec) : decided;
            case DimensionRole.Score:
                return score;
            default:
                if (!Levels.Attribute(texts[_spec.Attributes[index].Column], _spec.Attributes[index], _spec, out var level))
                {
                    _unreadable += lines;
                }
                return level;
        }
    }

    private string Score(DbDataReader reader, int at)
    {
        if (reader.IsDBNull(at))
        {
            return Dimension.Missing;
        }
        var number = Convert.ToDouble(reader.GetValue(at), CultureInfo.InvariantCulture);
        if (_spec.Bins is not { } bins)
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }
        return number >= 0 ? bins.Edge(Math.Min((int)number, bins.Count - 1)).ToString("R", CultureInfo.InvariantCulture)
            : throw AuditRefusedException.Because("score-range", "score", $"{bins.From:R}~{bins.To:R} 밖의 점수가 있습니다. 계획의 score 에 범위(from, to)를 적으십시오.", $"there are scores outside {bins.From:R} to {bins.To:R}; state the range (from, to) of the score in the plan");
    }

    private static long Whole(DbDataReader reader, int at) => reader.IsDBNull(at) ? 0 : Convert.ToInt64(reader.GetValue(at), CultureInfo.InvariantCulture);

    private static string Text(DbDataReader reader, int at) => reader.IsDBNull(at) ? "" : reader.GetValue(at) switch
    {
        bool yes => yes ? "true" : "false",
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };
}
