using ExcelDataReader;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>The rows of one sheet as texts.</summary>
internal sealed class SheetRows(IExcelDataReader reader, string sheet, SheetScan? scan, TableLimits limits, ProblemList problems)
{
    private readonly CellPool _pool = new();

    public Result<List<TableLine>> Read(CancellationToken stop)
    {
        var gathered = new GatheredRows(sheet, limits, stop);
        Merged();
        for (var number = 1; reader.Read(); number++)
        {
            var cells = new string[Last(number) + 1];
            for (var c = 0; c < cells.Length; c++)
            {
                cells[c] = Cell(number, c, out var refusal);
                if (refusal is not null)
                {
                    return refusal;
                }
            }
            if (gathered.Add(new TableLine(number, cells)) is { } full)
            {
                return full;
            }
        }
        return gathered.Rows;
    }

    /// <summary>The last column of the row that holds anything, or -1.</summary>
    private int Last(int row)
    {
        var last = reader.FieldCount - 1;
        // The workbook reader gives null for an error.
        while (last >= 0 && reader.GetValue(last) is null or "" && !(scan?.Errors.Count > 0 && scan.Errors.ContainsKey(SheetScan.Address(row, last + 1))))
        {
            last--;
        }
        return last;
    }

    private string Cell(int row, int column, out Refusal? refusal)
    {
        refusal = null;
        var value = reader.GetValue(column);
        if (value is null && scan?.Errors.Count is null or 0)
        {
            return "";
        }
        var address = SheetScan.Address(row, column + 1);
        var text = CellText.Of(value, value is DateTime ? reader.GetNumberFormatString(column) : null);
        if (scan is not null && scan.Errors.TryGetValue(address, out var error))
        {
            problems.Add("error-cell", At(address), $"오류 값 {error}이(가) 든 칸입니다.", $"the cell holds the error {error}");
            text = error;
        }
        if (scan is not null && scan.Formulas.Contains(address))
        {
            problems.Add("formula", At(address), $"수식 칸입니다. 계산하지 않고 저장된 값 '{Short(text)}'을(를) 읽었습니다.", $"a formula cell; nothing was calculated, the saved value '{Short(text)}' was read");
        }
        refusal = text.Length > limits.CellCharacters ? TableRefusals.CellTooLong(At(address), limits.CellCharacters)
            : column >= limits.Columns ? TableRefusals.TooManyColumns(At(address), limits.Columns)
            : text.Contains('\0', StringComparison.Ordinal) ? TableRefusals.NulCharacter(At(address))
            : HasHalfPair(text) ? HalfPair(At(address))
            : null;
        return _pool.Get(text);
    }

    private string At(string address) => $"{sheet}!{address}";

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static bool HasHalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return true;
            }
        }
        return false;
    }

    private static Refusal HalfPair(string where) => TableRefusals.Make("half-character", where, "문자의 반쪽(짝이 없는 서로게이트)이 들어 있어 글이 손상되었습니다.", "the text is damaged: it holds half of a character (a surrogate without its pair)",
        "그 칸을 다시 입력하여 저장하십시오.", "Type that cell again and save.");

    private void Merged()
    {
        var ranges = scan?.Merges ?? [.. (reader.MergeCells ?? []).Select(m => $"{SheetScan.Address(m.FromRow + 1, m.FromColumn + 1)}:{SheetScan.Address(m.ToRow + 1, m.ToColumn + 1)}")];
        foreach (var range in ranges)
        {
            problems.Add("merged", At(range), "병합된 칸입니다. 값은 왼쪽 위 칸에만 있고 나머지는 빈칸으로 읽었습니다.", "merged cells: the value is read in the upper left cell, the others are blank");
        }
    }
}
