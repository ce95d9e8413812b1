using System.Text;
using Haechi.Tower.Register.Tables;

namespace Haechi.House.Tests.Register.Tables;

/// <summary>JSON, JSON lines and SQL dumps.</summary>
public sealed class RecordFileTests
{
    [Fact]
    public void Objects_become_rows_and_come_back_equal()
    {
        var table = TableSource.Read("[{\"name\":\"가\",\"n\":1.50,\"tags\":[\"x\",\"y\"],\"none\":null},{\"name\":\"=1\",\"extra\":true,\"name\":\"twice\"}]", "list.json");
        Assert.Equal(["name", "n", "tags", "none", "extra", "name#2"], table.Columns.Select(c => c.Key));
        Assert.Equal(["가", "1.50", "[\"x\",\"y\"]", ""], table.Rows[0].Cells);
        var back = TableSource.Read(TableSource.Written(table), "list.json");
        Assert.Equal(table.Columns, back.Columns);
        Assert.Equal(table.Rows.Select(r => string.Join('|', r.Cells)), back.Rows.Select(r => string.Join('|', r.Cells)));
        Assert.Contains("\"n\":1.50,", Encoding.UTF8.GetString(TableSource.Written(table)), StringComparison.Ordinal);
        Assert.Contains("\"none\":null", Encoding.UTF8.GetString(TableSource.Written(table)), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_objects_are_told_by_their_content()
    {
        const string text = "{\"a\":\"가\",\"b\":1}\n{\"a\":\"나\",\"c\":null}\n";
        var table = TableSource.Read(text, "list.txt");
        Assert.Equal(TableFormat.JsonLines, table.Format);
        Assert.Equal(text, Encoding.UTF8.GetString(TableSource.Written(table)));
    }

    [Theory]
    [InlineData("[{\"a\":1},", "not-json")]
    [InlineData("[{\"a\":\"\\ud800\"}]", "not-json")]
    [InlineData("[1,2]", "not-records")]
    [InlineData("{\"data\":[{\"a\":1}]}", "not-records")]
    [InlineData("[]", "empty")]
    public void Json_that_is_no_list_is_refused(string text, string code) => Assert.Equal(code, TableSource.Refused(TableSource.Try(text, "list.json")).Code);

    [Fact]
    public void Deep_json_is_refused_and_does_not_overflow() =>
        Assert.Equal("not-json", TableSource.Refused(TableSource.Try("[{\"a\":" + new string('[', 100_000), "list.json")).Code);

    [Fact]
    public void The_Dutch_records_are_joined_from_six_tables_and_come_back_equal()
    {
        var file = Repository.Shared("data/nl/algoritmeregister-init_testdata-90-records.sql");
        var table = TableReader.ReadFile(file, stop: TestContext.Current.CancellationToken).Value!;
        Assert.Equal((90, 45), (table.Rows.Count, table.Columns.Count));
        Assert.Equal("algemene_informatie", table.Sheet);
        Assert.Empty(table.OtherSheets);
        Assert.Equal("Gemeente Rotterdam", table.Rows[0][table.IndexOf("organization")]);
        Assert.All(table.Rows, r => Assert.Equal(r[table.IndexOf("id")], r[table.IndexOf("inzet.algoritme_id")]));
        var back = TableSource.Read(TableSource.Written(table), "records.sql");
        Assert.Equal(table.Columns, back.Columns);
        Assert.Equal(table.Rows.SelectMany(r => r.Cells), back.Rows.SelectMany(r => r.Cells));
    }

    [Fact]
    public void Quoting_of_both_databases_is_read()
    {
        var table = TableSource.Read("BEGIN;\nINSERT INTO \"public\".\"Sys tem\" (\"Id\", `naam`, [note], at, n) VALUES\n (1, 'it''s -- not; a comment', E'a\\nb', '2024-01-01'::date, -1.5e3),\n (2, NULL, '', now(), TRUE);\nCOMMIT;\n", "d.sql");
        Assert.Equal(["Id", "naam", "note", "at", "n"], table.Columns.Select(c => c.Key));
        Assert.Equal(["1", "it's -- not; a comment", "a\nb", "2024-01-01", "-1.5e3"], table.Rows[0].Cells);
        Assert.Equal(["2", "", "", "now()", "TRUE"], table.Rows[1].Cells.Select(c => c.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal([3, 4], table.Rows.Select(r => r.Line));
    }

    [Fact]
    public void A_dump_without_column_lists_takes_them_from_the_definition()
    {
        var table = TableSource.Read("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, \"name\" TEXT CHECK (length(name) < 5), kind VARCHAR(10, 2), PRIMARY KEY (id));\nINSERT INTO t VALUES(1,'a','b');\n", "d.sql");
        Assert.Equal(["id", "name", "kind"], table.Columns.Select(c => c.Key));
        Assert.Equal("sql", TableSource.Refused(TableSource.Try("INSERT INTO t VALUES(1,'a');", "d.sql")).Code);
    }

    [Fact]
    public void Tables_with_many_rows_for_a_record_are_not_joined_but_named()
    {
        const string text = "INSERT INTO systeem (id, name) VALUES (1,'A'),(2,'B');INSERT INTO doel (id, systeem_id, goal) VALUES (7,2,'g2');INSERT INTO tag (id, systeem_id, tag) VALUES (1,1,'x'),(2,1,'y');";
        var table = TableSource.Read(text, "d.sql");
        Assert.Equal(["id", "name", "doel.id", "systeem_id", "goal"], table.Columns.Select(c => c.Key).Select(k => k == "doel.systeem_id" ? "systeem_id" : k));
        Assert.Equal(["", "g2"], table.Rows.Select(r => r[4]));
        Assert.Equal("tag", Assert.Single(table.OtherSheets).Name);
        Assert.Contains("other-table", TableSource.Codes(table));
        Assert.Equal(2, TableSource.Read(text, "d.sql", new TableOptions(Sheet: "tag")).Rows.Count);
    }

    [Theory]
    [InlineData("INSERT INTO t (a, b) VALUES (1);", "d.sql:1")]
    [InlineData("INSERT INTO t (a, b)\nVALUES (1, 'open", "d.sql:2")]
    [InlineData("INSERT INTO t (a, b)\nVALUES (1, 2", "d.sql:2")]
    public void Broken_sql_is_refused_with_its_line(string text, string where) => Assert.Equal(where, TableSource.Refused(TableSource.Try(text, "d.sql")).Where);

    [Fact]
    public void An_edited_cell_can_never_become_a_statement()
    {
        var table = TableSource.Read("INSERT INTO t (id, n) VALUES (1, 2);", "d.sql");
        var hostile = table with { Rows = [table.Rows[0].With(1, "2); DROP TABLE t; --").With(0, "'")] };
        Assert.Equal("INSERT INTO t (id, n) VALUES ('''', '2); DROP TABLE t; --');\n", Encoding.UTF8.GetString(TableSource.Written(hostile)));
    }
}
