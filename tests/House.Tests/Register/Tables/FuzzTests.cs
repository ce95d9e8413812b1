using System.Text;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>Damaged files of every format: always a table or a refusal, never an exception. The seed is fixed, so that a failure comes back.</summary>
public sealed class FuzzTests
{
    private static readonly byte[][] Nasty =
    [
        "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), "\r"u8.ToArray(), "\r\n"u8.ToArray(), "\t"u8.ToArray(), ";"u8.ToArray(), [0], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xED, 0xA0, 0x80], [0xB0, 0xA1], [0x92],
        "'"u8.ToArray(), "("u8.ToArray(), ")"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), "\\ud800"u8.ToArray(), "/*"u8.ToArray(), "--"u8.ToArray(), "<"u8.ToArray(), "&#xD800;"u8.ToArray(), "=1+1"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0x7F],
    ];

    public static TheoryData<string> Kinds => ["csv", "csv-cp949", "tsv-utf16", "json", "jsonl", "sql", "xlsx", "xlsx-part"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_gives_a_table_or_a_refusal(string kind)
    {
        var random = new Random(20261122);
        var whole = Sound(kind);
        Assert.True(TableSource.Try(whole, "list." + kind[..3]).Done);
        // A quarter thousand of each kind: two thousand files.
        for (var i = 0; i < 250; i++)
        {
            var bytes = kind == "xlsx-part" ? DamagedPart(whole, random) : Damaged(whole, random);
            var result = TableSource.Try(bytes, "list." + kind[..3]);
            if (!result.Done)
            {
                TableSource.Refused(result);
                continue;
            }
            Assert.NotEmpty(result.Value.Columns);
            Assert.Equal(result.Value.Columns.Count, result.Value.Columns.Select(c => c.Key).Distinct().Count());
            if (result.Value.Format is TableFormat.Csv or TableFormat.Tsv)
            {
                Assert.Equal(bytes, TableSource.Written(result.Value));
            }
        }
    }

    private static byte[] Damaged(byte[] whole, Random random)
    {
        var bytes = new List<byte>(whole);
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes.InsertRange(at, Nasty[random.Next(Nasty.Length)]);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), bytes.Count / 4));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
            if (bytes.Count == 0)
            {
                bytes.Add(0x41);
            }
        }
        return [.. bytes];
    }

    /// <summary>A sound archive around a damaged part: the container's checks do not help here.</summary>
    private static byte[] DamagedPart(byte[] whole, Random random)
    {
        string[] parts = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"];
        return Workbooks.Edited(whole, parts[random.Next(parts.Length)], xml => Encoding.UTF8.GetString(Damaged(Encoding.UTF8.GetBytes(xml), random)));
    }

    private static byte[] Sound(string kind)
    {
        const string csv = "관리번호,시스템명,\"비고, 기타\",If Other,If Other\r\n1,챗봇,\"여러\n줄\",a,\r\n2,신호,\"\"\"인용\"\"\",b,c\r\n\r\n3,복지,=1+1,d,e\r\n";
        const string sql = "CREATE TABLE t (id int, n text);\nINSERT INTO t (id, n) VALUES (1, 'it''s'), (2, NULL);\n-- note\nINSERT INTO u (id, t_id, v) VALUES (1, 1, E'a\\nb'), (2, 2, now());\n";
        return kind switch
        {
            "csv-cp949" => TableSource.CodePage(949).GetBytes(csv),
            "tsv-utf16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(csv.Replace(',', '\t'))],
            "json" => Encoding.UTF8.GetBytes("[{\"a\":\"가\",\"b\":[1,{\"x\":null}],\"c\":1.50},{\"a\":null,\"d\":true},{\"a\":\"\\u00e9\"}]"),
            "jsonl" => Encoding.UTF8.GetBytes("{\"a\":\"가\",\"b\":1}\n{\"a\":\"나\",\"c\":null}\n"),
            "sql" => Encoding.UTF8.GetBytes(sql),
            "xlsx" or "xlsx-part" => Workbooks.Of(["A1:B1"], ("S", [["a", "b", "c"], ["x", 1.5, Workbooks.Date(45356, 1)], ["y", true, Workbooks.Formula("1+1", "2")]])),
            _ => Encoding.UTF8.GetBytes(csv),
        };
    }
}
