using System.Text;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Reading;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests;

/// <summary>The same rows are the same cells, however they are written.</summary>
public sealed class ReadingTests
{
    private static readonly CellSpec Spec = new() { Attributes = [new AttributeSpec("g", "g", DimensionRole.Group)], Decision = "d" };

    [Fact]
    public void Quotes_newlines_and_separators_inside_fields_are_text()
    {
        var read = Read("g;d\r\n\"a;\"\"x\"\"\nb\";1\r\n c ;0\r\n\r\n\"c\";1", Spec);
        Assert.Equal(["a;\"x\"\nb", "c"], read.Table.Dimensions[0].Levels);
        Assert.Equal(3, read.Table.Rows);
    }

    [Fact]
    public void Malformed_rows_are_told_with_their_line_and_the_rest_is_counted()
    {
        var read = Read("g,d\n\"a\nb\",1\na\nb,1,2\n\"x\"y,1\nc,0\n\"open,1\nd,1\n", Spec);
        Assert.Equal(["columns", "columns", "quote", "quote"], read.Notes.Problems.Select(p => p.Kind));
        Assert.Equal([4L, 5L, 6L, 8L], read.Notes.Problems.Select(p => p.Line));
        Assert.Equal(["a\nb", "c", "d"], read.Table.Dimensions[0].Levels);
    }

    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("cp949", "cp949")]
    [InlineData("utf-16", "utf-16")]
    public void An_encoding_does_not_change_the_cells(string name, string told)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = name switch { "cp949" => Encoding.GetEncoding(949), "utf-16" => Encoding.Unicode, _ => new UTF8Encoding(true) };
        var text = "성별,결정\n여,1\n남,0\n남성,1\n";
        var read = ReadBytes([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], new CellSpec { Attributes = [new AttributeSpec("성별", "성별", DimensionRole.Group)], Decision = "결정" }, ".csv");
        Assert.Equal((told, 3L), (read.Notes.Encoding, read.Notes.Rows));
        Assert.Equal(["남", "남성", "여"], read.Table.Dimensions[0].Levels);
    }

    [Fact]
    public void JSON_lines_and_CSV_give_the_same_cells()
    {
        var csv = Read("g,d\na,1\n\"b\"\"c\",0\n,1\n가,0\n", Spec);
        var json = ReadBytes(Encoding.UTF8.GetBytes("""
            {"g":"a","d":1,"more":[1,2]}
            {"d":0,"g":"b\"c"}
            {"g":null,"d":1.0}
            {"g":"\uac00","d":0}
            """), Spec, ".jsonl");
        Assert.Equal(Bytes(csv), Bytes(json));
        var broken = ReadBytes(Encoding.UTF8.GetBytes("{\"g\":\"a\",\"d\":1}\nnot json\n{\"g\":{},\"d\":1}\n[1]\n"), Spec, ".jsonl");
        Assert.Equal((1L, 3L), (broken.Notes.Rows, broken.Notes.Malformed));
        Assert.Equal([2L, 3L, 4L], broken.Notes.Problems.Select(p => p.Line));
    }

    /// <summary>Random files of many parts, with quotes and line breaks, read by us and by CsvHelper: the same counts on one and on two threads.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Files_of_many_parts_agree_with_another_reader(ulong seed)
    {
        var random = new RandomStream(seed, 1);
        string[] values = ["a", "b", "long value that does not fit into two words", "with,comma", "with \"quote\"", "two\nlines", "가나다", "", "12345678", "123456789"];
        var text = new StringBuilder("x,g,d,w\n");
        while (text.Length < 9_000_000)
        {
            string Cell(string v) => v.Contains('"', StringComparison.Ordinal) || v.Contains(',', StringComparison.Ordinal) || v.Contains('\n', StringComparison.Ordinal) || random.Uniform() < .2 ? $"\"{v.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : v;
            text.Append(Cell(values[(int)(random.Uniform() * values.Length)])).Append(',').Append(Cell(values[(int)(random.Uniform() * values.Length)])).Append(random.Uniform() < .3 ? ",1," : ",0,").Append(Math.Round(random.Uniform(), 3)).Append('\n');
        }
        var spec = Spec with { Weight = "w" };
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var one = ReadBytes(bytes, spec, ".csv", threads: 1);
        Assert.Equal(Bytes(one), Bytes(ReadBytes(bytes, spec, ".csv", threads: 2)));
        var expected = new Dictionary<(string, string), long>();
        using var other = CsvHelper.CsvReader.FromText(text.ToString(), new CsvHelper.CsvReaderOptions { Separator = ',', HasHeader = false, TrimWhitespace = false, AllowLineBreaksInQuotes = true });
        other.Read();
        while (other.Read())
        {
            var cells = other.Current.ToArray();
            expected[(cells[1], cells[2])] = expected.GetValueOrDefault((cells[1], cells[2])) + 1;
        }
        var found = Enumerable.Range(0, one.Table.Length).ToDictionary(c => (one.Table.Dimensions[0].Levels[one.Table.Code(c, 0)], one.Table.Dimensions[1].Levels[one.Table.Code(c, 1)]), one.Table.Count);
        Assert.Equal(expected.OrderBy(e => e.Key), found.OrderBy(f => f.Key));
    }

    [Fact]
    public void Many_different_scores_are_binned_the_same_way_in_every_part()
    {
        var random = new RandomStream(5, 5);
        var text = new StringBuilder("g,y,s\n");
        for (var i = 0; i < 400_000; i++)
        {
            var y = random.Uniform() < .4;
            text.Append(random.Uniform() < .5 ? 'a' : 'b').Append(y ? ",1," : ",0,").Append(Math.Clamp((y ? .6 : .4) + (.2 * random.Normal()), 0, 1)).Append('\n');
        }
        var spec = new CellSpec { Attributes = [new AttributeSpec("g", "g", DimensionRole.Group)], Outcome = "y", Score = "s", At = .5, KeepScores = true };
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var one = ReadBytes(bytes, spec, ".csv", threads: 1);
        Assert.Equal(ScoreBins.Unit, one.Table.Dimensions.Single(d => d.Role == DimensionRole.Score).Bins);
        Assert.Equal(Bytes(one), Bytes(ReadBytes(bytes, spec, ".csv", threads: 2)));
        var outside = Assert.Throws<AuditRefusedException>(() => ReadBytes([.. bytes, .. "a,1,7.5\n"u8], spec, ".csv"));
        Assert.Contains("7.5 lies outside 0 to 1", outside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_cell_table_reads_back_as_itself_and_parts_add_up_to_the_whole()
    {
        var spec = Spec with { Weight = "w" };
        var whole = Read("g,d,w\na,1,0.5\nb,0,2\n가,1,1\na,1,0.25\n", spec);
        var document = new CellDocument(whole.Table, whole.Notes);
        Assert.Equal(CellFile.Write(document), CellFile.Write(CellFile.Read(CellFile.Write(document), "x")));
        var sum = CellTable.Merge([Read("g,d,w\na,1,0.5\nb,0,2\n", spec).Table, Read("g,d,w\n가,1,1\na,1,0.25\n", spec).Table]);
        Assert.Equal(CellFile.Write(document), CellFile.Write(document with { Table = sum }));
        Assert.Throws<AuditRefusedException>(() => CellTable.Merge([whole.Table, Read("g,d\na,1\n", Spec).Table]));
        Assert.Throws<AuditRefusedException>(() => CellFile.Read(Encoding.UTF8.GetBytes("{}"), "x"));
        Assert.Throws<AuditRefusedException>(() => CellFile.Read([.. CellFile.Write(document), .. "[0,9,1,1,1]\n"u8], "x"));
    }

    private static byte[] Bytes(ReadResult read) => CellFile.Write(new CellDocument(read.Table, read.Notes with { Problems = [], Encoding = "" }));

    private static ReadResult Read(string text, CellSpec spec) => ReadBytes(Encoding.UTF8.GetBytes(text), spec, ".csv");

    private static ReadResult ReadBytes(byte[] bytes, CellSpec spec, string extension, int threads = 1)
    {
        var file = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():N}{extension}");
        try
        {
            File.WriteAllBytes(file, bytes);
            return DataFile.Read(file, spec, threads);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
