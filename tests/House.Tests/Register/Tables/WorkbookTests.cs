using DocumentFormat.OpenXml.Spreadsheet;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Workbooks, honest and hostile.</summary>
public sealed class WorkbookTests
{
    [Fact]
    public void Typed_cells_become_the_text_that_people_see()
    {
        var table = TableSource.Read(Workbooks.Of(("목록", [
            ["이름", "수", "합", "참", "날", "월", "해", "때", "한글날", "한글월", "비율"],
            ["챗봇", 12345678901.0, 0.1 + 0.2, true, Workbooks.Date(45356, 1), Workbooks.Date(45597, 2), Workbooks.Date(44927, 3), Workbooks.Date(45356.5, 4), Workbooks.Date(45356, 5), Workbooks.Date(45597, 6), 0.25],
        ])), "목록.xlsx");
        Assert.Equal(TableFormat.Xlsx, table.Format);
        Assert.Equal("목록", table.Sheet);
        Assert.Equal(["챗봇", "12345678901", "0.3", "TRUE", "2024-03-05", "2024-11", "2023", "2024-03-05T12:00:00", "2024-03-05", "2024-11", "0.25"], table.Rows[0].Cells);
    }

    [Theory]
    [InlineData(1e21, "1000000000000000000000")]
    [InlineData(0.0000001, "0.0000001")]
    [InlineData(1.1, "1.1")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(2024, "2024")]
    public void Numbers_have_no_exponent_and_no_noise(double number, string text) => Assert.Equal(text, CellText.Number(number));

    [Fact]
    public void A_formula_is_never_calculated_and_always_reported()
    {
        var cells = new object?[][] { ["a", "b", "c"], ["x", Workbooks.Formula("1+1", "2"), Workbooks.Formula("WEBSERVICE(\"http://example.org\")", "saved", CellValues.String)] };
        var table = TableSource.Read(Workbooks.Of(("S", cells)), "list.xlsx");
        Assert.Equal(["x", "2", "saved"], table.Rows[0].Cells);
        Assert.Equal(["S!B2", "S!C2"], table.Problems.Where(p => p.Code == "formula").Select(p => p.Where));
    }

    [Fact]
    public void Errors_and_merged_cells_are_reported()
    {
        var error = new Cell { CellValue = new CellValue("#N/A"), DataType = CellValues.Error };
        var table = TableSource.Read(Workbooks.Of(["A2:A3"], ("S", [["a", "b"], ["x", error], [null, "y"]])), "list.xlsx");
        Assert.Equal(["x", "#N/A"], table.Rows[0].Cells);
        Assert.Contains(table.Problems, p => p is { Code: "error-cell", Where: "S!B2" });
        Assert.Contains(table.Problems, p => p is { Code: "merged", Where: "S!A2:A3" });
    }

    [Fact]
    public void Titles_gaps_and_unnamed_columns_are_found_in_a_sheet()
    {
        var table = TableSource.Read(Workbooks.Of(("S", [["2026 register"], [], ["id", "name", "owner"], [1, "A", "x"], [], [2, "B", null, "extra"]])), "list.xlsx");
        Assert.Equal((3, 2, 1), (table.HeaderLine, table.Rows.Count, table.BlankRows));
        Assert.Equal(["id", "name", "owner", "#4"], table.Columns.Select(c => c.Key));
        Assert.Equal([4, 6], table.Rows.Select(r => r.Line));
        Assert.Contains(table.Problems, p => p is { Code: "unnamed-column", Where: "S!D3" });
    }

