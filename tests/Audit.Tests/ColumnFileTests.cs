using System.Text;
using Haechi.Audit.Cells;
using Haechi.Audit.Columns;
using Haechi.Audit.Inference;
using Haechi.Audit.Reading;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests;

/// <summary>A column file is the data again: every plan gives the same bytes, and a damaged file is refused or changes nothing.</summary>
public sealed class ColumnFileTests
{
    private static readonly CellSpec Plain = new() { Attributes = [new AttributeSpec("g", "g", DimensionRole.Group), new AttributeSpec("age", "age", DimensionRole.Group, [20, 40])], Decision = "d" };

    public static TheoryData<string> Kinds => ["plain", "bands", "scores", "weights", "filters", "identifiers", "crossed"];

    private static CellSpec Spec(string kind) => kind switch
    {
        "bands" => Plain with { Attributes = [new AttributeSpec("age", "age", DimensionRole.Control, [30])], MissingTokens = ["?"] },
        "scores" => Plain with { Score = "s", At = .5, Decision = null, KeepScores = true, Outcome = "d" },
        "weights" => Plain with { Weight = "s", Count = "n" },
        "filters" => Plain with { Filters = [new RowFilter("g", null, ["b"], null, null), new RowFilter("age", null, null, 25, null)] },
        "identifiers" => Plain with { Filters = [new RowFilter("id", null, ["r17"], null, null)] },
        "crossed" => Plain with { Attributes = [Plain.Attributes[0], new AttributeSpec("s", "s", DimensionRole.Group), new AttributeSpec("n", "n", DimensionRole.Group), new AttributeSpec("years", "age", DimensionRole.Group)] },
        _ => Plain with { Attributes = [Plain.Attributes[0]] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_plan_counts_the_same_bytes_from_a_column_file(string kind)
    {
        // Two parts, rows that cannot be used, line breaks in values, more identifiers than a dictionary holds.
        using var data = new TemporaryFile(Rows(300_000), ".csv");
        using var stored = new TemporaryFile([], ".columns");
        var told = ColumnFile.Write(data.Path, stored.Path, threads: 2);
        Assert.True(told.Malformed > 0 && told.Rows > 299_000);
        var expected = Bytes(DataFile.Read(data.Path, Spec(kind), 1));
        Assert.Equal(expected, Bytes(DataFile.Read(stored.Path, Spec(kind), 1)));
        Assert.Equal(expected, Bytes(DataFile.Read(stored.Path, Spec(kind), 2)));
        using var again = new TemporaryFile([], ".columns");
        ColumnFile.Write(data.Path, again.Path, threads: 1);
        Assert.True(File.ReadAllBytes(stored.Path).AsSpan().SequenceEqual(File.ReadAllBytes(again.Path)));
    }

    [Theory]
    [InlineData("cp949", ".csv")]
    [InlineData("utf-16", ".csv")]
    [InlineData("utf-8", ".jsonl")]
    public void Encodings_and_JSON_lines_are_stored_too(string name, string extension)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = name switch { "cp949" => Encoding.GetEncoding(949), "utf-16" => Encoding.Unicode, _ => new UTF8Encoding(false) };
        var text = extension == ".csv" ? "g,age,d\n여,1,1\n남,30,0\n\"남,\n\"\"성\",50,1\n,,\n" : "{\"g\":\"여\",\"age\":1,\"d\":1}\nnone\n{\"g\":\"\\uac00\",\"d\":true}\n";
        using var data = new TemporaryFile([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], extension);
        using var stored = new TemporaryFile([], ".columns");
        ColumnFile.Write(data.Path, stored.Path, ["g", "age", "d"]);
        Assert.Equal(Bytes(DataFile.Read(data.Path, Plain, 1)), Bytes(DataFile.Read(stored.Path, Plain, 1)));
    }

    [Fact]
    public void Only_the_columns_that_are_kept_are_there_and_a_missing_one_is_named()
    {
        using var data = new TemporaryFile(Rows(100), ".csv");
        using var stored = new TemporaryFile([], ".columns");
        ColumnFile.Write(data.Path, stored.Path, ["g", "d"]);
        Assert.Equal(-1, File.ReadAllBytes(stored.Path).AsSpan().IndexOf("r17"u8));
        Assert.Contains("no column 'age'; the columns are: g, d", Assert.Throws<AuditRefusedException>(() => DataFile.Read(stored.Path, Plain, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<AuditRefusedException>(() => ColumnFile.Write(data.Path, stored.Path, ["g", "nowhere"]));
        Assert.Throws<AuditRefusedException>(() => ColumnFile.Write(data.Path + ".none", stored.Path));
        Assert.Equal(2, ColumnFile.Write(data.Path, stored.Path, ["g", "d"]).Columns.Count);
    }

    [Fact]
    public void A_file_without_rows_has_none()
    {
        using var data = new TemporaryFile("g,age,d\n"u8.ToArray(), ".csv");
        using var stored = new TemporaryFile([], ".columns");
        ColumnFile.Write(data.Path, stored.Path);
        Assert.Equal(0, DataFile.Read(stored.Path, Plain, 2).Table.Rows);
    }

    /// <summary>Bits turned, bytes overwritten, ends cut off, bytes put behind: refused, or every count is as before.</summary>
    [Fact]
    public void Damage_is_refused_or_changes_nothing()
    {
        using var data = new TemporaryFile(Rows(700), ".csv");
        using var stored = new TemporaryFile([], ".columns");
        ColumnFile.Write(data.Path, stored.Path);
        var whole = File.ReadAllBytes(stored.Path);
        var expected = new[] { Spec("plain"), Spec("weights") }.Select(s => Bytes(DataFile.Read(stored.Path, s, 1))).ToList();
        var random = new RandomStream(11, 1);
        var (refused, same) = (0, 0);
        for (var i = 0; i < (Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 100_000 : 2_000); i++)
        {
            var bytes = random.Uniform() < .15 ? whole[..(int)(random.Uniform() * whole.Length)] : random.Uniform() < .05 ? [.. whole, 0] : (byte[])whole.Clone();
            for (var flips = (int)(random.Uniform() * 4); bytes.Length > 0 && bytes.Length == whole.Length && flips >= 0; flips--)
            {
                bytes[(int)(random.Uniform() * bytes.Length)] ^= (byte)(1 << (int)(random.Uniform() * 8));
            }
            File.WriteAllBytes(stored.Path, bytes);
            try
            {
                var found = new[] { Spec("plain"), Spec("weights") }.Select(s => Bytes(DataFile.Read(stored.Path, s, 1))).ToList();
                Assert.Equal(expected, found);
                same++;
            }
            catch (AuditRefusedException)
            {
                refused++;
            }
        }
        Assert.True(refused > same, $"{refused} refused, {same} the same");
    }

    /// <summary>Somebody who makes the checksums fit: whatever the directory and the stripes say, the answer is a refusal or a table, never a fault.</summary>
    [Fact]
    public void A_hostile_directory_with_fitting_checksums_is_no_fault()
    {
        using var data = new TemporaryFile(Rows(700), ".csv");
        using var stored = new TemporaryFile([], ".columns");
        ColumnFile.Write(data.Path, stored.Path);
        var whole = File.ReadAllBytes(stored.Path);
        var offset = (int)BitConverter.ToInt64(whole, 16);
        ColumnDirectory good;
        using (var file = ColumnFile.Open(stored.Path))
        {
            good = file.Directory;
        }
        var random = new RandomStream(12, 1);
        var refused = 0;
        for (var i = 0; i < (Environment.GetEnvironmentVariable("HAECHI_LONG") == "1" ? 100_000 : 2_000); i++)
        {
            var body = whole[..offset];
            var directory = good;
            if (i % 2 == 0)
            {
                // All stripes hold any codes at all, under checksums that agree.
                for (var b = ColumnDirectory.HeaderLength; b < body.Length; b++)
                {
                    body[b] = (byte)(random.Bits() & (i % 4 == 0 ? 255UL : 1UL));
                }
                Section Sum(Section s) => s with { Checksum = Checksum.Of(body.AsSpan((int)s.Offset, s.Length)) };
                directory = good with
                {
                    Columns = [.. good.Columns.Select(c => random.Uniform() < .5 ? c with { Dictionary = Sum(c.Dictionary) } : Restored(c, whole, body))],
                    Parts = [.. good.Parts.Select(p => p with { Jumps = Sum(p.Jumps), Stripes = [.. p.Stripes.Select(s => s with { Columns = [.. s.Columns.Select(Sum)] })] })],
                };
            }
            var bytes = directory.ToBytes();
            for (var changes = i % 2 == 0 ? 0 : 1 + (int)(random.Uniform() * 3); changes > 0; changes--)
            {
                bytes[(int)(random.Uniform() * bytes.Length)] = (byte)(random.Uniform() * 256);
            }
            ColumnDirectory.Header(offset, bytes).CopyTo(body, 0);
            File.WriteAllBytes(stored.Path, [.. body, .. bytes]);
            foreach (var spec in new[] { Spec("plain"), Spec("weights") })
            {
                try
                {
                    DataFile.Read(stored.Path, spec, 1);
                }
                catch (AuditRefusedException)
                {
                    refused++;
                }
            }
        }
        Assert.True(refused > 1_000, $"{refused} refused");
    }

    /// <summary>Puts a dictionary back, so that the codes and not the texts are what is wrong.</summary>
    private static StoredColumn Restored(StoredColumn column, byte[] whole, byte[] body)
    {
        var (offset, length) = ((int)column.Dictionary.Offset, column.Dictionary.Length);
        whole.AsSpan(offset, length).CopyTo(body.AsSpan(offset));
        return column;
    }

    [Fact]
    public void Another_version_is_named()
    {
        using var data = new TemporaryFile("g,d\na,1\n"u8.ToArray(), ".csv");
        using var stored = new TemporaryFile([], ".columns");
        ColumnFile.Write(data.Path, stored.Path);
        var bytes = File.ReadAllBytes(stored.Path);
        bytes[8] = 2;
        var sum = Checksum.Of(bytes.AsSpan(0, 56));
        BitConverter.TryWriteBytes(bytes.AsSpan(56), sum.A);
        BitConverter.TryWriteBytes(bytes.AsSpan(60), sum.B);
        File.WriteAllBytes(stored.Path, bytes);
        Assert.Contains("version 2 and this program reads version 1", Assert.Throws<AuditRefusedException>(() => DataFile.Read(stored.Path, Spec("plain"), 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(16, 4)]
    [InlineData(200, 8)]
    [InlineData(60_000, 16)]
    public void Packed_codes_come_back(int distinct, int width)
    {
        Assert.Equal(width, Packing.WidthFor(distinct));
        var random = new RandomStream(5, (ulong)distinct);
        foreach (var rows in (int[])[1, 31, 32, 33, 300, 4096, 4097, Packing.StripeRows])
        {
            var codes = Enumerable.Range(0, rows).Select(_ => (int)(random.Uniform() * distinct)).ToArray();
            var packed = Packing.Pack(codes, width);
            Assert.Equal(Packing.Length(rows, width), packed.Length);
            Assert.Equal(codes, Enumerable.Range(0, rows).Select(r => Packing.At(packed, r, width)));
            for (var from = 0; from < rows; from += Packing.TileRows)
            {
                var count = Math.Min(Packing.TileRows, rows - from);
                var keys = new ushort[(count + Packing.Lanes - 1) / Packing.Lanes * Packing.Lanes];
                keys.AsSpan().Fill(1);
                Assert.Equal(codes.AsSpan(from, count).ToArray().Max(), Packing.Fold(packed, from, width, distinct, keys));
                Assert.Equal(codes.AsSpan(from, count).ToArray().Select(c => (ushort)(distinct + c)), keys.Take(count));
            }
        }
    }

    private static byte[] Rows(int rows)
    {
        var random = new RandomStream(9, 9);
        var text = new StringBuilder("id,g,age,d,s,n\n");
        string[] groups = ["a", "b", "\"two\nlines\"", "가나다라마바사", "\"quo\"\"te\"", ""];
        for (var i = 0; i < rows; i++)
        {
            if (random.Uniform() < .002)
            {
                text.Append("too,few\n\n");
                continue;
            }
            var age = random.Uniform() < .001 ? "old" : random.Uniform() < .01 ? "?" : ((int)(random.Uniform() * 90)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            text.Append('r').Append(i).Append(',').Append(groups[(int)(random.Uniform() * groups.Length)]).Append(',').Append(age).Append(random.Uniform() < .4 ? ",1," : ",0,")
                .Append(random.Uniform() < .001 ? "?" : (random.Bits() % 1000 / 1000.0).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)).Append(',').Append(random.Bits() % 4).Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Bytes(ReadResult read) => Encoding.UTF8.GetString(CellFile.Write(new CellDocument(read.Table, read.Notes)));
}
