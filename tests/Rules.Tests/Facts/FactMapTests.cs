using Haechi.Rules.Facts;

namespace Haechi.Rules.Tests.Facts;

public class FactMapTests
{
    private static FactRecord One(string yaml, string csv) => Assert.Single(MapCase.Read(yaml, csv).Inventory.Systems).Record;

    [Theory]
    [InlineData("Live")]
    [InlineData("  LIVE ")]
    [InlineData("\"in \u00A0 Use\"")]
    [InlineData("\"in\nuse\"")]
    [InlineData("in\u00A0use\u200B")]
    public void Spellings_differ_in_case_and_space_only(string cell)
    {
        var record = One("facts: {stage: {column: Stage, values: {live: live, 'In use': live}}}", $"Stage,x\n{cell},1\n");
        Assert.Equal("live", record["stage"]?.Shown);
    }

    [Fact]
    public void Composed_and_decomposed_Hangul_are_the_same()
    {
        var decomposed = "사용 중".Normalize(System.Text.NormalizationForm.FormD);
        var record = One("facts: {stage: {column: 상태, values: {사용 중: live}}}", $"{"상태".Normalize(System.Text.NormalizationForm.FormD)},x\n{decomposed},1\n");
        Assert.Equal("live", record["stage"]?.Shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[]")]
    [InlineData("[ ]")]
    [InlineData("['']")]
    public void A_blank_and_an_empty_list_stay_unknown_and_are_not_listed(string cell)
    {
        var (inventory, _) = MapCase.Read(
            "facts: {traits: {column: T, list: true, values: {Age: age}}, stage: {column: T, values: {Live: live}}}", $"T,x\n{cell},1\n");
        Assert.Empty(Assert.Single(inventory.Systems).Record.Facts);
        Assert.Empty(inventory.Unread);
    }

    [Fact]
    public void A_spelling_that_means_no_answer_is_unknown_and_not_listed()
    {
        var (inventory, _) = MapCase.Read("facts: {personal: {column: P, values: {Yes: true, 'N/A': ~, TBD: null}}}", "P,x\nn/a,1\nTBD,2\nyes,3\n");
        Assert.Empty(inventory.Unread);
        Assert.Equal([false, false, true], inventory.Systems.Select(s => s.Record["personal"] is not null));
    }

    [Fact]
    public void A_value_that_the_map_does_not_know_is_unknown_and_listed_with_its_rows()
    {
        var (inventory, findings) = MapCase.Read("facts: {personal: {column: P, values: {Yes: true, No: false}}}", "P,x\nmaybe,1\nYes,2\nMAYBE,3\nperhaps,4\n");
        Assert.Equal(["maybe", "perhaps"], inventory.Unread.Select(u => u.Value));
        Assert.Equal(2, inventory.Unread[0].Count);
        Assert.Equal([2, 4], inventory.Unread[0].Lines);
        Assert.Equal(2, findings.All.Count(f => f.Code == "unread-value"));
        Assert.Null(inventory.Systems[0].Record["personal"]);
    }

    [Theory]
    [InlineData("['Age', 'Sex']")]
    [InlineData("Age; Sex")]
    [InlineData("Age|sex")]
    public void A_cell_may_hold_several_values(string cell)
    {
        var record = One("facts: {traits: {column: T, list: true, values: {Age: age, Sex: sex}}}", $"T,x\n\"{cell}\",1\n");
        Assert.Equal(["age", "sex"], ((SetFact)record["traits"]!).Values);
    }

    [Fact]
    public void One_unknown_item_leaves_the_whole_set_unknown()
    {
        var (inventory, _) = MapCase.Read("facts: {traits: {column: T, list: true, values: {None: none, Age: age}}}", "T,x\n\"['Age', 'Height']\",1\n");
        Assert.Null(inventory.Systems[0].Record["traits"]);
        Assert.Equal("Height", Assert.Single(inventory.Unread).Value);
    }

    [Fact]
    public void Dates_numbers_and_texts_are_read_by_type_and_what_is_none_is_listed()
    {
        var (inventory, _) = MapCase.Read(
            "facts: {started_on: {column: D}, users: {column: U}, why: {column: W}}", "D,U,W\n2025-03-02,\"1,200\",Because.\nsoon,-1,  \n");
        Assert.Equal(["2025-03-02", "1200", "Because."], inventory.Systems[0].Record.Facts.Values.Select(f => f.Shown));
        Assert.Empty(inventory.Systems[1].Record.Facts);
        Assert.Equal(["-1", "soon"], inventory.Unread.Select(u => u.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Repeated_headers_are_told_apart_and_one_column_may_give_several_facts()
    {
        var record = One("facts: {why: {column: 'Note#2'}, personal: {column: P, values: {y: true}}, stage: {column: P, values: {y: live}}}", "Note,P,Note\nfirst,y,second\n");
        Assert.Equal("second", record["why"]?.Shown);
        Assert.Equal("live", record["stage"]?.Shown);
        Assert.EndsWith(":2, Note#2", record["why"]!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void No_row_is_lost_to_a_blank_or_repeated_id()
    {
        var (inventory, findings) = MapCase.Read("id: [A, N]\nfacts: {why: {column: W}}", "A,N,W\nx,1,a\nx,1,b\nx,,c\n,,d\nx,1,e\n");
        Assert.Equal(["x/1", "x/1#3", "x#4", "#5", "x/1#6"], inventory.Systems.Select(s => s.Record.Id));
        Assert.Equal([4, 5], inventory.BlankIds);
        Assert.Equal([3, 6], inventory.RepeatedIds);
        Assert.Contains(findings.All, f => f.Code == "blank-id" && f.Severity == Severity.Warning);
    }

    [Fact]
    public void Ragged_rows_are_read_as_far_as_they_go_and_told()
    {
        var (inventory, findings) = MapCase.Read("facts: {why: {column: W}, stage: {column: S, values: {live: live}}}", "W,S\nshort\nlong,live,extra\n");
        Assert.Equal(2, inventory.Systems.Count);
        Assert.Null(inventory.Systems[0].Record["stage"]);
        Assert.Equal("live", inventory.Systems[1].Record["stage"]?.Shown);
        Assert.Contains(findings.All, f => f.Code == "ragged");
    }

    [Fact]
    public void A_missing_column_is_a_warning_at_its_place_in_the_map()
    {
        var (inventory, findings) = MapCase.Read("facts:\n  why: {column: Reason}\n  users: {column: Usrs}", "Users,x\n3,1\n");
        Assert.Equal(["Reason", "Usrs"], inventory.MissingColumns.Select(c => c.Header));
        var finding = findings.All.Last(f => f.Code == "missing-column");
        Assert.Equal(("map.yaml", 5), (finding.Place.File, finding.Place.Line));
        Assert.Contains("Users", finding.Message.In("en"), StringComparison.Ordinal);
        Assert.Empty(inventory.Systems[0].Record.Facts);
    }

    [Theory]
    [InlineData("facts: {stgae: {column: x}}", "unknown-name", 3)]
    [InlineData("facts:\n  stage:\n    column: x\n    values: {a: lvie}", "wrong-value", 6)]
    [InlineData("facts: {models: {column: x}}", "wrong-type", 3)]
    [InlineData("facts: {why: {column: x, list: true}}", "wrong-type", 3)]
    [InlineData("facts: {why: {column: x}}\ndeclared: {rsiky: {column: x, values: {a: HIGH}}}", "unknown-name", 4)]
    [InlineData("facts: {why: {column: x}}\ndeclared: {risky: {column: x, values: {a: high}}}", "wrong-value", 4)]
    [InlineData("facts: {why: {column: x}}\nshow: [hwy]", "unknown-name", 4)]
    public void What_the_books_do_not_declare_is_an_error_with_its_place(string yaml, string code, int line)
    {
        var (inventory, findings) = MapCase.Read(yaml, "x,y\na,b\n");
        var error = Assert.Single(findings.All, f => f.Severity == Severity.Error);
        Assert.Equal((code, "map.yaml", line), (error.Code, error.Place.File, error.Place.Line));
        Assert.True(error.Place.Column > 0 && error.Message.Has("ko") && error.Message.Has("en"));
        Assert.Empty(inventory.Systems);
    }

    [Theory]
    [InlineData("facts: {why: {colunm: x}}")]
    [InlineData("facts: {why: x}")]
    [InlineData("facts: [why]")]
    [InlineData("nmae: x\nfacts: {why: {column: x}}")]
    [InlineData("name: x")]
    [InlineData("facts: {stage: {column: x, values: {a: [live]}}}")]
    [InlineData("facts: {stage: {column: x, values: {A: live, a: planned}}}")]
    [InlineData("facts: {stage: {column: x, list: yes}}")]
    [InlineData("facts: {why: {column: x}}\ndeclared: {risky: {column: x}}")]
    [InlineData("facts: {why: {column: &a x}}")]
    [InlineData("\t\"")]
    public void A_malformed_map_is_refused_with_its_place(string yaml)
    {
        var findings = new Findings();
        Assert.Null(MapCase.Map(yaml, findings));
        Assert.All(findings.All, f => Assert.True(f.Place.Line > 0, f.ToLine("en")));
        Assert.True(findings.HasErrors);
    }

    [Fact]
    public void A_declared_class_is_kept_apart_and_a_blank_declares_nothing()
    {
        var (inventory, _) = MapCase.Read("facts: {why: {column: W}}\ndeclared: {risky: {column: R, values: {y: HIGH, n: NOT}}}", "W,R\na,Y\nb,n\nc,\nd,hm\n");
        Assert.Equal([Outcome.Yes, Outcome.No, null, null], inventory.Systems.Select(s => s.Declared.TryGetValue("risky", out var d) ? d.Outcome : (Outcome?)null));
        Assert.Equal("risky", Assert.Single(inventory.Unread).For);
    }

    [Fact]
    public void A_JSON_array_reads_like_a_table()
    {
        var (inventory, _) = MapCase.Read(
            "id: n\nfacts: {personal: {column: p, values: {'true': true}}, traits: {column: t, list: true, values: {Age: age}}, users: {column: u}, why: {column: w}}",
            """[{"n": 7, "p": true, "t": ["Age"], "w": null}, {"u": 3, "n": "x"}]""", ".json");
        Assert.Equal(["7", "x"], inventory.Systems.Select(s => s.Record.Id));
        Assert.Equal(["true", "[age]"], inventory.Systems[0].Record.Facts.Values.Select(f => f.Shown));
        Assert.Equal("3", inventory.Systems[1].Record["users"]?.Shown);
    }

    [Fact]
    public void No_mutilated_map_or_inventory_brings_the_reader_down()
    {
        const string Whole = "id: [A, B]\nname: N\nfacts:\n  stage: {column: S, values: {Live: live, 'Not yet': planned, TBD: ~}}\n"
            + "  traits: {column: T, list: true, values: {Age: age}}\n  started_on: {column: D}\ndeclared:\n  risky: {column: R, values: {y: HIGH}}\nshow: [why]\n";
        const string Csv = "A,B,N,S,T,D,R\n1,2,\"a, b\",Live,\"['Age', \"\"x\"\"]\",2025-01-02,y\n1,2,,TBD,Age|,soon,n\n";
        const string Odd = "\"'[]{}:,&*!|>#%@`\\\n\t\u00A0\0\uFEFF가;~-?";
        var random = new Random(20261122);
        for (var i = 0; i < 1500; i++)
        {
            var findings = new Findings();
            var map = MapCase.Map(Mutate(Whole, i % 3 == 0 ? 0 : 2), findings);
            if (MapCase.TryTable(Mutate(Csv, 3), new Findings()) is { } table && map is not null)
            {
                MappedInventory.Of(map, table, MapCase.Shared, findings);
            }
            Assert.All(findings.All, f => Assert.NotEmpty(f.Place.File));
        }

        string Mutate(string text, int times)
        {
            for (; times > 0; times--)
            {
                var at = random.Next(text.Length);
                var cut = random.Next(0, Math.Min(6, text.Length - at));
                text = text.Remove(at, cut).Insert(at, Odd[random.Next(Odd.Length)].ToString());
            }
            return text;
        }
    }
}