    [Fact]
    public void The_first_sheet_that_people_see_is_read_unless_one_is_named()
    {
        var bytes = Workbooks.Of(("!hidden", [["h"], ["1"]]), ("cover", [["Inventory"]]), ("data", [["a", "b"], ["1", "2"]]), ("more", [["c"], ["3"]]));
        var table = TableSource.Read(bytes, "list.xlsx");
        Assert.Equal("data", table.Sheet);
        Assert.Equal(["hidden", "cover", "more"], table.OtherSheets.Select(s => s.Name));
        Assert.Contains("other-sheets", TableSource.Codes(table));
        Assert.Equal("3", TableSource.Read(bytes, "list.xlsx", new TableOptions(Sheet: "more")).Rows[0][0]);
        Assert.Contains("cover", TableSource.Refused(TableSource.Try(bytes, "list.xlsx", new TableOptions(Sheet: "none"))).Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_as_xlsx_is_text_and_reads_the_same()
    {
        var table = TableSource.Read("name,formula,name,odd\n해치,=1+1,  two  ,\"line\nbreak\r\nand \u0001 control\"\n_x0041_,+49,\"<b>&amp;\",𝄞\n");
        using var stream = new MemoryStream();
        Assert.True(TableWriter.WriteXlsx(table, stream).Done);
        var back = TableSource.Read(stream.ToArray(), "out.xlsx");
        Assert.Equal(table.Columns, back.Columns);
        Assert.Equal(table.Rows.SelectMany(r => r.Cells), back.Rows.SelectMany(r => r.Cells));
        Assert.DoesNotContain("formula", TableSource.Codes(back));
    }

    [Fact]
    public void A_cell_too_long_for_excel_is_refused_with_its_address()
    {
        using var stream = new MemoryStream();
        var done = TableWriter.WriteXlsx(TableSource.Read($"a,b\n1,{new string('x', 40_000)}\n"), stream);
        Assert.Equal("Sheet1!B2", done.Refusals[0].Where);
        Assert.Equal(0, stream.Length);
    }

    [Theory]
    [InlineData("xl/workbook.bin", "xlsb")]
    [InlineData("word/document.xml", "docx")]
    [InlineData("Contents/content.hpf", "hwpx")]
    [InlineData("readme.txt", "archive")]
    public void Another_kind_of_package_is_named_in_the_refusal(string part, string word)
    {
        var refusal = TableSource.Refused(TableSource.Try(Workbooks.Packed((part, s => s.WriteByte(65))), "list.xlsx"));
        Assert.Equal("not-a-table", refusal.Code);
        Assert.Contains(word, refusal.Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_cut_off_is_refused()
    {
        var bytes = Workbooks.Of(("S", [["a", "b"], ["1", "2"]]));
        Assert.All(new[] { 4, 100, bytes.Length / 2, bytes.Length - 30 }, n => Assert.Equal("unreadable", TableSource.Refused(TableSource.Try(bytes[..n], "list.xlsx")).Code));
    }

    [Theory]
    [InlineData("EncryptedPackage", "encrypted")]
    [InlineData("HwpSummaryInformation", "not-a-table")]
    [InlineData("WordDocument", "not-a-table")]
    public void An_old_office_file_is_refused_by_what_it_is(string stream, string code)
    {
        byte[] bytes = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504], .. System.Text.Encoding.Unicode.GetBytes(stream), .. new byte[512]];
        Assert.Equal(code, TableSource.Refused(TableSource.Try(bytes, "list.xls")).Code);
    }

    [Fact]
    public void An_external_entity_is_never_fetched()
    {
        var bytes = Workbooks.Edited(Workbooks.Of(("S", [["a"], ["1"]])), "xl/worksheets/sheet1.xml",
            xml => "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + xml[xml.IndexOf("<x:worksheet", StringComparison.Ordinal)..].Replace("<x:t>1", "<x:t>&e;", StringComparison.Ordinal));
        var refusal = TableSource.Refused(TableSource.Try(bytes, "list.xlsx"));
        Assert.Equal("unreadable", refusal.Code);
        Assert.Contains("DTD", refusal.Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_far_out_is_refused_before_a_million_rows_are_made()
    {
        var bytes = Workbooks.Edited(Workbooks.Of(("S", [["a"], ["1"]])), "xl/worksheets/sheet1.xml", xml => xml.Replace("r=\"A2\"", "r=\"XFD1048576\"", StringComparison.Ordinal).Replace("r=\"2\"", "r=\"1048576\"", StringComparison.Ordinal));
        Assert.Equal("too-many-columns", TableSource.Refused(TableSource.Try(bytes, "list.xlsx")).Code);
    }

    [Fact]
    public void Macros_are_reported_and_not_run()
    {
        var bytes = Workbooks.Replaced(Workbooks.Of(("S", [["a"], ["1"]])), "xl/vbaProject.bin", "macro");
        Assert.Contains("macros", TableSource.Codes(TableSource.Read(bytes, "list.xlsm")));
    }
}
