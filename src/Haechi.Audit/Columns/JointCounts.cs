using Haechi.Audit.Reading;

namespace Haechi.Audit.Columns;

/// <summary>
/// How often each combination of codes occurs. The columns of a tile are folded into one or two keys of 16 bits for each row, and the keys are counted. The order of columns in the answer is
/// <see cref="Order"/>: key = ((code of the first × distinct of the second) + code of the second) × distinct of the third …
/// </summary>
internal sealed class JointCounts
{
    /// <summary>More combinations than this are counted row by row, in a table that holds only those that occur.</summary>
    private const long MostCombinations = 1L << 22;

    private const long MostInKey = 1L << 16;

    /// <summary>So many rows are counted in 32 bits before they are added up in 64.</summary>
    private const long MostRows = 1L << 31;

    private readonly ColumnFile _file;
    private readonly StoredColumn[] _columns;
    private readonly int[] _at;
    private readonly int[][] _keys;
    private readonly int _combinations, _inLast;

    private JointCounts(ColumnFile file, StoredColumn[] columns, int[] at, int[][] keys)
    {
        (_file, _columns, _at, _keys) = (file, columns, at, keys);
        _combinations = (int)Product(Order);
        _inLast = (int)Product(keys[^1]);
    }

    /// <summary>Columns by their place among those that were given.</summary>
    public IEnumerable<int> Order => _keys.SelectMany(k => k);

    /// <summary>How columns can be counted in this way; null when they have too many combinations or hold texts.</summary>
    public static JointCounts? Of(ColumnFile file, StoredColumn[] columns, int[] at)
    {
        if (columns.Any(c => c.Distinct <= 0) || columns.Aggregate(1.0, (all, c) => all * c.Distinct) > MostCombinations)
        {
            return null;
        }
        var keys = new List<(List<int> Columns, long Size)>();
        foreach (var column in Enumerable.Range(0, columns.Length).OrderByDescending(c => columns[c].Distinct).ThenBy(c => c))
        {
            var size = columns[column].Distinct;
            var fits = keys.FindIndex(k => k.Size * size <= MostInKey);
            if (fits < 0)
            {
                keys.Add(([column], size));
                continue;
            }
            keys[fits].Columns.Add(column);
            keys[fits] = (keys[fits].Columns, keys[fits].Size * size);
        }
        return keys.Count is 1 or 2 ? new JointCounts(file, columns, at, [.. keys.Select(k => k.Columns.ToArray())]) : null;
    }

    /// <summary>The number of rows of each key.</summary>
    public long[] Count(ParallelOptions options, IProgress<double>? progress)
    {
        var stripes = _file.Directory.Parts.SelectMany(p => p.Stripes).ToList();
        var (whole, next, done) = (new long[_combinations], -1, 0);
        ChunkMerge.Run(Math.Clamp(stripes.Count, 1, options.MaxDegreeOfParallelism), options, _ =>
        {
            var (counts, keys, rows) = (new uint[_combinations], _keys.Select(_ => new ushort[Packing.TileRows]).ToArray(), 0L);
            for (var i = Interlocked.Increment(ref next); i < stripes.Count; i = Interlocked.Increment(ref next))
            {
                if (rows > MostRows)
                {
                    AddUp(counts, whole);
                    rows = 0;
                }
                Add(stripes[i], keys, counts);
                rows += stripes[i].Rows;
                progress?.Report((double)Interlocked.Increment(ref done) / stripes.Count);
            }
            AddUp(counts, whole);
        });
        return whole;
    }

    private long Product(IEnumerable<int> columns) => columns.Aggregate(1L, (all, c) => all * _columns[c].Distinct);

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

    private void Add(Stripe stripe, ushort[][] keys, uint[] counts)
    {
        foreach (var column in _at)
        {
            _file.Bytes(stripe.Columns[column]);
        }
        for (var from = 0; from < stripe.Rows; from += Packing.TileRows)
        {
            var rows = Math.Min(Packing.TileRows, stripe.Rows - from);
            for (var k = 0; k < keys.Length; k++)
            {
                var tile = keys[k].AsSpan(0, (rows + Packing.Lanes - 1) / Packing.Lanes * Packing.Lanes);
                tile.Clear();
                foreach (var c in _keys[k])
                {
                    var most = Packing.Fold(_file.Raw(stripe.Columns[_at[c]]), from, _columns[c].Width, _columns[c].Distinct, tile);
                    if (most >= _columns[c].Distinct)
                    {
                        throw _file.Wrong($"code {most} in {_columns[c].Name}");
                    }
                }
            }
            if (keys.Length == 1)
            {
                Count(keys[0].AsSpan(0, rows), counts);
            }
            else
            {
                Count(keys[0].AsSpan(0, rows), keys[1].AsSpan(0, rows), counts);
            }
        }
    }

    /// <summary>Every key is below the number of combinations, because each code was below that of its column.</summary>
    private static void Count(ReadOnlySpan<ushort> keys, uint[] counts)
    {
        foreach (var key in keys)
        {
            counts[key]++;
        }
    }

    private void Count(ReadOnlySpan<ushort> first, ReadOnlySpan<ushort> last, uint[] counts)
    {
        for (var i = 0; i < first.Length; i++)
        {
            counts[(first[i] * _inLast) + last[i]]++;
        }
    }
}
