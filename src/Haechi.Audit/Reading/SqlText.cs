using System.Globalization;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Reading;

/// <summary>
/// Writes the query. Texts are grouped as they are and given their meaning here, so that a file and a database agree; numbers are compared and binned in the database. No casts stand in the
/// grouped texts, because a foreign table hands a cast back row by row.
/// </summary>
internal sealed class SqlText
{
    private readonly CellSpec _spec;
    private readonly Dictionary<string, Type> _types;
    private readonly bool _postgres;

    public SqlText(CellSpec spec, Dictionary<string, Type> types, bool postgres)
    {
        (_spec, _types, _postgres) = (spec, types, postgres);
        Ranges = [.. spec.Filters.Where(f => f is { Is: null, Not: null })];
        Texts = [.. spec.Attributes.Select(a => a.Column).Concat(spec.Filters.Except(Ranges).Select(f => f.Column)).Concat(new[] { spec.Outcome, spec.Decision }.OfType<string>()).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Columns whose values are grouped.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Filters that are ranges, tested in the database.</summary>
    public IReadOnlyList<RowFilter> Ranges { get; }

    public bool HasScore => _spec.Score is not null && (_spec.KeepScores || DecidesByScore);

    public bool DecidesByScore => _spec.At is not null && _spec.Decision is null;

    public static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Columns: texts, one flag per range, decided, score, whether the numbers of the row are fit; then the count, unreadable scores and the sums.</summary>
    public string Query(string table)
    {
        var grouped = Texts.Select(Quote).Concat(Ranges.Select(r => Flag(InRange(r)))).ToList();
        if (DecidesByScore)
        {
            grouped.Add($"CASE WHEN {Number(_spec.Score!)} >= {Literal(_spec.At!.Value)} THEN 1 WHEN {Number(_spec.Score!)} < {Literal(_spec.At.Value)} THEN 0 END");
        }
        if (_spec.KeepScores && _spec.Score is not null)
        {
            grouped.Add(Scored());
        }
        grouped.Add(Flag(Fit()));
        var rows = _spec.Count is { } count ? $"SUM({Number(count)})" : "COUNT(*)";
        var unreadable = _spec.Score is { } s ? $"SUM({Flag($"{Quote(s)} IS NOT NULL AND ({Number(s)}) IS NULL{(_postgres ? "" : $" AND TRIM({Quote(s)}) <> ''")}")})" : "0";
        var positions = string.Join(", ", Enumerable.Range(1, grouped.Count));
        return $"SELECT {string.Join(", ", grouped)}, {rows}, {unreadable}, COUNT(*){string.Concat(Sums().Select(x => $", SUM({x})"))} FROM {table} GROUP BY {positions}";
    }

    public string DistinctScores(string table) => $"SELECT DISTINCT {Number(_spec.Score!)} FROM {table} LIMIT 5000";

    private static string Literal(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Flag(string condition) => $"CASE WHEN {condition} THEN 1 ELSE 0 END";

    private string Scored() => _spec.Bins is not { } bins ? Number(_spec.Score!)
        : $"CASE WHEN {Number(_spec.Score!)} BETWEEN {Literal(bins.From)} AND {Literal(bins.To)} THEN {Truncated($"({Number(_spec.Score!)} - {Literal(bins.From)}) / ({Literal(bins.To)} - {Literal(bins.From)}) * {bins.Count}")} WHEN {Number(_spec.Score!)} IS NOT NULL THEN -1 END";

    private string Truncated(string number) => _postgres ? $"FLOOR({number})" : $"CAST({number} AS INTEGER)";

    private string InRange(RowFilter range) => string.Join(" AND ", new[] { range.From is { } f ? $"{Number(range.Column)} >= {Literal(f)}" : null, range.To is { } t ? $"{Number(range.Column)} <= {Literal(t)}" : null }.OfType<string>());

    private string Fit()
    {
        var conditions = new List<string> { "1 = 1" };
        conditions.AddRange(new[] { _spec.Weight, _spec.Count }.OfType<string>().Select(c => $"{Number(c)} >= 0"));
        conditions.AddRange(new[] { _spec.Actual, _spec.Predicted }.OfType<string>().Select(c => $"{Number(c)} IS NOT NULL"));
        return string.Join(" AND ", conditions);
    }

    /// <summary>The value as a number, NULL when it is none, NaN or infinite.</summary>
    private string Number(string column)
    {
        var (name, type) = (Quote(column), _types[column]);
        if (!_postgres)
        {
            var bare = $"LTRIM(TRIM({name}), '-+')";
            return $"CASE WHEN TYPEOF({name}) IN ('integer', 'real') THEN {name} WHEN {bare} GLOB '*[0-9]*' AND {bare} NOT GLOB '*[^0-9.]*' AND LENGTH({name}) - LENGTH(REPLACE({name}, '.', '')) <= 1 THEN CAST({name} AS REAL) END";
        }
        if (type == typeof(float) || type == typeof(double))
        {
            return $"CASE WHEN {name} BETWEEN -1.7e308 AND 1.7e308 THEN {name} END";
        }
        return type == typeof(short) || type == typeof(int) || type == typeof(long) || type == typeof(decimal) ? name
            : throw AuditRefusedException.Because("not-a-number", column, $"'{column}' 열은 수가 아니라 {type.Name}입니다. 수로 된 열이나 뷰를 주십시오.", $"the column '{column}' is {type.Name}, not a number; give a column, or a view, with numbers");
    }

    private IEnumerable<string> Sums()
    {
        var mass = (_spec.Weight, _spec.Count) switch
        {
            ({ } w, { } c) => $"{Number(w)} * {Number(c)}",
            ({ } w, null) => Number(w),
            (null, { } c) => Number(c),
            _ => "1.0",
        };
        string Times(params string[] columns) => string.Join(" * ", columns.Select(c => $"({Number(c)})").Prepend($"({mass})"));
        // Not COALESCE, which postgres_fdw (15) does not hand on.
        string Known(string sum) => $"CASE WHEN ({Number(_spec.Score!)}) IS NOT NULL THEN {sum} ELSE 0 END";
        foreach (var measure in _spec.Measures)
        {
            yield return measure switch
            {
                "w" => mass,
                "w2" => Times(_spec.Weight!),
                "s" => Known(Times(_spec.Score!)),
                "s2" => Known(Times(_spec.Score!, _spec.Score!)),
                "y" => Times(_spec.Actual!),
                "p" => Times(_spec.Predicted!),
                "y2" => Times(_spec.Actual!, _spec.Actual!),
                "p2" => Times(_spec.Predicted!, _spec.Predicted!),
                "yp" => Times(_spec.Actual!, _spec.Predicted!),
                _ => $"({mass}) * ABS(({Number(_spec.Actual!)}) - ({Number(_spec.Predicted!)}))",
            };
        }
    }
}
