using System.Buffers.Binary;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Columns;

/// <summary>
/// Writes a column file: the data is read once for the texts of its columns and once for the rows. Parts are packed side by side and written in their order, so that the same data gives the same
/// bytes on any number of threads; no more parts than threads are held at once.
/// </summary>
internal sealed class ColumnWriter(IDataParts data, string path, IReadOnlyList<string> columns, int threads, IProgress<double>? progress)
{
    private const int Alignment = 64;

    public ColumnDirectory Write(Stream to)
    {
        var tooMany = new bool[columns.Count];
        var scans = DataParts.Read(data, columns, () => new ColumnScan(columns.Count, tooMany), threads, progress is null ? null : new Half(progress, 0));
        var texts = columns.Select((_, c) => Merged(scans, c)).ToList();
        to.Write(new byte[ColumnDirectory.HeaderLength]);
        var stored = columns.Select((name, c) => texts[c] is { } t ? new StoredColumn(name, t.Count, Append(to, Dictionary(t))) : new StoredColumn(name, -1, default)).ToArray();
        var parts = new StoredPart[scans.Length];
        InOrder(scans.Length, i => Packed(i, scans[i].Rows, texts), (i, stripes) =>
        {
            var (scan, lines) = scans[i];
            var written = stripes.Select(s => new Stripe(s.Rows, [.. s.Columns.Select(c => Append(to, c))])).ToArray();
            parts[i] = new StoredPart(lines, scan.Malformed, [.. scan.Problems], Append(to, Jumps(scan)), written);
            progress?.Report(0.5 + (0.5 * (i + 1) / parts.Length));
        });
        Align(to);
        var directory = new ColumnDirectory(data.EncodingName, stored, parts);
        var (bytes, offset) = (directory.ToBytes(), to.Position);
        to.Write(bytes);
        to.Position = 0;
        to.Write(ColumnDirectory.Header(offset, bytes));
        return directory;
    }

    private List<(int Rows, byte[][] Columns)> Packed(int part, ColumnScan scan, List<ByteDictionary?> texts)
    {
        var pack = new ColumnPack(path, texts);
        data.Read(part, columns, pack);
        pack.End();
        return pack.Rows == scan.Rows ? pack.Stripes : throw ColumnPack.Changed(path);
    }

    /// <summary>Makes things side by side and hands them on in their order. Whoever is ahead waits.</summary>
    private void InOrder<T>(int count, Func<int, T> make, Action<int, T> take)
    {
        var (next, taken, faulted) = (-1, 0, false);
        ChunkMerge.Run(Math.Min(threads, count), new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < count && !Volatile.Read(ref faulted); i = Interlocked.Increment(ref next))
            {
                try
                {
                    var made = make(i);
                    while (Volatile.Read(ref taken) != i && !Volatile.Read(ref faulted))
                    {
                        Thread.Sleep(1);
                    }
                    if (Volatile.Read(ref faulted))
                    {
                        return;
                    }
                    take(i, made);
                    Volatile.Write(ref taken, i + 1);
                }
                catch
                {
                    Volatile.Write(ref faulted, true);
                    throw;
                }
            }
        });
    }

    private static ByteDictionary? Merged((ColumnScan Rows, long Lines)[] scans, int column)
    {
        var whole = new ByteDictionary();
        foreach (var (scan, _) in scans)
        {
            if (scan.Texts(column) is not { } texts)
            {
                return null;
            }
            for (var i = 0; i < texts.Count; i++)
            {
                whole.Add(texts[i]);
            }
            if (ColumnScan.TooMany(whole))
            {
                return null;
            }
        }
        return whole;
    }

    private static byte[] Dictionary(ByteDictionary texts)
    {
        var bytes = new byte[(4 * texts.Count) + (int)texts.Bytes];
        var end = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            texts[i].CopyTo(bytes, (4 * texts.Count) + end);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), end += texts[i].Length);
        }
        return bytes;
    }

    private static byte[] Jumps(ColumnScan scan)
    {
        var bytes = new byte[16 * scan.Jumps.Count];
        for (var i = 0; i < scan.Jumps.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16 * i), scan.Jumps[i].Row);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((16 * i) + 8), scan.Jumps[i].Lines);
        }
        return bytes;
    }

    private static Section Append(Stream to, byte[] bytes)
    {
        Align(to);
        var offset = to.Position;
        to.Write(bytes);
        return new Section(offset, bytes.Length, Checksum.Of(bytes));
    }

    private static void Align(Stream to) => to.Write(new byte[(Alignment - (to.Position % Alignment)) % Alignment]);

    /// <summary>One of the two readings.</summary>
    private sealed class Half(IProgress<double> whole, double from) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value / 2));
    }
}
