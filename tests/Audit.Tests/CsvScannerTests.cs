using System.Text;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Reading;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests;

/// <summary>Scanning 64 bytes at a time finds what a reader finds that looks at one character after the other.</summary>
public sealed class CsvScannerTests
{
    private static readonly CellSpec Spec = new() { Attributes = [new AttributeSpec("g", "g", DimensionRole.Group)], Decision = "d" };

    [Fact]
    public void Thousands_of_random_files_are_read_as_one_character_after_the_other()
    {
        var random = new RandomStream(7, 7);
        string[] pieces = ["a", "bb", "c", "가나다", "a long value of thirty-one bytes", "", "\"q\"", "\"with, comma\"", "\"two\nlines\"", "\"dou\"\"ble\"", "st\"ray", "\"open", "\"x\"y", " sp ", "\r"];
        string[] ends = ["\n", "\r\n", "\n\n", "\r\n\r\n"];
        var files = Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 100_000 : 3_000;
        for (var file = 0; file < files; file++)
        {
            var wild = random.Uniform();
            string Piece() => pieces[(int)(random.Uniform() * (wild < .4 ? 6 : wild < .7 ? 10 : pieces.Length))];
            var text = new StringBuilder(random.Uniform() < .2 ? "\uFEFFg,x,d" : "g,x,d").Append(random.Uniform() < .3 ? "\r\n" : "\n");
            var rows = (int)(random.Uniform() * 40);
            for (var r = 0; r < rows; r++)
            {
                text.Append(Piece()).Append(',').Append(Piece()).Append(random.Uniform() < .9 ? "," : ",,").Append(random.Uniform() < .5 ? '1' : '0').Append(r == rows - 1 && random.Uniform() < .3 ? "" : ends[random.Uniform() < .8 ? 0 : (int)(random.Uniform() * ends.Length)]);
            }
            Same(text.ToString());
        }
    }

    private static void Same(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (rows, problems) = SlowCsv.Read(bytes);
        using var file = new TemporaryFile(bytes, ".csv");
        ReadResult read;
        try
        {
            read = DataFile.Read(file.Path, Spec, 1);
        }
        catch (AuditRefusedException refused)
        {
            Assert.Empty(rows);
            Assert.All(refused.Problems, p => Assert.Equal("malformed", p.Code));
            return;
        }
        Assert.Equal(problems.Take(ReadingNotes.MostProblems), read.Notes.Problems.Select(p => (p.Line, p.Kind)));
        Assert.Equal((rows.Count, problems.Count), ((int)read.Notes.Rows, (int)read.Notes.Malformed));
        var expected = rows.GroupBy(r => (r[0].Trim(), r[2].Trim())).ToDictionary(g => g.Key, g => (long)g.Count());
        var table = read.Table;
        Assert.Equal(expected.OrderBy(e => e.Key), Enumerable.Range(0, table.Length).ToDictionary(c => (table.Dimensions[0].Levels[table.Code(c, 0)], table.Dimensions[1].Levels[table.Code(c, 1)]), table.Count).OrderBy(f => f.Key));
    }

    /// <summary>Many different texts in one column, short and long: none may be taken for another.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(20_000)]
    public void Many_different_texts_are_told_apart(int texts)
    {
        var random = new RandomStream(3, (ulong)texts);
        var names = Enumerable.Range(0, texts).Select(i => new string('x', i % 20) + i.ToString("X", null)).ToArray();
        var expected = new Dictionary<string, long>();
        var csv = new StringBuilder("g,d\n");
        for (var i = 0; i < 60_000; i++)
        {
            var name = names[(int)(random.Uniform() * texts)];
            expected[name] = expected.GetValueOrDefault(name) + 1;
            csv.Append(name).Append(",1\n");
        }
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(csv.ToString()), ".csv");
        var table = DataFile.Read(file.Path, Spec, 1).Table;
        Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), Enumerable.Range(0, table.Length).Select(c => KeyValuePair.Create(table.Dimensions[0].Levels[table.Code(c, 0)], table.Count(c))).OrderBy(e => e.Key, StringComparer.Ordinal));
    }

    /// <summary>More combinations than the first table of a part has room for: no row is lost when it grows.</summary>
    [Fact]
    public void A_hundred_thousand_different_cells_lose_no_row()
    {
        var csv = new StringBuilder("a,b,d\n");
        for (var i = 0; i < 199_800; i++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i % 99_900 / 300},{i % 300},1\n");
        }
        var spec = new CellSpec { Attributes = [new AttributeSpec("a", "a", DimensionRole.Group), new AttributeSpec("b", "b", DimensionRole.Group)], Decision = "d" };
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(csv.ToString()), ".csv");
        var table = DataFile.Read(file.Path, spec, 1).Table;
        Assert.Equal((199_800L, 99_900), (table.Rows, table.Length));
        Assert.All(Enumerable.Range(0, table.Length), c => Assert.Equal(2, table.Count(c)));
    }
}
