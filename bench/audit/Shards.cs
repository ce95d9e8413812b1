using System.Runtime.InteropServices;
using System.Text;
using Haechi.Audit.Cells;
using Haechi.Audit.Reading;

namespace Haechi.Bench.Audit;

/// <summary>Shards of ten million rows that are made, counted and forgotten; only their cells are kept and added up.</summary>
internal static unsafe class Shards
{
    public const long Rows = 10_000_000;

    public static CellTable Count(long shards, int threads)
    {
        var (next, whole, gate) = (-1L, (CellTable?)null, new Lock());
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            for (var shard = Interlocked.Increment(ref next); shard < shards; shard = Interlocked.Increment(ref next))
            {
                var cells = One(shard * Rows, Rows);
                lock (gate)
                {
                    whole = whole is null ? cells : CellTable.Merge([whole, cells]);
                }
            }
        });
        return whole!;
    }

    private static CellTable One(long from, long rows)
    {
        var cells = new ChunkCells(Ours.Spec, Encoding.UTF8);
        var texts = Synthetic.Levels.Append(["0", "1"]).Select(l => l.Select(Fixed).ToArray()).ToArray();
        var row = new Field[6];
        for (var i = from; i < from + rows; i++)
        {
            var r = Synthetic.Row(i);
            (row[0], row[1], row[2]) = (texts[0][r.Sex], texts[1][r.Age], texts[2][r.Household]);
            (row[3], row[4], row[5]) = (texts[3][r.Region], texts[4][r.Need], texts[4][r.Granted]);
            cells.Add(row, (byte*)nuint.MaxValue, i - from + 1);
        }
        foreach (var field in texts.SelectMany(t => t))
        {
            NativeMemory.Free(field.Start);
        }
        return ChunkMerge.ToResult(Ours.Spec, [(cells, rows)], "made").Table;
    }

    /// <summary>A text outside the heap, with room behind it, as a mapped file has.</summary>
    private static Field Fixed(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var start = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 16);
        bytes.CopyTo(new Span<byte>(start, bytes.Length));
        return new Field(start, bytes.Length);
    }
}
