using System.Text;
using Haechi.Audit.Cells;
using Haechi.Audit.Parquet;

namespace Haechi.Audit.Reading;

/// <summary>
/// A Parquet file into cells, through DuckDB. Where only texts are counted, DuckDB groups and only counts come back; where numbers take part, rows come in their order, so that sums are the same
/// in every run. Values are taken as the texts that DuckDB writes for them.
/// </summary>
internal static unsafe class ParquetFile
{
    public static bool IsOne(ReadOnlySpan<byte> start) => start.StartsWith("PAR1"u8);

    public static ReadResult Read(string path, CellSpec spec, int threads, IProgress<double>? progress)
    {
        using var duck = new DuckSession(path, threads);
        var file = $"read_parquet({DuckSession.Literal(Path.GetFullPath(path).Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal))})";
        var names = Names(duck, file);
        var missing = spec.Columns.Where(c => !names.Contains(c, StringComparer.Ordinal)).ToList();
        if (missing.Count > 0)
        {
            throw CsvHeader.Missing(missing, names, path);
        }
        var texts = string.Join(", ", spec.Columns.Select(c => $"CAST({SqlText.Quote(c)} AS VARCHAR)"));
        var cells = new ChunkCells(spec, Encoding.UTF8);
        if (!cells.HasNumbers)
        {
            duck.Ask($"SELECT {texts}, COUNT(*) FROM {file} GROUP BY ALL", spec.Columns.Count, counted: true, (row, times) => cells.Add(row, null, 0, times));
        }
        if (cells.HasNumbers || cells.Unreadable > 0)
        {
            // In order, and with the number of the row where something could not be read.
            cells = new ChunkCells(spec, Encoding.UTF8);
            var (all, line) = (Rows(duck, file), 0L);
            duck.Ask($"SELECT {texts} FROM {file}", spec.Columns.Count, counted: false, (row, _) =>
            {
                cells.Add(row, null, ++line);
                if (line % 100_000 == 0)
                {
                    progress?.Report((double)line / Math.Max(all, 1));
                }
            });
        }
        return ChunkMerge.ToResult(spec, [(cells, 0)], "parquet");
    }

    private static List<string> Names(DuckSession duck, string file)
    {
        var names = new List<string>();
        duck.Ask($"SELECT column_name FROM (DESCRIBE SELECT * FROM {file})", 1, counted: false, (row, _) => names.Add(Encoding.UTF8.GetString(row[0].Bytes)));
        return names;
    }

    private static long Rows(DuckSession duck, string file)
    {
        var rows = 0L;
        duck.Ask($"SELECT '', COUNT(*) FROM {file}", 1, counted: true, (_, count) => rows = count);
        return rows;
    }
}
