using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>A table of a dump with the rows that its inserts give.</summary>
internal sealed class SqlTable(string name, string written)
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<int, HashSet<string>?> _unique = [];

    public string Name { get; } = name;

    public string Written { get; } = written;

    public List<string> Columns { get; } = [];

    public List<string> WrittenColumns { get; } = [];

    public List<TableLine> Rows { get; } = [];

    /// <summary>The values of a column when none is blank and none comes twice; else null. Kept, because every other table is compared with it.</summary>
    public HashSet<string>? Unique(int column)
    {
        if (!_unique.TryGetValue(column, out var values))
        {
            values = new HashSet<string>(StringComparer.Ordinal);
            _unique[column] = values = Rows.TrueForAll(r => r[column].Length > 0 && values.Add(r[column])) ? values : null;
        }
        return values;
    }

    public int ColumnOf(SqlToken column)
    {
        if (!_columns.TryGetValue(column.Text, out var index))
        {
            _columns[column.Text] = index = Columns.Count;
            Columns.Add(column.Text);
            WrittenColumns.Add(column.Written);
        }
        return index;
    }
}

/// <summary>
/// Reads the inserts of a dump as data. No statement is executed; all others are passed over, except that <c>CREATE TABLE</c> names the columns of inserts without a list.
/// </summary>
internal sealed class SqlDump(CharSource text, string file, TableLimits limits, CancellationToken stop)
{
    private readonly SqlScanner _scanner = new(text, limits.CellCharacters);
    private readonly GatheredRows _gathered = new(file, limits, stop);
    private readonly Dictionary<string, SqlTable> _tables = new(StringComparer.OrdinalIgnoreCase);
    private SqlToken _token;

    public List<SqlTable> Tables { get; } = [];

    /// <summary>Inserts whose rows are not in the file (<c>INSERT ... SELECT</c>).</summary>
    public List<int> Computed { get; } = [];

    public Refusal? Refusal { get; private set; }

    public void Read()
    {
        Step();
        while (Refusal is null && _token.Kind != SqlKind.End)
        {
            if (_token.Is("INSERT") || _token.Is("REPLACE"))
            {
                Insert();
            }
            else if (_token.Is("CREATE"))
            {
                Create();
            }
            else if (_token.Is("COPY"))
            {
                Refusal = TableRefusals.Make("sql", Here(), "COPY 문으로 된 덤프는 읽지 않습니다.", "a dump with COPY is not read", "INSERT 문으로 내보내십시오(pg_dump --column-inserts).", "Export it with INSERT statements (pg_dump --column-inserts).");
            }
            EndOfStatement();
        }
    }

    private void Step()
    {
        _token = _scanner.Next();
        if (_token.Kind == SqlKind.Broken)
        {
            Refusal ??= _token.Text == "long" ? TableRefusals.CellTooLong(Here(), limits.CellCharacters) : TableRefusals.Make("broken-quote", Here(),
                $"{TableRefusals.N(_token.Line)}번째 줄에서 연 따옴표가 파일 끝까지 닫히지 않았습니다.", $"a quote opened on line {TableRefusals.N(_token.Line)} is never closed", "그 따옴표를 닫으십시오.", "Close it.");
            _token = new SqlToken(SqlKind.End, "", "", _token.Line);
        }
    }

    private void EndOfStatement()
    {
        while (_token.Kind != SqlKind.End && !_token.Is(';'))
        {
            Step();
        }
        if (_token.Kind != SqlKind.End)
        {
            Step();
        }
    }

    private void Insert()
    {
        while (_token.Kind == SqlKind.Word && !_token.Is("INTO"))
        {
            Step();
        }
        Step();
        if (Named() is not { } table)
        {
            return;
        }
        List<int>? columns = _token.Is('(') ? NamesInBrackets(table) : null;
        if (_token.Is("OVERRIDING"))
        {
            // OVERRIDING SYSTEM VALUE
            Step();
            Step();
            Step();
        }
        if (!_token.Is("VALUES"))
        {
            Computed.Add(_token.Line);
            return;
        }
        if (columns is null && table.Columns.Count == 0)
        {
            Refusal = TableRefusals.Make("sql", Here(), $"'{table.Name}' 표의 열 이름이 INSERT 문에도 CREATE TABLE 문에도 없습니다.", $"the columns of the table '{table.Name}' are named neither in the INSERT nor in a CREATE TABLE",
                "열 이름을 넣어 내보내십시오(pg_dump --column-inserts).", "Export it with column names (pg_dump --column-inserts).");
            return;
        }
        Tuples(table, columns ?? [.. Enumerable.Range(0, table.Columns.Count)]);
    }

    private void Tuples(SqlTable table, List<int> columns)
    {
        do
        {
            Step();
            if (!_token.Is('('))
            {
                Refusal ??= Expected("(");
                return;
            }
            Tuple(table, columns);
        }
        while (Refusal is null && _token.Is(','));
    }

