using System.Text.RegularExpressions;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Reads a dump as one table. When several tables describe one record, they are joined side by side on the column that points from one to the other; which that is follows from the values:
/// a column named like a key, each of whose values is the key of exactly one record.
/// </summary>
internal static partial class SqlTables
{
    private const int MostKeys = 8;

    /// <summary>A table that gives one row for each record of the base table.</summary>
    private sealed record Side(SqlTable Table, int Pointer, int Key);

    private sealed record Plan(SqlTable Base, IReadOnlyList<Side> Sides);

    public static Result<SourceTable> Read(TextFile text, TableOptions options, ProblemList problems, CancellationToken stop)
    {
        using var reader = text.Open();
        var limits = options.Limits ?? TableLimits.Usual;
        var dump = new SqlDump(new CharSource(reader), text.File, limits, stop);
        dump.Read();
        if (dump.Refusal is { } refusal)
        {
            return refusal;
        }
        foreach (var line in dump.Computed)
        {
            problems.Add("computed-insert", TableRefusals.At(text.File, line), "값이 적혀 있지 않은 INSERT 문(INSERT … SELECT 등)은 읽지 않았습니다.", "an INSERT without values (INSERT ... SELECT) was passed over");
        }
        var tables = dump.Tables.Where(t => t.Rows.Count > 0).ToList();
        if (tables.Count == 0)
        {
            return TableRefusals.Empty(text.File);
        }
        if (options.Sheet is { } asked && !tables.Exists(t => t.Name.Equals(asked, StringComparison.OrdinalIgnoreCase)))
        {
            return TableRefusals.NoSuchSheet(text.File, asked, tables.Select(t => t.Name));
        }
        var plan = options.Sheet is { } name ? new Plan(tables.First(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), []) : Best(tables, stop);
        return Joined(text, plan, tables, limits, problems);
    }

    private static Plan Best(List<SqlTable> tables, CancellationToken stop) =>
        tables.Select(b => new Plan(b, Sides(b, tables, stop))).OrderByDescending(p => p.Sides.Count).ThenByDescending(p => p.Base.Rows.Count).First();

    private static List<Side> Sides(SqlTable from, List<SqlTable> tables, CancellationToken stop)
    {
        var keys = Enumerable.Range(0, from.Columns.Count).Where(c => IsKeyName(from.Columns[c])).Select(c => (Column: c, Values: from.Unique(c))).Where(k => k.Values is not null).Take(MostKeys).ToList();
        var sides = new List<Side>();
        foreach (var table in tables.Where(t => t != from))
        {
            stop.ThrowIfCancellationRequested();
            var side = keys.SelectMany(k => Enumerable.Range(0, table.Columns.Count)
                    .Where(c => PointsTo(table, c, from.Columns[k.Column], k.Values!)).Select(c => new Side(table, c, k.Column)))
                // A pointer named after the table it points to, or after the very column, goes before any other.
                .OrderByDescending(s => Kinship(table.Columns[s.Pointer], from, s.Key)).FirstOrDefault();
            if (side is not null)
            {
                sides.Add(side);
            }
        }
        return sides;
    }

    private static int Kinship(string pointer, SqlTable from, int key) =>
        (string.Equals(pointer, from.Columns[key], StringComparison.OrdinalIgnoreCase) ? 2 : 0) + (pointer.Contains(from.Name, StringComparison.OrdinalIgnoreCase) ? 1 : 0);

    /// <summary>True when each row points to another record. Plain "id" is a table's own number: that both count from 1 says nothing.</summary>
    private static bool PointsTo(SqlTable table, int column, string key, HashSet<string> records)
    {
        var name = table.Columns[column];
        return IsKeyName(name) && !name.Equals("id", StringComparison.OrdinalIgnoreCase) && table.Unique(column) is { } values && values.Count <= records.Count && values.IsSubsetOf(records)
            && (key.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith(key, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsKeyName(string name) => KeyName().IsMatch(name);

    [GeneratedRegex(@"(?:^|_)(?:id|key|code|nr|no|ref|fk|uuid)$|[a-z](?:Id|ID|Key|Code|Nr|No|Ref|Uuid)$|(?:번호|코드|아이디)$", RegexOptions.None, 10_000)]
    private static partial Regex KeyName();

    private static Result<SourceTable> Joined(TextFile text, Plan plan, List<SqlTable> tables, TableLimits limits, ProblemList problems)
    {
        var used = new[] { plan.Base }.Concat(plan.Sides.Select(s => s.Table)).ToList();
        var width = used.Sum(t => t.Columns.Count);
        if (width > limits.Columns)
        {
            return TableRefusals.TooManyColumns(text.File, limits.Columns);
        }
        var parts = new List<SqlPart>();
        foreach (var table in used)
        {
            parts.Add(new SqlPart(table.Written, table.WrittenColumns, parts.Sum(p => p.Columns.Count)));
        }
        var others = tables.Except(used).ToList();
        Report(used, others, problems);
        return text.Table(TableFormat.Sql) with
        {
            Sheet = plan.Base.Name, OtherSheets = [.. others.Select(t => new SheetSummary(t.Name, false, t.Rows.Count))],
            Columns = Columns(used), Rows = Rows(plan, used, width), Frame = new TableFrame(null, [], parts),
        };
    }

    private static void Report(List<SqlTable> used, List<SqlTable> others, ProblemList problems)
    {
        if (used.Count > 1)
        {
            var names = string.Join(", ", used.Select(t => t.Name));
            problems.Add("joined", null, $"한 건을 나누어 적은 표 {used.Count}개를 하나로 이었습니다: {names}", $"{used.Count} tables that describe one record each were joined: {names}");
        }
        foreach (var table in others)
        {
            problems.Add("other-table", null, $"'{table.Name}' 표({TableRefusals.N(table.Rows.Count)}행)는 한 건에 한 행씩 이어지지 않아 읽지 않았습니다. 필요하면 그 표를 지정하십시오.",
                $"the table '{table.Name}' ({TableRefusals.N(table.Rows.Count)} rows) does not give one row for each record and was not read; name it to read it by itself");
        }
    }

    /// <summary>The base table's columns keep their names; another table's column that is not alone in its name is called <c>table.column</c>.</summary>
    private static IReadOnlyList<TableColumn> Columns(List<SqlTable> used)
    {
        var names = used.SelectMany(t => t.Columns).GroupBy(c => c, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Count(), StringComparer.OrdinalIgnoreCase);
        var headers = used.SelectMany((t, i) => t.Columns.Select(c => i == 0 || names[c] == 1 ? c : $"{t.Name}.{c}"));
        return HeaderFinder.Columns([.. headers]);
    }

    private static List<TableLine> Rows(Plan plan, List<SqlTable> used, int width)
    {
        var found = plan.Sides.Select(s => s.Table.Rows.ToDictionary(r => r[s.Pointer], StringComparer.Ordinal)).ToList();
        var rows = new List<TableLine>(plan.Base.Rows.Count);
        foreach (var record in plan.Base.Rows)
        {
            var cells = new string[width];
            var marks = new byte[width];
            var first = 0;
            for (var i = 0; i < used.Count; i++)
            {
                var row = i == 0 ? record : found[i - 1].GetValueOrDefault(record[plan.Sides[i - 1].Key]);
                for (var c = 0; c < used[i].Columns.Count; c++, first++)
                {
                    cells[first] = row?[c] ?? "";
                    marks[first] = (byte)(row is null || c >= row.Cells.Count ? CellMark.Absent : row.MarkOf(c));
                }
            }
            rows.Add(new TableLine(record.Line, cells, marks));
        }
        return rows;
    }
}
