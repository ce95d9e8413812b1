using System.Buffers.Binary;
using System.Text;
using Haechi.Audit.Cells;
using Haechi.Audit.Reading;

namespace Haechi.Audit.Columns;

/// <summary>A column file into cells. Where only texts are counted, by joint codes; where numbers take part, row by row in the order of the data.</summary>
internal sealed unsafe class ColumnCells
{
    private readonly ColumnFile _file;
    private readonly CellSpec _spec;
    private readonly Encoding _encoding;
    private readonly int[] _at;
    private readonly StoredColumn[] _columns;
    private readonly Field[][] _texts;
    private readonly ParallelOptions _options;
    private readonly IProgress<double>? _progress;

    private ColumnCells(ColumnFile file, string path, CellSpec spec, int threads, IProgress<double>? progress)
    {
        (_file, _spec, _progress, _options) = (file, spec, progress, new ParallelOptions { MaxDegreeOfParallelism = threads });
        _encoding = TextEncoding.Named(file.Directory.Encoding) ?? throw file.Wrong($"encoding {file.Directory.Encoding}");
        var names = file.Directory.Columns.Select(c => c.Name).ToList();
        var missing = spec.Columns.Where(c => !names.Contains(c)).ToList();
        if (missing.Count > 0)
        {
            throw CsvHeader.Missing(missing, names, path);
        }
        _at = [.. spec.Columns.Select(c => names.IndexOf(c))];
        _columns = [.. _at.Select(c => file.Directory.Columns[c])];
        _texts = [.. _columns.Select(c => new Field[Math.Max(c.Distinct, 0)])];
        for (var c = 0; c < _columns.Length; c++)
        {
            if (_columns[c].IsCoded)
            {
                file.Texts(_columns[c].Dictionary, _texts[c]);
            }
        }
    }

    public static ReadResult Read(string path, CellSpec spec, int threads, IProgress<double>? progress)
    {
        using var file = ColumnFile.Open(path);
        return new ColumnCells(file, path, spec, threads, progress).Read();
    }

    private ReadResult Read()
    {
        if (!new ChunkCells(_spec, _encoding).HasNumbers && JointCounts.Of(_file, _columns, _at) is { } joint)
        {
            var cells = Joint(joint);
            if (cells.Unreadable == 0)
            {
                return ChunkMerge.ToResult(_spec, [(cells, 0), .. _file.Directory.Parts.Select(p => (Malformed(p), p.Lines))], _file.Directory.Encoding);
            }
            // Where a value is that could not be read, only the rows themselves know.
        }
        var parts = new (ChunkCells, long)[_file.Directory.Parts.Length];
        var done = 0;
        ChunkMerge.Run(parts.Length, _options, i =>
        {
            parts[i] = (Rows(_file.Directory.Parts[i]), _file.Directory.Parts[i].Lines);
            _progress?.Report((double)Interlocked.Increment(ref done) / parts.Length);
        });
        return ChunkMerge.ToResult(_spec, parts, _file.Directory.Encoding);
    }

    /// <summary>Counts joint codes, then each that occurs as so many equal rows.</summary>
    private ChunkCells Joint(JointCounts joint)
    {
        var (counts, order) = (joint.Count(_options, _progress), joint.Order.Reverse().ToArray());
        var cells = new ChunkCells(_spec, _encoding);
        var row = new Field[_columns.Length];
        for (var key = 0; key < counts.Length; key++)
        {
            if (counts[key] == 0)
            {
                continue;
            }
            var rest = key;
            foreach (var c in order)
            {
                row[c] = _texts[c][rest % _columns[c].Distinct];
                rest /= _columns[c].Distinct;
            }
            cells.Add(row, _file.End, 0, counts[key]);
        }
        return cells;
    }

    private ChunkCells Malformed(StoredPart part)
    {
        var cells = new ChunkCells(_spec, _encoding);
        foreach (var problem in part.Problems)
        {
            cells.Refuse(problem.Line, problem.Kind, problem.Detail);
        }
        cells.Refused(part.Malformed - part.Problems.Length);
        return cells;
    }

    private ChunkCells Rows(StoredPart part)
    {
        var cells = new ChunkCells(_spec, _encoding);
        var row = new Field[_columns.Length];
        var plain = _columns.Select(c => c.IsCoded ? [] : new Field[Packing.StripeRows]).ToArray();
        var jumps = _file.Bytes(part.Jumps);
        var (next, problem, line, number) = (0, 0, 0L, 0L);
        foreach (var stripe in part.Stripes)
        {
            for (var c = 0; c < row.Length; c++)
            {
                if (_columns[c].IsCoded)
                {
                    _file.Bytes(stripe.Columns[_at[c]]);
                }
                else
                {
                    _file.Texts(stripe.Columns[_at[c]], plain[c].AsSpan(0, stripe.Rows));
                }
            }
            for (var r = 0; r < stripe.Rows; r++, number++)
            {
                line++;
                while (next < jumps.Length && BinaryPrimitives.ReadInt64LittleEndian(jumps[next..]) == number)
                {
                    line += BinaryPrimitives.ReadInt64LittleEndian(jumps[(next + 8)..]);
                    next += 16;
                }
                for (; problem < part.Problems.Length && part.Problems[problem].Line < line; problem++)
                {
                    cells.Refuse(part.Problems[problem].Line, part.Problems[problem].Kind, part.Problems[problem].Detail);
                }
                for (var c = 0; c < row.Length; c++)
                {
                    row[c] = _columns[c].IsCoded ? Coded(c, stripe, r) : plain[c][r];
                }
                cells.Add(row, _file.End, line);
            }
        }
        for (; problem < part.Problems.Length; problem++)
        {
            cells.Refuse(part.Problems[problem].Line, part.Problems[problem].Kind, part.Problems[problem].Detail);
        }
        cells.Refused(part.Malformed - part.Problems.Length);
        return cells;
    }

    private Field Coded(int column, Stripe stripe, int row)
    {
        var code = Packing.At(_file.Raw(stripe.Columns[_at[column]]), row, _columns[column].Width);
        return code < _texts[column].Length ? _texts[column][code] : throw _file.Wrong($"code {code} in {_columns[column].Name}");
    }
}
