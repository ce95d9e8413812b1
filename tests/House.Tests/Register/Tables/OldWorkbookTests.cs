using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Binary workbooks.</summary>
public sealed class OldWorkbookTests
{
    private static byte[] Sound() => OldWorkbooks.Of("목록", ["번호", "시스템명", "합"], [1, "민원 챗봇", new OldWorkbooks.Formula(2.5)], [2, "신호", new OldWorkbooks.Error(0x2A)]);

    [Fact]
    public void An_old_workbook_is_read_with_its_formulas_errors_and_merged_cells_reported()
    {
        var table = TableSource.Read(Sound(), "list.xls");
        Assert.Equal((TableFormat.Xls, "목록"), (table.Format, table.Sheet));
        Assert.Equal(["번호", "시스템명", "합"], table.Columns.Select(c => c.Key));
        Assert.Equal(["1", "민원 챗봇", "2.5"], table.Rows[0].Cells);
        Assert.Equal(["2", "신호", "#N/A"], table.Rows[1].Cells);
        Assert.Equal(["목록!C2"], table.Problems.Where(p => p.Code == "formula").Select(p => p.Where));
        Assert.Equal(["목록!C3"], table.Problems.Where(p => p.Code == "error-cell").Select(p => p.Where));
        Assert.Equal(["목록!A1:B1"], table.Problems.Where(p => p.Code == "merged").Select(p => p.Where));
    }

    [Fact]
    public void It_goes_out_as_xlsx_and_says_so()
    {
        var table = TableSource.Read(Sound(), "list.xls");
        var back = TableSource.Read(TableSource.Written(table), "list.xlsx");
        Assert.Equal(TableFormat.Xlsx, back.Format);
        Assert.Equal(table.Rows.SelectMany(r => r.Cells), back.Rows.SelectMany(r => r.Cells));
        Assert.Equal(2, TableWriter.LossesOf(table).Count);
    }

    [Fact]
    public void A_damaged_old_workbook_gives_a_table_or_a_refusal()
    {
        var random = new Random(1997);
        var whole = Sound();
        for (var i = 0; i < 250; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var n = random.Next(1, 8); n > 0; n--)
            {
                // Mostly the header, the tables and the records; the padding is of no interest.
                bytes[random.Next(4) == 0 ? random.Next(bytes.Length) : random.Next(2000)] = (byte)random.Next(256);
            }
            var result = TableSource.Try(random.Next(4) == 0 ? bytes[..random.Next(8, bytes.Length)] : bytes, "list.xls");
            if (!result.Done)
            {
                TableSource.Refused(result);
            }
        }
    }

    [Fact]
    public void A_real_register_says_the_same_as_a_workbook()
    {
        var table = TableReader.ReadFile(Repository.Shared("data/us/2025_consolidated_COTS_AI_use_cases.csv"), stop: TestContext.Current.CancellationToken).Value!;
        using var stream = new MemoryStream();
        Assert.True(TableWriter.WriteXlsx(table, stream).Done);
        var back = TableSource.Read(stream.ToArray(), "list.xlsx");
        Assert.Equal(table.Columns.Select(c => c.Key), back.Columns.Select(c => c.Key));
        Assert.Equal(table.Rows.SelectMany(r => r.Cells), back.Rows.SelectMany(r => table.Columns.Select(c => r[c.Index])));
    }
}
