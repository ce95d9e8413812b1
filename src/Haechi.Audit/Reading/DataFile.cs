using Haechi.Audit.Cells;
using Haechi.Audit.Columns;

namespace Haechi.Audit.Reading;

/// <summary>Reads a file of decisions, or of counts, into cells.</summary>
public static class DataFile
{
    /// <summary>Reads a CSV (<c>.csv, .tsv, .txt</c>) or JSON Lines (<c>.jsonl, .ndjson</c>) file, a column file (<see cref="ColumnFile"/>) or, where DuckDB is installed, a Parquet file; the last two are known by their first bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spec">Which columns are counted, and how.</param>
    /// <param name="threads">How many threads count; the result does not depend on it.</param>
    /// <param name="progress">Told the share that is done, from any thread.</param>
    /// <exception cref="AuditRefusedException">The file cannot be read as asked; every reason is named.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ReadResult Read(string path, CellSpec spec, int threads = 0, IProgress<double>? progress = null)
    {
        MustExist(path);
        var count = threads > 0 ? threads : Environment.ProcessorCount;
        var start = Start(path);
        var read = ColumnFile.IsOne(start) ? ColumnCells.Read(path, spec, count, progress)
            : ParquetFile.IsOne(start) ? ParquetFile.Read(path, spec, count, progress)
            : Parts(path, spec, count, progress);
        return read.Notes.Rows > 0 || read.Notes.Malformed == 0 ? read
            : throw new AuditRefusedException([.. read.Notes.Problems.Select(p => new AuditProblem("malformed", $"{path}:{p.Line}", new LocalText(
                $"쓸 수 있는 줄이 하나도 없습니다: {p.Kind} {p.Detail}", $"no row could be used: {p.Kind} {p.Detail}")))]);
    }

    /// <exception cref="AuditRefusedException">There is no such file.</exception>
    internal static void MustExist(string path)
    {
        if (!File.Exists(path))
        {
            throw AuditRefusedException.Because("no-file", path, "파일이 없습니다. 경로를 확인하십시오.", "there is no such file; check the path");
        }
    }

    private static byte[] Start(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[8];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static ReadResult Parts(string path, CellSpec spec, int threads, IProgress<double>? progress)
    {
        using var data = DataParts.Open(path, threads);
        return ChunkMerge.ToResult(spec, [.. DataParts.Read(data, spec.Columns, () => new ChunkCells(spec, data.Encoding), threads, progress)], data.EncodingName);
    }
}
