using System.Text;

namespace Haechi.Audit.Reading;

/// <summary>A data file, cut into parts by its bytes alone: the same cuts on any number of threads.</summary>
internal interface IDataParts : IDisposable
{
    public Encoding Encoding { get; }

    public string EncodingName { get; }

    /// <summary>The columns; of a file without a header those of its first row.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Count { get; }

    /// <summary>Reads one part; gives the number of lines in it.</summary>
    /// <exception cref="AuditRefusedException">A column is not there.</exception>
    public long Read(int part, IReadOnlyList<string> columns, IRows rows);

    /// <summary>After all parts were read: true when the cuts proved unsafe, were made anew, and everything has to be read again.</summary>
    /// <exception cref="AuditRefusedException">No row had one of the columns.</exception>
    public bool CutAgain(IReadOnlyList<string> columns);
}

/// <summary>Reads all parts of a file side by side.</summary>
internal static class DataParts
{
    public static IDataParts Open(string path, int threads) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson" ? new JsonLinesFile(path) : CsvFile.Open(path, threads);

    public static (TRows Rows, long Lines)[] Read<TRows>(IDataParts data, IReadOnlyList<string> columns, Func<TRows> make, int threads, IProgress<double>? progress)
        where TRows : IRows
    {
        (TRows, long)[] parts;
        do
        {
            var (read, done) = (new (TRows, long)[data.Count], 0);
            ChunkMerge.Run(read.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                var rows = make();
                read[i] = (rows, data.Read(i, columns, rows));
                progress?.Report((double)Interlocked.Increment(ref done) / read.Length);
            });
            parts = read;
        }
        while (data.CutAgain(columns));
        return parts;
    }
}
