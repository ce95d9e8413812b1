using System.Text;
using Haechi.Rules;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>
/// Writes a table back to the format and dialect that it came in. Delimited text that nobody changed comes out byte for byte; JSON and SQL come out with equal cells; a workbook of either
/// kind comes out as XLSX with every cell as text. Rows may have been replaced, left out or added (<c>table with { Rows = ... }</c>).
/// </summary>
public static class TableWriter
{
    /// <summary>Writes the table. Nothing is written when it is refused.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Receives the bytes; not closed.</param>
    /// <param name="guardFormulas">True to disarm cells of delimited text that a spreadsheet would run (<see cref="FormulaGuard"/>); cells then differ from the source.</param>
    public static Result<Done> Write(SourceTable table, Stream output, bool guardFormulas = false)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(output);
        if (table.Dialect is not { } dialect)
        {
            return WorkbookWriter.Write(table.Sheet ?? "Sheet1", Headers(table), table.Rows.Select(r => r.Cells), output);
        }
        if (Unwritable(table, dialect.Encoding) is { } refusal)
        {
            return refusal;
        }
        if (dialect.HasMark)
        {
            output.Write(TextEncodings.Mark(dialect.Encoding));
        }
        using var writer = new StreamWriter(output, TextEncodings.Strict(dialect.Encoding), 64 * 1024, leaveOpen: true);
        switch (table.Format)
        {
            case TableFormat.Json or TableFormat.JsonLines:
                JsonWriting.Write(table, writer);
                break;
            case TableFormat.Sql:
                SqlWriting.Write(table, writer);
                break;
            default:
                DelimitedWriting.Write(table, writer, guardFormulas);
                break;
        }
        return Done.Well;
    }

    /// <summary>Writes any table as XLSX.</summary>
    public static Result<Done> WriteXlsx(SourceTable table, Stream output)
    {
        ArgumentNullException.ThrowIfNull(table);
        return WorkbookWriter.Write(table.Sheet ?? "Sheet1", Headers(table), table.Rows.Select(r => r.Cells), output);
    }

    /// <summary>What <see cref="Write"/> does not bring back; empty when everything returns.</summary>
    public static IReadOnlyList<LocalText> LossesOf(SourceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Format switch
        {
            TableFormat.Xlsx => [Styling],
            TableFormat.Xls => [LocalText.Of("예전 형식(.xls) 대신 .xlsx로 저장합니다.", "it is saved as .xlsx, not in the old format (.xls)"), Styling],
            TableFormat.Json or TableFormat.JsonLines => [LocalText.Of("JSON의 들여쓰기와 주석은 남지 않습니다.", "indentation and comments of the JSON are not kept")],
            TableFormat.Sql => [LocalText.Of("INSERT 이외의 문장과 주석, 읽지 않은 표는 남지 않습니다.", "statements other than INSERT, comments, and tables that were not read are not kept")],
            _ => [],
        };
    }

    private static LocalText Styling { get; } = LocalText.Of("서식, 수식, 병합, 제목 줄, 다른 시트는 남지 않고 모든 칸을 글로 적습니다.",
        "formats, formulas, merged cells, title rows and other sheets are not kept; every cell becomes text");

    private static IReadOnlyList<string> Headers(SourceTable table) => [.. table.Columns.Select(c => c.Header)];

    private static Refusal? Unwritable(SourceTable table, string encoding)
    {
        var strict = TextEncodings.Strict(encoding);
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < row.Cells.Count; i++)
            {
                try
                {
                    strict.GetByteCount(row[i]);
                }
                catch (EncoderFallbackException e)
                {
                    var where = $"{TableRefusals.At(table.FileName, row.Line)} {(i < table.Columns.Count ? table.Columns[i].Key : "")}".TrimEnd();
                    var letter = $"{(char.IsSurrogate(e.CharUnknown) || e.CharUnknown == 0 ? "" : e.CharUnknown)} (U+{(e.CharUnknown == 0 ? e.CharUnknownHigh : e.CharUnknown):X4})";
                    return TableRefusals.Make("not-in-encoding", where, $"{encoding.ToUpperInvariant()}로는 적을 수 없는 글자가 있습니다: {letter}", $"{encoding.ToUpperInvariant()} has no such letter: {letter}",
                        "그 글자를 바꾸거나 UTF-8 또는 .xlsx로 내보내십시오.", "Change the letter, or export as UTF-8 or .xlsx.");
                }
            }
        }
        return null;
    }
}