    private void Tuple(SqlTable table, List<int> columns)
    {
        var line = _token.Line;
        var cells = Enumerable.Repeat("", table.Columns.Count).ToArray();
        var marks = Enumerable.Repeat((byte)CellMark.Absent, cells.Length).ToArray();
        var n = 0;
        do
        {
            Step();
            var (value, mark) = Value();
            if (n < columns.Count)
            {
                (cells[columns[n]], marks[columns[n]]) = (value, (byte)mark);
            }
            n++;
        }
        while (_token.Is(','));
        if (Refusal is null && (!_token.Is(')') || n != columns.Count))
        {
            Refusal = !_token.Is(')') ? Expected(")") : TableRefusals.Make("sql", TableRefusals.At(file, line), $"값이 {n}개인데 열은 {columns.Count}개입니다.", $"there are {n} values for {columns.Count} columns", "그 INSERT 문을 고치십시오.", "Correct that INSERT.");
        }
        if (Refusal is null)
        {
            var row = new TableLine(line, cells, marks);
            Refusal = _gathered.Add(row);
            table.Rows.Add(row);
            Step();
        }
    }

    /// <summary>One value, up to a comma or bracket of the tuple: a text, NULL, or anything else as written.</summary>
    private (string Text, CellMark Mark) Value()
    {
        var first = _token;
        var written = new List<string>();
        var depth = 0;
        while (_token.Kind != SqlKind.End && (depth > 0 || !(_token.Is(',') || _token.Is(')'))))
        {
            depth += _token.Is('(') ? 1 : _token.Is(')') ? -1 : 0;
            written.Add(_token.Written);
            if (written.Count > limits.Columns)
            {
                Refusal ??= TableRefusals.CellTooLong(Here(), limits.CellCharacters);
                return ("", CellMark.Null);
            }
            Step();
        }
        var cast = written.Count > 2 && written[1] == ":" && written[2] == ":";
        return first.Kind == SqlKind.Text && (written.Count == 1 || cast) ? (first.Text, CellMark.Plain)
            : written.Count == 1 && first.Is("NULL") ? ("", CellMark.Null)
            : (string.Join(written.Exists(w => w.Length > 0 && char.IsLetter(w[0])) && written.Count > 1 ? " " : "", written), CellMark.Literal);
    }

    private void Create()
    {
        while (_token.Kind == SqlKind.Word && !_token.Is("TABLE"))
        {
            Step();
        }
        if (!_token.Is("TABLE"))
        {
            return;
        }
        Step();
        while (_token.Is("IF") || _token.Is("NOT") || _token.Is("EXISTS"))
        {
            Step();
        }
        if (Named() is { } table && _token.Is('('))
        {
            Definitions(table);
        }
    }

    private void Definitions(SqlTable table)
    {
        string[] constraints = ["PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT", "EXCLUDE", "KEY", "INDEX"];
        var depth = 0;
        do
        {
            depth += _token.Is('(') ? 1 : _token.Is(')') ? -1 : 0;
            var begins = depth == 1 && (_token.Is('(') || _token.Is(','));
            Step();
            if (begins && _token.Kind is (SqlKind.Word or SqlKind.Quoted) && !constraints.Any(_token.Is))
            {
                table.ColumnOf(_token);
            }
        }
        while (depth > 0 && _token.Kind != SqlKind.End && table.Columns.Count <= limits.Columns);
    }

    /// <summary>A table's name, with or without its schema; null when there is none.</summary>
    private SqlTable? Named()
    {
        if (_token.Kind is not (SqlKind.Word or SqlKind.Quoted))
        {
            Refusal ??= Expected("table");
            return null;
        }
        var (name, written) = (_token.Text, _token.Written);
        Step();
        while (_token.Is('.'))
        {
            Step();
            (name, written) = (_token.Text, written + "." + _token.Written);
            Step();
        }
        if (!_tables.TryGetValue(written, out var table))
        {
            _tables[written] = table = new SqlTable(name, written);
            Tables.Add(table);
            if (Tables.Count > limits.SqlTables)
            {
                Refusal ??= TableRefusals.Make("too-many-tables", Here(), $"표가 허용되는 {limits.SqlTables}개보다 많습니다.", $"there are more tables than the {limits.SqlTables} allowed",
                    "시스템 목록에 필요한 표만 내보내십시오.", "Export only the tables that the list of systems needs.");
            }
        }
        return table;
    }

    private List<int> NamesInBrackets(SqlTable table)
    {
        var columns = new List<int>();
        do
        {
            Step();
            if (_token.Kind is not (SqlKind.Word or SqlKind.Quoted))
            {
                Refusal ??= Expected("column");
                return columns;
            }
            columns.Add(table.ColumnOf(_token));
            Step();
            if (columns.Count > limits.Columns)
            {
                Refusal = TableRefusals.TooManyColumns(Here(), limits.Columns);
            }
        }
        while (Refusal is null && _token.Is(','));
        if (!_token.Is(')'))
        {
            Refusal ??= Expected(")");
        }
        Step();
        return columns;
    }

    private string Here() => TableRefusals.At(file, _token.Line);

    private Refusal Expected(string what) => TableRefusals.Make("sql", Here(), $"{TableRefusals.N(_token.Line)}번째 줄: '{what}'이(가) 와야 할 자리입니다.", $"line {TableRefusals.N(_token.Line)}: expected '{what}'",
        "그 문장을 고치거나 다시 내보내십시오.", "Correct that statement, or export the file again.");
}
