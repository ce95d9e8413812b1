using Haechi.Audit.Reading;

namespace Haechi.Audit.Columns;

/// <summary>How often each combination of codes occurs: the columns of a tile are folded into one key per row, and keys are counted.</summary>
internal sealed class JointCounts(ColumnFile file, StoredColumn[] columns, int[] at, ParallelOptions options, IProgress<double>? progress)
{
    /// <summary>More combinations than this are counted row by row, in a table that holds only those that occur.</summary>
    private const long MostCombinations = 1L << 22;

    /// <summary>So many rows are counted in 32 bits before they are added up in 64.</summary>
    private const long MostRows = 1L << 31;

    private readonly int _combinations = (int)columns.Aggregate(1L, (all, c) => all * c.Distinct);

    /// <summary>Whether columns can be counted in this way.</summary>
    public static bool Fit(IReadOnlyList<StoredColumn> columns) => columns.All(c => c.Distinct > 0) && columns.Aggregate(1.0, (all, c) => all * c.Distinct) <= MostCombinations;

    /// <summary>The number of rows of each key.</summary>
    public long[] Count()
    {
        var stripes = file.Directory.Parts.SelectMany(p => p.Stripes).ToList();
        var (whole, next, done) = (new long[_combinations], -1, 0);
        ChunkMerge.Run(Math.Clamp(stripes.Count, 1, options.MaxDegreeOfParallelism), options, _ =>
        {
            var (counts, keys, rows) = (new uint[_combinations], new uint[Packing.TileRows], 0L);
            for (var i = Interlocked.Increment(ref next); i < stripes.Count; i = Interlocked.Increment(ref next))
            {
                if (rows > MostRows)
                {
                    AddUp(counts, whole);
                    rows = 0;
                }
                Stripe(stripes[i], keys, counts);
                rows += stripes[i].Rows;
                progress?.Report((double)Interlocked.Increment(ref done) / stripes.Count);
            }
            AddUp(counts, whole);
        });
        return whole;
    }

    private static void AddUp(uint[] counts, long[] whole)
    {
        lock (whole)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                whole[i] += counts[i];
            }
        }
        Array.Clear(counts);
    }

    private void Stripe(Stripe stripe, uint[] keys, uint[] counts)
    {
        foreach (var column in at)
        {
            file.Bytes(stripe.Columns[column]);
        }
        for (var from = 0; from < stripe.Rows; from += Packing.TileRows)
        {
            var rows = Math.Min(Packing.TileRows, stripe.Rows - from);
            var tile = keys.AsSpan(0, (rows + Packing.Lanes - 1) / Packing.Lanes * Packing.Lanes);
            tile.Clear();
            for (var c = 0; c < columns.Length; c++)
            {
                var most = Packing.Fold(file.Raw(stripe.Columns[at[c]]), from, columns[c].Width, (uint)columns[c].Distinct, tile);
                if (most >= columns[c].Distinct)
                {
                    throw file.Wrong($"code {most} in {columns[c].Name}");
                }
            }
            Add(tile[..rows], counts);
        }
    }

    /// <summary>Every key is below the number of combinations, because each code was below that of its column.</summary>
    private static void Add(ReadOnlySpan<uint> keys, uint[] counts)
    {
        foreach (var key in keys)
        {
            counts[key]++;
        }
    }
}
