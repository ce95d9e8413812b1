using System.Text;
using Haechi.House.Tests.Register.Tables;

namespace Haechi.House.Tests.Importing;

/// <summary>Broken and hostile files through the command: refused with the place, or read as text; nothing half-imported and nothing executed.</summary>
public sealed class HostileVerbTests
{
    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "quotes.csv", "시스템명,목적\n갑,\"끝나지 않는\n을,둘\n"u8.ToArray(), "quotes.csv:2" },
        { "bomb.xlsx", Workbooks.Packed(("[Content_Types].xml", s => s.WriteByte(32)), ("xl/workbook.xml", s => s.WriteByte(32)), ("xl/worksheets/sheet1.xml", s => s.Write(new byte[48 * 1024 * 1024]))), "sheet1.xml" },
        { "page.xls", "<html><script>alert(1)</script></html>"u8.ToArray(), "HTML" },
        { "empty.csv", [], "empty.csv" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void A_broken_file_is_refused_with_its_place_and_nothing_comes_in(string name, byte[] bytes, string says)
    {
        using var folder = new VerbFolder();
        folder.Json("import", folder.Write("first.csv", "시스템명,부서,목적\n민원 챗봇,민원과,응대\n"));
        var (code, _, error) = folder.Run("import", folder.Write(name, bytes));
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal(1, folder.Json("systems").GetArrayLength());
    }

    [Fact]
    public void A_key_that_comes_twice_in_a_record_is_told_and_both_values_stay()
    {
        using var folder = new VerbFolder();
        var (code, output, error) = folder.Run("import", folder.Write("keys.json", """[{"name": "갑", "purpose": "하나", "purpose": "둘"}]"""u8.ToArray()));
        Assert.Equal(0, code);
        Assert.Contains("keys.json:1: ", error, StringComparison.Ordinal);
        Assert.Contains("'purpose'", output + error, StringComparison.Ordinal);
        Assert.Equal("갑", folder.Json("systems").EnumerateArray().Single().GetProperty("name").GetString());
    }

    [Fact]
    public void A_gigabyte_is_refused_before_it_is_read()
    {
        using var folder = new VerbFolder();
        using (var sparse = new FileStream(folder.File("big.csv"), FileMode.CreateNew))
        {
            sparse.SetLength(1L << 30);
        }
        var before = GC.GetTotalAllocatedBytes();
        var (code, _, error) = folder.Run("import", folder.File("big.csv"));
        Assert.Equal(2, code);
        Assert.Contains("256 MB", error, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 * 1024 * 1024);
    }

    [Fact]
    public void The_wrong_encoding_is_refused_and_the_right_one_reads_the_names()
    {
        using var folder = new VerbFolder();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var file = folder.Write("목록.csv", Encoding.GetEncoding(949).GetBytes("시스템명,부서,목적\n민원 챗봇,민원과,민원 응대\n"));
        var (code, _, error) = folder.Run("import", file, "--encoding", "utf-8");
        Assert.Equal(2, code);
        Assert.Contains("utf-8", error, StringComparison.OrdinalIgnoreCase);
        folder.Json("import", file);
        Assert.Equal("민원 챗봇", folder.Json("systems").EnumerateArray().Single().GetProperty("name").GetString());
    }

    [Fact]
    public void Formulas_and_scripts_are_text_and_repeated_headers_and_ids_are_told_apart()
    {
        using var folder = new VerbFolder();
        const string Formula = "=HYPERLINK(\"\"http://evil.example\"\")";
        var file = folder.Write("목록.csv", $"관리번호,시스템명,부서,메모,메모\nA-1,\"{Formula}\",민원과,하나,둘\nA-1,<script>alert(1)</script>,교통과,셋,넷\n");
        var done = folder.Json("import", file);
        Assert.Equal(2, done.GetProperty("created").GetInt32());
        Assert.Contains(done.GetProperty("problems").EnumerateArray(), p => p.GetProperty("code").GetString() == "repeated-id" && p.GetProperty("lines").GetArrayLength() == 2);
        Assert.Equal(["=HYPERLINK(\"http://evil.example\")", "<script>alert(1)</script>"], folder.Json("systems").EnumerateArray().Select(s => s.GetProperty("name").GetString()).Order(StringComparer.Ordinal).Reverse());
        var profile = folder.Json("import", file, "--dry-run").GetProperty("profile").GetString()!;
        var exact = folder.Run("export", "--profile", profile);
        Assert.Contains(Formula, exact.Out, StringComparison.Ordinal);
        Assert.Contains("하나,둘", exact.Out, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", folder.Run("export", "--profile", profile, "--guard").Out, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", folder.Run("systems", "--format", "csv").Out, StringComparison.Ordinal);
    }
}
