using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>The rows read so far, within the limits.</summary>
internal sealed class GatheredRows(string file, TableLimits limits, CancellationToken stop)
{
    // What a row takes beside its texts, and a cell beside its characters, on a 64-bit machine.
    private const int RowBytes = 64;
    private const int CellBytes = 8;
    private const int TextBytes = 22;

    private long _bytes;

    public List<TableLine> Rows { get; } = [];

    /// <summary>Adds a row; a refusal when it is one too many.</summary>
    public Refusal? Add(TableLine row)
    {
        if ((Rows.Count & 1023) == 0)
        {
            stop.ThrowIfCancellationRequested();
        }
        if (Rows.Count >= limits.Rows)
        {
            return TableRefusals.TooManyRows(TableRefusals.At(file, row.Line), limits.Rows);
        }
        _bytes += RowBytes + (CellBytes * (long)row.Cells.Count);
        foreach (var cell in row.Cells)
        {
            _bytes += cell.Length == 0 ? 0 : TextBytes + (2L * cell.Length);
        }
        if (_bytes > limits.MemoryBytes)
        {
            return TableRefusals.TooMuchText(TableRefusals.At(file, row.Line), limits.MemoryBytes);
        }
        Rows.Add(row);
        return null;
    }
}
