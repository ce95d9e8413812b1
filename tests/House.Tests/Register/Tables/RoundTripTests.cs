using System.Security.Cryptography;
using System.Text;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>What is read comes back.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData("us/2024_consolidated_ai_inventory_raw.csv", "utf-8", true, 62, 1757)]
    [InlineData("us/2024_consolidated_ai_inventory_raw_v2.csv", "cp1252", false, 62, 2133)]
    [InlineData("us/2025_individually_reported_AI_use_cases.csv", "utf-8", true, 36, 3611)]
    [InlineData("us/2025_consolidated_COTS_AI_use_cases.csv", "utf-8", true, 5, 900)]
    [InlineData("us/omb_column_mappings.csv", "utf-8", false, 5, 717)]
    [InlineData("us/omb_value_recodings.csv", "utf-8", false, 5, 90)]
    [InlineData("uk/atrs_records.csv", "utf-8", false, null, null)]
    [InlineData("uk/Algorithmic_transparency_data_standard.csv", "utf-8", false, null, null)]
    public void A_real_file_comes_back_byte_for_byte(string path, string encoding, bool mark, int? columns, int? rows)
    {
        var file = Repository.Shared("data/" + path);
        var bytes = File.ReadAllBytes(file);
        var result = TableReader.ReadFile(file, stop: TestContext.Current.CancellationToken);
        Assert.True(result.Done, result.Done ? "" : result.Refusals[0].ToLine("en"));
        var table = result.Value;
        Assert.Equal((encoding, mark), (table.Dialect!.Encoding, table.Dialect.HasMark));
        Assert.Equal(columns ?? table.Columns.Count, table.Columns.Count);
        Assert.Equal(rows ?? table.Rows.Count, table.Rows.Count);
        Assert.Equal(1, table.HeaderLine);
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.LongLength), (table.Sha256, table.Length));
        Assert.Equal(bytes, TableSource.Written(table));
    }

    [Theory]
    [InlineData("a,b\r\n1,2\r\n")]
    [InlineData("a,b\n1,2")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n")]
    [InlineData("a;b;c\n1;\"2;3\";4\n5;6;7\n")]
    [InlineData("a\tb\n1\t2 \"inch\" x\n")]
    [InlineData("a,b\n1,2\r\n3,4\r5,6\n")]
    [InlineData("a,b\n\n1,2\n,\n\n3,4\n\n\n")]
    [InlineData("a,b,\n1,2,\n3,4,\n")]
    [InlineData("a,b\n1\n2,3,4\n")]
    [InlineData("a,b\n\"x\"\"y\",\"line\r\nbreak\"\n")]
    [InlineData("a,b\n\"\",  spaced  \n1,\n")]
    [InlineData("Register of systems\nas of 2026-01-01\n\nname,owner,state\nA,B,C\nD,E,F\n")]
    [InlineData("sep=;\na;b\n1;2\n")]
    [InlineData("name\nA\nB\n")]
    public void Every_dialect_comes_back_byte_for_byte(string text)
    {
        foreach (var mark in new byte[][] { [], [0xEF, 0xBB, 0xBF] })
        {
            byte[] bytes = [.. mark, .. Encoding.UTF8.GetBytes(text)];
            Assert.Equal(bytes, TableSource.Written(TableSource.Read(bytes)));
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("cp949")]
    public void Korean_comes_back_in_its_own_encoding(string name)
    {
        var encoding = name == "cp949" ? TableSource.CodePage(949) : Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("관리번호,시스템명,부서\r\n1,민원 상담 챗봇,민원봉사과\r\n2,\"교통 신호, 최적화\",교통정책과\r\n")];
        var table = TableSource.Read(bytes);
        Assert.Equal("민원 상담 챗봇", table.Rows[0][1]);
        Assert.Equal(bytes, TableSource.Written(table));
    }

    [Fact]
    public void An_edit_changes_one_cell_only()
    {
        var table = TableSource.Read("a,\"b\"\r\n\"1\",2\n3,4");
        var edited = table with { Rows = [table.Rows[0].With(1, "x, y"), table.Rows[1], new TableLine(["5", "6"])] };
        Assert.Equal("a,\"b\"\r\n\"1\",\"x, y\"\n3,4\r\n5,6\r\n", Encoding.UTF8.GetString(TableSource.Written(edited)));
        Assert.Equal("2", table.Rows[0][1]);
    }

    [Fact]
    public void Repeated_headers_are_told_apart_and_written_as_they_were()
    {
        const string text = "Name,If Other,Kind,If Other,,\nA,b,c,d,e,f\n";
        var table = TableSource.Read(text);
        Assert.Equal(["Name", "If Other", "Kind", "If Other#2", "#5", "#6"], table.Columns.Select(c => c.Key));
        Assert.Equal(["Name", "If Other", "Kind", "If Other", "", ""], table.Columns.Select(c => c.Header));
        Assert.Equal(text, Encoding.UTF8.GetString(TableSource.Written(table)));
        Assert.Contains("repeated-header", TableSource.Codes(table));
    }

    [Fact]
    public void No_two_keys_are_equal_whatever_the_headers_are()
    {
        var table = TableSource.Read("a,a#2,a,a,#7,,\n1,2,3,4,5,6,7\n");
        Assert.Equal(table.Columns.Count, table.Columns.Select(c => c.Key).Distinct().Count());
        Assert.All(table.Columns, c => Assert.Equal(c.Index, table.IndexOf(c.Key)));
    }

    [Fact]
    public void A_letter_that_the_encoding_lacks_is_refused_with_its_place()
    {
        var table = TableSource.Read(TableSource.CodePage(1252).GetBytes("name,note\nCafé,it’s\n"));
        Assert.Equal("cp1252", table.Dialect!.Encoding);
        using var stream = new MemoryStream();
        var done = TableWriter.Write(table with { Rows = [table.Rows[0].With(1, "복지")] }, stream);
        Assert.Equal(("not-in-encoding", "list.csv:2 note"), (done.Refusals[0].Code, done.Refusals[0].Where));
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_guarded_copy_differs_only_in_cells_like_formulas()
    {
        var table = TableSource.Read("a,b\n=1+1,-5\n");
        using var stream = new MemoryStream();
        Assert.True(TableWriter.Write(table, stream, guardFormulas: true).Done);
        Assert.Equal("a,b\n'=1+1,-5\n", Encoding.UTF8.GetString(stream.ToArray()));
    }
}
