using System.Text;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>CSV and TSV of every kind.</summary>
public sealed class DelimitedTests
{
    [Fact]
    public void Cells_are_kept_as_written()
    {
        var table = TableSource.Read("a,b\n  x ,\"line 1\nline 2\"\n\"say \"\"hi\"\"\",<script>alert(1)</script>\n");
        Assert.Equal(["  x ", "line 1\nline 2"], table.Rows[0].Cells);
        Assert.Equal(["say \"hi\"", "<script>alert(1)</script>"], table.Rows[1].Cells);
        Assert.Equal([2, 4], table.Rows.Select(r => r.Line));
    }

    [Theory]
    [InlineData("a,b\n1,\"2\"x\n", "list.csv:2")]
    [InlineData("a,b\n1,\"line\nline\" x\n", "list.csv:3")]
    [InlineData("a,b\n1,2\n3,\"never closed\n5,6\n", "list.csv:3")]
    public void A_broken_quote_is_refused_with_its_line(string text, string where)
    {
        var refusal = TableSource.Refused(TableSource.Try(text));
        Assert.Equal(("broken-quote", where), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void A_quote_inside_a_bare_cell_is_only_a_character()
    {
        var table = TableSource.Read("size,b\n15\" screen,x\n");
        Assert.Equal("15\" screen", table.Rows[0][0]);
    }

    [Theory]
    [InlineData("a;b;c\n1,5;2;3\n2,5;3;4\n", ';')]
    [InlineData("a\tb\n1, 2\t3\n", '\t')]
    [InlineData("a|b\nx, y|z\n", '|')]
    [InlineData("name,text\nA,\"x; y; z\"\nB,\"q; r; s\"\n", ',')]
    public void The_delimiter_follows_from_the_rows(string text, char delimiter) =>
        Assert.Equal(delimiter, TableSource.Read(text).Dialect!.Delimiter);

    [Fact]
    public void A_given_delimiter_goes_before_what_would_be_found() =>
        Assert.Equal(["a;b"], TableSource.Read("a;b,c\n1;2,3\n", options: new TableOptions(Delimiter: ',')).Columns.Take(1).Select(c => c.Key));

    [Fact]
    public void Titles_above_the_header_are_passed_over_and_reported()
    {
        var table = TableSource.Read("2026년 인공지능 시스템 목록,,,\n작성: 디지털정책과,,,\n\n번호,시스템명,부서,담당자\n1,챗봇,민원과,김하늘\n2,신호,교통과,이바다\n");
        Assert.Equal(4, table.HeaderLine);
        Assert.Equal(["번호", "시스템명", "부서", "담당자"], table.Columns.Select(c => c.Key));
        Assert.Equal(2, table.Rows.Count);
        Assert.Contains("rows-above-header", TableSource.Codes(table));
    }

    [Fact]
    public void A_sparse_first_row_of_names_is_still_the_header() =>
        Assert.Equal(1, TableSource.Read("name,owner,state,note\nA,,,\nB,x,,\n,,,z\n").HeaderLine);

    [Fact]
    public void The_header_line_can_be_given()
    {
        var table = TableSource.Read("x,y\nname,owner\nA,B\n", options: new TableOptions(HeaderLine: 2));
        Assert.Equal(["name", "owner"], table.Columns.Select(c => c.Key));
        Assert.Equal("no-such-header", TableSource.Refused(TableSource.Try("a,b\n1,2\n", options: new TableOptions(HeaderLine: 9))).Code);
    }

    [Fact]
    public void Blank_rows_are_counted_and_ragged_ones_reported()
    {
        var table = TableSource.Read("a,b\n1,2\n\n , \n3\n4,5,6\n");
        Assert.Equal((3, 2), (table.Rows.Count, table.BlankRows));
        Assert.Equal(["list.csv:5", "list.csv:6"], table.Problems.Where(p => p.Code == "ragged-row").Select(p => p.Where));
        Assert.Equal("", table.Rows[1][1]);
    }

    [Fact]
    public void Of_a_thousand_equal_problems_the_first_are_kept_and_the_rest_counted()
    {
        var table = TableSource.Read("a,b\n" + string.Concat(Enumerable.Repeat("1\n", 1000)));
        Assert.Equal(51, table.Problems.Count);
        Assert.Contains("950", table.Problems[^1].Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_in_the_middle_is_kept_and_reported()
    {
        var table = TableSource.Read("a,b\n1,2\n\uFEFFa,b\n");
        Assert.Equal("\uFEFFa", table.Rows[1][0]);
        Assert.Contains("mark-inside", TableSource.Codes(table));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n , \n")]
    public void Nothing_is_refused_as_empty(string text) => Assert.Equal("empty", TableSource.Refused(TableSource.Try(text)).Code);

    [Fact]
    public void The_name_does_not_decide()
    {
        var table = TableSource.Read("a,b\n1,2\n", "systems.xlsx");
        Assert.Equal(TableFormat.Csv, table.Format);
        Assert.Contains("name", TableSource.Codes(table));
        Assert.Equal("systems.csv", TableSource.Read("a,b\n1,2\n", "C:\\upload\\..\\systems.csv").FileName);
    }

    [Theory]
    [InlineData("<html><table><tr><td>a</td></tr></table></html>")]
    [InlineData("<?xml version=\"1.0\"?><a/>")]
    [InlineData("%PDF-1.7\n")]
    public void What_is_no_table_is_refused(string text) => Assert.Equal("not-a-table", TableSource.Refused(TableSource.Try(text, "list.xls")).Code);

    [Fact]
    public void A_stream_that_cannot_be_rewound_is_read_too()
    {
        using var inner = new MemoryStream(Encoding.UTF8.GetBytes("a,b\n1,2\n"));
        using var stream = new ForwardOnly(inner);
        var table = TableReader.Read(stream, "list.csv", stop: TestContext.Current.CancellationToken);
        Assert.Equal("2", table.Value!.Rows[0][1]);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Equal("no-file", TableSource.Refused(TableReader.ReadFile("does-not-exist.csv", stop: TestContext.Current.CancellationToken)).Code);
        Assert.Equal("no-file", TableSource.Refused(TableReader.ReadFile(AppContext.BaseDirectory, stop: TestContext.Current.CancellationToken)).Code);
    }
}
