using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Cells that hold several values.</summary>
public sealed class ListCellsTests
{
    [Theory]
    [InlineData("['a', \"b's\", 'c\\'d', 'x\\ny', 3, None]", ListStyle.Python, new[] { "a", "b's", "c'd", "x\ny", "3" })]
    [InlineData("[]", ListStyle.Json, new string[0])]
    [InlineData("['']", ListStyle.Python, new string[0])]
    [InlineData("[\"a\", \"b, c\"]", ListStyle.Json, new[] { "a", "b, c" })]
    [InlineData("a; b ;c;", ListStyle.Semicolon, new[] { "a", "b", "c" })]
    [InlineData("Other (x; y); z", ListStyle.Semicolon, new[] { "Other (x; y)", "z" })]
    [InlineData("a | b", ListStyle.Pipe, new[] { "a", "b" })]
    [InlineData("• 가\n• 나", ListStyle.Bullets, new[] { "가", "나" })]
    [InlineData("- a\r\n- b\r\n", ListStyle.Bullets, new[] { "a", "b" })]
    [InlineData("1. a\n2. b", ListStyle.Numbered, new[] { "a", "b" })]
    [InlineData("1) a 2) b 3) c", ListStyle.Numbered, new[] { "a", "b", "c" })]
    [InlineData("a\nb", ListStyle.Lines, new[] { "a", "b" })]
    [InlineData("one, value", ListStyle.Single, new[] { "one, value" })]
    [InlineData("[see annex]", ListStyle.Single, new[] { "[see annex]" })]
    [InlineData("version 2. 5 of it", ListStyle.Single, new[] { "version 2. 5 of it" })]
    [InlineData("", ListStyle.Single, new string[0])]
    public void A_list_is_taken_apart(string cell, ListStyle style, string[] items)
    {
        var read = ListCells.Read(cell);
        Assert.Equal(style, read.Style);
        Assert.Equal(items, read.Items);
    }

    [Theory]
    [InlineData("['a', \"b's\", 'c\"d', 'e\"\\'f', 'x\\\\y']")]
    [InlineData("[\"가\",\"b\"]")]
    [InlineData("a; b; c")]
    [InlineData("a | b")]
    [InlineData("• 가\n• 나")]
    [InlineData("1) a\n2) b")]
    public void A_list_is_put_together_as_it_was(string cell)
    {
        var read = ListCells.Read(cell);
        Assert.Equal(cell, ListCells.Write(read.Items, read.Style, read.Mark));
        Assert.Equal(cell, ListCells.WriteLike(cell, read.Items));
        var more = ListCells.WriteLike(cell, [.. read.Items, "new"]);
        Assert.Equal([.. read.Items, "new"], ListCells.Read(more).Items);
    }

    [Fact]
    public void A_member_that_holds_the_separator_is_still_one_member()
    {
        var cell = ListCells.WriteLike("a; b", ["a; b", "c"]);
        Assert.Equal(["a; b", "c"], ListCells.Read(cell).Items);
    }

    [Fact]
    public void Commas_separate_only_where_that_is_known()
    {
        Assert.Equal(["a, b"], ListCells.Read("a, b").Items);
        Assert.Equal(["a", "b"], ListCells.Read("a, b", commas: true).Items);
    }
}
