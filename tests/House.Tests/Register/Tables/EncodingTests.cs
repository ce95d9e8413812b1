using System.Text;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>An encoding is found, or refused with the place; never guessed.</summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData("name,note\nA,it’s “new”\nB,10 €\n", 1252, "cp1252")]
    [InlineData("naam,omschrijving\nA,coördinatie geëvalueerd\n", 1252, "cp1252")]
    [InlineData("시스템명,부서\n챗봇,민원과\n", 949, "cp949")]
    [InlineData("name,dept\nchatbot,민원과\n", 949, "cp949")]
    [InlineData("이름,비고\n똠방각하,펲시 뷁 - 확장 완성형을 섞어 쓴 글입니다\n", 949, "cp949")]
    public void An_older_encoding_follows_from_its_bytes(string text, int codePage, string expected)
    {
        var table = TableSource.Read(TableSource.CodePage(codePage).GetBytes(text));
        Assert.Equal(expected, table.Dialect!.Encoding);
        Assert.Equal(text.Split('\n')[1].Split(',')[1], table.Rows[0][1]);
        Assert.Contains("encoding", TableSource.Codes(table));
    }

    [Theory]
    [InlineData("имя,отдел\nсистема,отдел транспорта\n", 1251)]
    [InlineData("名前,部署\n相談システム,市民課\n", 932)]
    [InlineData("名称,部门\n这是一个聊天机器人,交通管理部门\n", 936)]
    public void Other_encodings_are_refused_not_guessed(string text, int codePage)
    {
        var refusal = TableSource.Refused(TableSource.Try(TableSource.CodePage(codePage).GetBytes(text)));
        Assert.Equal(("encoding", "list.csv:1"), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Utf8_with_one_broken_byte_is_refused_with_line_and_offset()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("시스템명,부서\n챗봇,민원과\n신호"), 0xB0, .. Encoding.UTF8.GetBytes(",교통과\n")];
        var refusal = TableSource.Refused(TableSource.Try(bytes));
        Assert.Equal(("encoding", "list.csv:3"), (refusal.Code, refusal.Where));
        Assert.Contains("offset 43", refusal.Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_given_encoding_is_used_and_its_first_wrong_byte_named()
    {
        var bytes = TableSource.CodePage(1252).GetBytes("a,b\nå,ö\n");
        Assert.Equal("å", TableSource.Read(bytes, options: new TableOptions(Encoding: "windows-1252")).Rows[0][0]);
        Assert.Equal("list.csv@4", TableSource.Refused(TableSource.Try(bytes, options: new TableOptions(Encoding: "utf-8"))).Where);
        Assert.Equal("encoding", TableSource.Refused(TableSource.Try(bytes, options: new TableOptions(Encoding: "klingon"))).Code);
    }

    [Fact]
    public void Utf16_without_a_mark_is_told_from_a_binary_file()
    {
        Assert.Contains("UTF-16", TableSource.Refused(TableSource.Try(Encoding.Unicode.GetBytes("name,owner\nA,B\n"))).Message.In("en"), StringComparison.Ordinal);
        Assert.Equal("nul", TableSource.Refused(TableSource.Try("a,b\n1,\02\n")).Code);
        Assert.Equal("A", TableSource.Read(Encoding.Unicode.GetBytes("name,owner\nA,B\n"), options: new TableOptions(Encoding: "utf-16le")).Rows[0][0]);
    }

    [Fact]
    public void Half_a_character_in_utf16_is_refused()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a,b\n1,"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("x\n")];
        Assert.Equal("encoding", TableSource.Refused(TableSource.Try(bytes)).Code);
        Assert.Equal("encoding", TableSource.Refused(TableSource.Try([0xFF, 0xFE, 0x61])).Code);
    }

    [Fact]
    public void Half_a_character_in_utf8_is_refused() =>
        Assert.Equal("encoding", TableSource.Refused(TableSource.Try([.. "a,b\n1,"u8, 0xED, 0xA0, 0x80, .. "\n"u8])).Code);

    [Fact]
    public void Every_byte_of_cp1252_comes_back()
    {
        byte[] bytes = [.. "a,b\n"u8, .. Enumerable.Range(0x80, 128).SelectMany(b => new[] { (byte)'x', (byte)b }), .. ",y\n"u8];
        Assert.Equal(bytes, TableSource.Written(TableSource.Read(bytes, options: new TableOptions(Encoding: "cp1252"))));
    }
}
