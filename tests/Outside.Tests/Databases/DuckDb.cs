using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Databases;

/// <summary>A DuckDB in memory: a referee that knows nothing of rulebooks, only SQL.</summary>
internal sealed unsafe class DuckDb : IReferee
{
    private nint _database;
    private nint _connection;

    private DuckDb()
    {
        Check(DuckNative.Open(null, out _database), "open");
        Check(DuckNative.Connect(_database, out _connection), "connect");
        Execute("SET threads = 2");
    }

    public string Name => $"DuckDB {Marshal.PtrToStringUTF8(DuckNative.LibraryVersion())}";

    /// <summary>Opens an empty database; the test counts as not run when the library is missing.</summary>
    public static DuckDb Open()
    {
        DuckNative.UseLibrary(Checkout.NodeFile("@duckdb", "node-bindings-linux-x64", "libduckdb.so"));
        return new DuckDb();
    }

    public void Dispose()
    {
        DuckNative.Disconnect(ref _connection);
        DuckNative.Close(ref _database);
    }

    public void Execute(string sql)
    {
        var result = Run(sql);
        DuckNative.DestroyResult(ref result);
    }

    public void Insert(string table, IEnumerable<object?[]> rows)
    {
        Check(DuckNative.AppenderCreate(_connection, null, table, out var appender), $"append to {table}");
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            foreach (var value in row)
            {
                Append(appender, value, texts);
            }
            if (DuckNative.EndRow(appender) != 0)
            {
                throw new InvalidOperationException(Marshal.PtrToStringUTF8(DuckNative.AppenderError(appender)));
            }
        }
        Check(DuckNative.AppenderDestroy(ref appender), $"append to {table}");
    }

    public void Read(string sql, Func<IReadOnlyList<string>, Action<int, IRow>> header)
    {
        var result = Run(sql);
        var names = new string[DuckNative.ColumnCount(ref result)];
        for (var c = 0; c < names.Length; c++)
        {
            names[c] = Marshal.PtrToStringUTF8(DuckNative.ColumnName(ref result, (ulong)c))!;
        }
        var each = header(names);
        var row = new Chunk(names.Length);
        for (var chunk = DuckNative.FetchChunk(result); chunk != 0; chunk = DuckNative.FetchChunk(result))
        {
            row.Load(chunk);
            for (var i = 0; i < row.Count; i++)
            {
                row.At = i;
                each(int.Parse(row.Text(0), CultureInfo.InvariantCulture), row);
            }
            DuckNative.DestroyChunk(ref chunk);
        }
        DuckNative.DestroyResult(ref result);
    }

    private DuckResult Run(string sql)
    {
        if (DuckNative.Query(_connection, sql, out var result) == 0)
        {
            return result;
        }
        var error = Marshal.PtrToStringUTF8(DuckNative.ResultError(ref result));
        DuckNative.DestroyResult(ref result);
        throw new InvalidOperationException($"{error}\n{sql[..Math.Min(sql.Length, 4000)]}");
    }

    private static void Append(nint appender, object? value, Dictionary<string, byte[]> texts)
    {
        var state = value switch
        {
            null => DuckNative.AppendNull(appender),
            bool b => DuckNative.AppendBool(appender, b ? (byte)1 : (byte)0),
            double d => DuckNative.AppendDouble(appender, d),
            string s => AppendText(appender, s, texts),
            _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
        };
        Check(state, "append");
    }

    private static int AppendText(nint appender, string text, Dictionary<string, byte[]> texts)
    {
        if (!texts.TryGetValue(text, out var bytes))
        {
            texts[text] = bytes = Encoding.UTF8.GetBytes(text);
        }
        fixed (byte* first = bytes)
        {
            return DuckNative.AppendText(appender, first, (ulong)bytes.Length);
        }
    }

    private static void Check(int state, string what)
    {
        if (state != 0)
        {
            throw new InvalidOperationException($"DuckDB could not {what}.");
        }
    }

    /// <summary>One chunk of a result, column by column, read at one row.</summary>
    private sealed class Chunk(int columns) : IRow
    {
        private readonly nint[] _data = new nint[columns];
        private readonly nint[] _valid = new nint[columns];

        public int Count { get; private set; }

        public int At { get; set; }

        public void Load(nint chunk)
        {
            Count = (int)DuckNative.ChunkSize(chunk);
            for (var c = 0; c < columns; c++)
            {
                var vector = DuckNative.ChunkVector(chunk, (ulong)c);
                (_data[c], _valid[c]) = (DuckNative.VectorData(vector), (nint)DuckNative.VectorValidity(vector));
            }
        }

        public bool? Bool(int column) => IsNull(column) ? null : ((byte*)_data[column])[At] != 0;

        public double? Number(int column) => IsNull(column) ? null : ((double*)_data[column])[At];

        /// <summary>duckdb_string_t: 16 bytes, the length first, then up to 12 bytes of text in place, or a prefix of 4 and a pointer.</summary>
        public string Text(int column)
        {
            var text = (byte*)_data[column] + (16 * At);
            var length = *(int*)text;
            return Encoding.UTF8.GetString(length <= 12 ? text + 4 : *(byte**)(text + 8), length);
        }

        private bool IsNull(int column) => _valid[column] != 0 && (((ulong*)_valid[column])[At >> 6] >> (At & 63) & 1) == 0;
    }
}
