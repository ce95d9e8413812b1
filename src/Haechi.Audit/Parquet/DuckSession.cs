using System.Runtime.InteropServices;
using System.Text;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Parquet;

/// <summary>A DuckDB in memory that may read files and load nothing. Answers come chunk by chunk; every column of them is text or a whole number.</summary>
internal sealed unsafe class DuckSession : IDisposable
{
    private readonly DuckLibrary _duck;
    private readonly string _path;
    private nint _database, _connection;

    public DuckSession(string path, int threads)
    {
        (_duck, _path) = (DuckLibrary.Find(path), path);
        fixed (nint* database = &_database, connection = &_connection)
        {
            if (_duck.Open(null, database) != 0 || _duck.Connect(_database, connection) != 0)
            {
                Dispose();
                throw Refused("open");
            }
        }
        Run($"SET threads = {threads}; SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET lock_configuration = true");
    }

    /// <summary>A text as SQL writes it.</summary>
    public static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    public void Dispose()
    {
        fixed (nint* database = &_database, connection = &_connection)
        {
            if (_connection != 0)
            {
                _duck.Disconnect(connection);
            }
            if (_database != 0)
            {
                _duck.Close(database);
            }
        }
    }

    /// <summary>Asks, and takes one row after the other: fields of the text columns, which are gone afterwards, and the number in the last one where that is asked for.</summary>
    public void Ask(string sql, int texts, bool counted, Action<Field[], long> take)
    {
        nint prepared = 0, pending = 0;
        var result = default(DuckResult);
        try
        {
            fixed (byte* text = Zero(sql))
            {
                Check(_duck.Prepare(_connection, text, &prepared) == 0 ? null : _duck.PrepareError(prepared));
            }
            Check(_duck.PendingStreaming(prepared, &pending) == 0 ? null : _duck.PendingError(pending));
            Check(_duck.ExecutePending(pending, &result) == 0 ? null : _duck.PendingError(pending));
            var row = new Field[texts];
            for (var chunk = _duck.FetchChunk(result); chunk != 0; chunk = _duck.FetchChunk(result))
            {
                try
                {
                    Take(chunk, row, counted, take);
                }
                finally
                {
                    _duck.DestroyChunk(&chunk);
                }
            }
            // A stream that broke ends as one that is complete does; only its error tells.
            Check(_duck.ResultError(&result));
        }
        finally
        {
            _duck.DestroyResult(&result);
            _duck.DestroyPending(&pending);
            _duck.DestroyPrepare(&prepared);
        }
    }

    private void Take(nint chunk, Field[] row, bool counted, Action<Field[], long> take)
    {
        var size = (int)_duck.ChunkSize(chunk);
        for (var r = 0; r < size; r++)
        {
            for (var c = 0; c < row.Length; c++)
            {
                var vector = _duck.ChunkVector(chunk, (ulong)c);
                var valid = _duck.VectorValidity(vector);
                row[c] = valid is not null && (valid[r >> 6] >> (r & 63) & 1) == 0 ? default : Text((byte*)_duck.VectorData(vector) + (16L * r));
            }
            take(row, counted ? ((long*)_duck.VectorData(_duck.ChunkVector(chunk, (ulong)row.Length)))[r] : 1);
        }
    }

    /// <summary>duckdb_string_t: 16 bytes, the length first, then up to 12 bytes of text in place, or four of them and a pointer.</summary>
    private static Field Text(byte* at)
    {
        var length = *(int*)at;
        return new Field(length <= 12 ? at + 4 : *(byte**)(at + 8), length);
    }

    private void Run(string sql)
    {
        DuckResult result;
        fixed (byte* text = Zero(sql))
        {
            var error = _duck.Query(_connection, text, &result) == 0 ? null : Marshal.PtrToStringUTF8((nint)_duck.ResultError(&result)) ?? sql;
            _duck.DestroyResult(&result);
            if (error is not null)
            {
                throw Refused(error);
            }
        }
    }

    private void Check(byte* error)
    {
        if (error is not null && *error != 0)
        {
            throw Refused(Marshal.PtrToStringUTF8((nint)error)!);
        }
    }

    private static byte[] Zero(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private AuditRefusedException Refused(string error)
    {
        var line = new string([.. error.Take(300).Select(c => char.IsControl(c) ? ' ' : c)]);
        return AuditRefusedException.Because("parquet", _path, $"DuckDB가 파일을 읽지 못했습니다: {line}. 파일이 온전한지 확인하거나 CSV로 주십시오.", $"DuckDB could not read the file: {line}; check that it is complete, or give the data as CSV");
    }
}
