using System.Text;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Files that are too large, too dense, or made to hurt.</summary>
public sealed class HostileTests
{
    private const long Gigabyte = 1024L * 1024 * 1024;

    [Fact]
    public void A_gigabyte_is_refused_at_once_when_its_length_is_known()
    {
        using var stream = new Zeros(Gigabyte, seekable: true);
        var refusal = TableSource.Refused(TableReader.Read(stream, "big.csv", stop: TestContext.Current.CancellationToken));
        Assert.Equal("file-too-large", refusal.Code);
        Assert.Contains("1 GB", refusal.Message.In("en"), StringComparison.Ordinal);
        Assert.Contains("256 MB", refusal.Message.In("en"), StringComparison.Ordinal);
        Assert.Equal(0, stream.Taken);
    }

    [Fact]
    public void A_gigabyte_of_unknown_length_is_left_at_the_limit_and_takes_no_memory()
    {
        var limits = new TableLimits { FileBytes = 64 * 1024 * 1024 };
        using var stream = new Zeros(Gigabyte, seekable: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = TableSource.Refused(TableReader.Read(stream, "big.csv", new TableOptions(Limits: limits), TestContext.Current.CancellationToken));
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal("file-too-large", refusal.Code);
        Assert.InRange(stream.Taken, limits.FileBytes, limits.FileBytes + (1024 * 1024));
        Assert.InRange(taken, 0, 48 * 1024 * 1024);
    }

    [Fact]
    public void A_zip_bomb_is_refused_with_figures_and_without_memory()
    {
        var bomb = Workbooks.Packed(("[Content_Types].xml", s => s.WriteByte(32)), ("xl/workbook.xml", s => s.WriteByte(32)), ("xl/worksheets/sheet1.xml", s => Fill(s, 48)));
        Assert.InRange(bomb.Length, 1, 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = TableSource.Refused(TableSource.Try(bomb, "bomb.xlsx"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
        Assert.Equal(("zip-bomb", "bomb.xlsx!xl/worksheets/sheet1.xml"), (refusal.Code, refusal.Where));
        Assert.Contains("48 MB", refusal.Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_many_parts_is_refused_by_their_sum_and_number()
    {
        var limits = new TableOptions(Limits: new TableLimits { UnpackedBytes = 20 * 1024 * 1024, PackedParts = 20 });
        var sum = Workbooks.Packed([.. Enumerable.Range(0, 8).Select(i => ($"xl/p{i}.xml", (Action<Stream>)(s => Fill(s, 4))))]);
        Assert.Contains("20 MB", TableSource.Refused(TableSource.Try(sum, "b.xlsx", limits)).Message.In("en"), StringComparison.Ordinal);
        var many = Workbooks.Packed([.. Enumerable.Range(0, 21).Select(i => ($"xl/p{i}.xml", (Action<Stream>)(s => s.WriteByte(32))))]);
        Assert.Contains("21 parts", TableSource.Refused(TableSource.Try(many, "b.xlsx", limits)).Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_lies_about_sizes_does_not_help_a_bomb()
    {
        var bomb = Workbooks.Packed(("xl/workbook.xml", s => Fill(s, 48)));
        // The uncompressed size in the central directory (APPNOTE 4.3.12, offset 24) and the local header (offset 22).
        var central = bomb.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bomb.AsSpan(central + 24), 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(TableSource.Try(bomb, "bomb.xlsx").Done);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
    }

    [Fact]
    public void A_million_columns_are_refused_with_the_line()
    {
        var refusal = TableSource.Refused(TableSource.Try(new string(',', 1_000_000)));
        Assert.Equal(("too-many-columns", "list.csv:1"), (refusal.Code, refusal.Where));
        Assert.Contains("2,000", refusal.Message.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_limit_is_named_with_its_figure()
    {
        void Refuses(string code, string figure, string text, TableLimits limits)
        {
            var refusal = TableSource.Refused(TableSource.Try(text, options: new TableOptions(Limits: limits)));
            Assert.Equal(code, refusal.Code);
            Assert.Contains(figure, refusal.Message.In("en"), StringComparison.Ordinal);
            Assert.Contains(figure, refusal.Message.In("ko"), StringComparison.Ordinal);
        }
        Refuses("too-many-rows", "3", "a\n1\n2\n3\n", new TableLimits { Rows = 3 });
        Refuses("cell-too-long", "5", "a,b\n123456,1\n", new TableLimits { CellCharacters = 5 });
        Refuses("cell-too-long", "5", "a,b\n\"123456\",1\n", new TableLimits { CellCharacters = 5 });
        Refuses("too-much-text", "1,000 bytes", "a,b\n" + new string('x', 600) + ",1\n", new TableLimits { MemoryBytes = 1000 });
        Refuses("file-too-large", "4 bytes", "a,b\n1,2\n", new TableLimits { FileBytes = 4 });
    }

    [Fact]
    public void A_quote_that_swallows_the_file_is_traced_to_its_line()
    {
        var text = "a,b\n1,2\n3,\"open\n" + string.Concat(Enumerable.Repeat("row,row\n", 1000));
        Assert.Equal("list.csv:3", TableSource.Refused(TableSource.Try(text, options: new TableOptions(Limits: new TableLimits { CellCharacters = 1000 }))).Where);
        Assert.Equal("list.csv:3", TableSource.Refused(TableSource.Try(text)).Where);
    }

    [Fact]
    public void Spaces_and_comments_without_end_cost_no_more_than_reading_them()
    {
        foreach (var text in new[] { new string(' ', 200_000) + "x", string.Concat(Enumerable.Repeat("/* */ -- a\n", 20_000)) + "x", string.Concat(Enumerable.Repeat("/*", 50_000)), "[" + new string(' ', 200_000) })
        {
            _ = TableSource.Try(text).Done;
            _ = TableSource.Try(text, "list.sql").Done;
        }
    }

    [Fact]
    public void Thousands_of_tables_in_a_dump_are_refused_not_compared() =>
        Assert.Equal("too-many-tables", TableSource.Refused(TableSource.Try(string.Concat(Enumerable.Range(0, 5000).Select(i => $"INSERT INTO t{i} (t_id) VALUES (1);\n")), "d.sql")).Code);

    [Fact]
    public void A_json_array_is_held_to_a_smaller_size_than_lines()
    {
        var small = new TableOptions(Limits: new TableLimits { JsonBytes = 10 });
        Assert.Equal("file-too-large", TableSource.Refused(TableSource.Try("[{\"a\":1},{\"a\":2}]", "d.json", small)).Code);
        Assert.Equal(2, TableSource.Read("{\"a\":1}\r\n\r\n{\"a\":2}\r\n", "d.jsonl", small).Rows.Count);
    }

    [Fact]
    public void Reading_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var stream = new MemoryStream("a,b\n1,2\n"u8.ToArray());
        Assert.Throws<OperationCanceledException>(() => TableReader.Read(stream, "list.csv", stop: stop.Token));
    }

    private static void Fill(Stream stream, int megabytes)
    {
        var block = Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024));
        for (var i = 0; i < megabytes; i++)
        {
            stream.Write(block);
        }
    }

    /// <summary>Letters without end, made as they are read.</summary>
    private sealed class Zeros(long length, bool seekable) : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => seekable;

        public override bool CanWrite => false;

        public override long Length => seekable ? length : throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Taken);
            buffer.AsSpan(offset, read).Fill((byte)'a');
            Taken += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = offset;

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
