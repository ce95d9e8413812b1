using System.Globalization;
using Haechi.Rules;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>Counts what was compared, how the outcomes were spread, and the first differences.</summary>
internal sealed class Tally
{
    private readonly long[] _outcomes = new long[4];
    private readonly List<string> _first = [];

    /// <summary>Record-rule results compared with the columns.</summary>
    public long Columns { get; private set; }

    /// <summary>Record-rule results compared with a database.</summary>
    public long Sql { get; private set; }

    /// <summary>Record-score ranges compared with a database.</summary>
    public long Scores { get; private set; }

    public long Differences { get; private set; }

    public string Figures => string.Create(CultureInfo.InvariantCulture,
        $"{Columns:N0} record-rule results tree = columns, {Sql:N0} = SQL, {Scores:N0} score ranges = SQL, {Differences:N0} differences (yes {_outcomes[1]:N0}, no {_outcomes[2]:N0}, review {_outcomes[3]:N0}, unknown {_outcomes[0]:N0})");

    public string Differing => string.Join('\n', _first);

    /// <summary>Compares one result of the columns with the tree's.</summary>
    public void OfColumns(Expected expected, int rule, int record, Outcome found)
    {
        Columns++;
        var wanted = expected.Outcome(rule, record);
        _outcomes[(int)wanted]++;
        if (wanted != found)
        {
            Differ($"columns: {expected.Rules.Day:yyyy-MM-dd} rule {expected.IdOf(rule)}, record {record}: tree {wanted}, columns {found}");
        }
    }

    /// <summary>Compares one row's value and review column with the tree's outcome.</summary>
    public void OfSql(Expected expected, int rule, int record, bool? value, bool? review)
    {
        Sql++;
        var wanted = expected.Outcome(rule, record);
        // The review column says true exactly where the outcome is review, and the value is NULL there.
        var right = value switch { true => wanted == Outcome.Yes, false => wanted == Outcome.No, null => wanted == (review == true ? Outcome.Review : Outcome.Unknown) } && (review == true) == (wanted == Outcome.Review);
        if (!right)
        {
            Differ($"SQL: {expected.Rules.Day:yyyy-MM-dd} rule {expected.IdOf(rule)}, record {record}: tree {wanted}, value {value?.ToString() ?? "NULL"}, review {review?.ToString() ?? "NULL or none"}");
        }
    }

    public void OfSqlScore(Expected expected, int score, int record, double? least, double? greatest)
    {
        Scores++;
        var wanted = expected.Score(score, record);
        if (wanted.Least != least || wanted.Greatest != greatest)
        {
            Differ($"SQL: {expected.Rules.Day:yyyy-MM-dd} score {expected.Rules.Scores[score].Id}, record {record}: tree [{wanted.Least:R}, {wanted.Greatest:R}], SQL [{least:R}, {greatest:R}]");
        }
    }

    public void Add(Tally other)
    {
        (Columns, Sql, Scores, Differences) = (Columns + other.Columns, Sql + other.Sql, Scores + other.Scores, Differences + other.Differences);
        for (var i = 0; i < _outcomes.Length; i++)
        {
            _outcomes[i] += other._outcomes[i];
        }
        _first.AddRange(other._first.Take(20 - _first.Count));
    }

    private void Differ(string what)
    {
        Differences++;
        if (_first.Count < 20)
        {
            _first.Add(what);
        }
    }
}
