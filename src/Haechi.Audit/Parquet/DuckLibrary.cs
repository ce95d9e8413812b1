using System.Runtime.InteropServices;

namespace Haechi.Audit.Parquet;

/// <summary>DuckDB's result, passed by value as its C API asks (duckdb.h, struct duckdb_result); its insides are not ours.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckResult
{
    public ulong ColumnCount;
    public ulong RowCount;
    public ulong RowsChanged;
    public nint Columns;
    public nint ErrorMessage;
    public nint Internal;
}

/// <summary>
/// The few functions of DuckDB's C API (duckdb.h; 0 is success) that reading needs, from a library that may be installed: the one that HAECHI_DUCKDB names, else libduckdb where the system looks
/// for libraries.
/// </summary>
internal sealed unsafe class DuckLibrary
{
    /// <summary>Names the library when it lies elsewhere.</summary>
    public const string Variable = "HAECHI_DUCKDB";

    private static readonly string[] Names = ["libduckdb.so", "duckdb", "libduckdb.dylib"];

    public readonly delegate* unmanaged<byte*, nint*, int> Open;
    public readonly delegate* unmanaged<nint*, void> Close;
    public readonly delegate* unmanaged<nint, nint*, int> Connect;
    public readonly delegate* unmanaged<nint*, void> Disconnect;
    public readonly delegate* unmanaged<nint, byte*, DuckResult*, int> Query;
    public readonly delegate* unmanaged<DuckResult*, byte*> ResultError;
    public readonly delegate* unmanaged<DuckResult*, void> DestroyResult;
    public readonly delegate* unmanaged<nint, byte*, nint*, int> Prepare;
    public readonly delegate* unmanaged<nint, byte*> PrepareError;
    public readonly delegate* unmanaged<nint*, void> DestroyPrepare;
    public readonly delegate* unmanaged<nint, nint*, int> PendingStreaming;
    public readonly delegate* unmanaged<nint, byte*> PendingError;
    public readonly delegate* unmanaged<nint, DuckResult*, int> ExecutePending;
    public readonly delegate* unmanaged<nint*, void> DestroyPending;
    public readonly delegate* unmanaged<DuckResult, nint> FetchChunk;
    public readonly delegate* unmanaged<nint*, void> DestroyChunk;
    public readonly delegate* unmanaged<nint, ulong> ChunkSize;
    public readonly delegate* unmanaged<nint, ulong, nint> ChunkVector;
    public readonly delegate* unmanaged<nint, void*> VectorData;
    public readonly delegate* unmanaged<nint, ulong*> VectorValidity;

    private DuckLibrary(nint library)
    {
        nint Function(string name) => NativeLibrary.GetExport(library, name);
        Open = (delegate* unmanaged<byte*, nint*, int>)Function("duckdb_open");
        Close = (delegate* unmanaged<nint*, void>)Function("duckdb_close");
        Connect = (delegate* unmanaged<nint, nint*, int>)Function("duckdb_connect");
        Disconnect = (delegate* unmanaged<nint*, void>)Function("duckdb_disconnect");
        Query = (delegate* unmanaged<nint, byte*, DuckResult*, int>)Function("duckdb_query");
        ResultError = (delegate* unmanaged<DuckResult*, byte*>)Function("duckdb_result_error");
        DestroyResult = (delegate* unmanaged<DuckResult*, void>)Function("duckdb_destroy_result");
        Prepare = (delegate* unmanaged<nint, byte*, nint*, int>)Function("duckdb_prepare");
        PrepareError = (delegate* unmanaged<nint, byte*>)Function("duckdb_prepare_error");
        DestroyPrepare = (delegate* unmanaged<nint*, void>)Function("duckdb_destroy_prepare");
        PendingStreaming = (delegate* unmanaged<nint, nint*, int>)Function("duckdb_pending_prepared_streaming");
        PendingError = (delegate* unmanaged<nint, byte*>)Function("duckdb_pending_error");
        ExecutePending = (delegate* unmanaged<nint, DuckResult*, int>)Function("duckdb_execute_pending");
        DestroyPending = (delegate* unmanaged<nint*, void>)Function("duckdb_destroy_pending");
        FetchChunk = (delegate* unmanaged<DuckResult, nint>)Function("duckdb_fetch_chunk");
        DestroyChunk = (delegate* unmanaged<nint*, void>)Function("duckdb_destroy_data_chunk");
        ChunkSize = (delegate* unmanaged<nint, ulong>)Function("duckdb_data_chunk_get_size");
        ChunkVector = (delegate* unmanaged<nint, ulong, nint>)Function("duckdb_data_chunk_get_vector");
        VectorData = (delegate* unmanaged<nint, void*>)Function("duckdb_vector_get_data");
        VectorValidity = (delegate* unmanaged<nint, ulong*>)Function("duckdb_vector_get_validity");
    }

    /// <summary>Finds the library.</summary>
    /// <exception cref="AuditRefusedException">It is not there, or is another one.</exception>
    public static DuckLibrary Find(string path)
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        foreach (var name in string.IsNullOrEmpty(named) ? Names : [named])
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                try
                {
                    return new DuckLibrary(library);
                }
                catch (EntryPointNotFoundException e)
                {
                    throw AuditRefusedException.Because("no-duckdb", path, $"{name} 은(는) 쓸 수 있는 DuckDB가 아닙니다({e.Message}). DuckDB 1.1 이상의 libduckdb 를 {Variable} 로 알려 주십시오.",
                        $"{name} is no DuckDB that can be used ({e.Message}); name a libduckdb of DuckDB 1.1 or later with {Variable}");
                }
            }
        }
        throw AuditRefusedException.Because("no-duckdb", path,
            $"Parquet 파일은 DuckDB가 있어야 읽습니다. libduckdb 를 찾지 못했습니다({named ?? string.Join(", ", Names)}). 설치하고 {Variable} 에 그 경로를 적거나, CSV로 바꾸어 주십시오.",
            $"a Parquet file is read through DuckDB, and libduckdb was not found ({named ?? string.Join(", ", Names)}); install it and name its path with {Variable}, or give the data as CSV");
    }
}
