using System.Text;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>The program's own CSV files.</summary>
public sealed class CsvOutTests
{
    [Fact]
    public void A_file_has_a_mark_crlf_quotes_and_no_formula()
    {
        using var stream = new MemoryStream();
        CsvOut.Write(stream, ["시스템", "비고"], [["챗봇", "=cmd|' /C calc'!A0"], ["a,b", "say \"hi\"\nthere"], ["-12.5", "+82-2-1234"]]);
        var bytes = stream.ToArray();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("시스템,비고\r\n챗봇,'=cmd|' /C calc'!A0\r\n\"a,b\",\"say \"\"hi\"\"\nthere\"\r\n-12.5,'+82-2-1234\r\n", Encoding.UTF8.GetString(bytes[3..]));
    }

    [Fact]
    public void A_terminal_gets_no_mark()
    {
        using var text = new StringWriter();
        CsvOut.Write(text, ["a"], [["1"]], mark: false);
        Assert.Equal("a\r\n1\r\n", text.ToString());
    }

    [Theory]
    [InlineData("=1+1", true)]
    [InlineData("@SUM(A1)", true)]
    [InlineData("+cmd", true)]
    [InlineData("-2+3", true)]
    [InlineData("\t=1", true)]
    [InlineData("\r=1", true)]
    [InlineData("＝1+1", true)]
    [InlineData("-1,234.50", false)]
    [InlineData("+5", false)]
    [InlineData("-3%", false)]
    [InlineData("1e5", false)]
    [InlineData("a=b", false)]
    [InlineData("", false)]
    public void A_cell_like_a_formula_is_disarmed_and_nothing_else(string cell, bool guarded)
    {
        Assert.Equal(guarded, FormulaGuard.IsFormulaLike(cell));
        Assert.Equal(guarded ? "'" + cell : cell, FormulaGuard.Guard(cell));
        Assert.Equal(cell, FormulaGuard.Unguard(FormulaGuard.Guard(cell)));
    }

    [Theory]
    [InlineData("'=1+1")]
    [InlineData("''=1+1")]
    [InlineData("'quoted'")]
    public void Guarding_loses_nothing_even_with_apostrophes(string cell) => Assert.Equal(cell, FormulaGuard.Unguard(FormulaGuard.Guard(cell)));
}
