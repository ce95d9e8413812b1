using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

public sealed class ColumnMatcherTests
{
    private static readonly string[] Mails = [.. Enumerable.Range(1, 30).Select(i => $"officer{i}@city.example")];

    private static readonly string[] Days = [.. Enumerable.Range(1, 30).Select(i => $"2025-03-{i:00}")];

    private static readonly string[] Stages = [.. Enumerable.Range(1, 30).Select(i => i % 3 == 0 ? "운영 중" : i % 3 == 1 ? "시범 운영" : "폐기")];

    [Fact]
    public void A_header_equal_but_for_case_number_and_punctuation_is_sure()
    {
        var match = One("12) LIFE CYCLE_STATUS*");
        Assert.Equal("lifecycle", match.Field);
        Assert.True(match.Confidence >= 0.98);
        Assert.Equal(Evidence.SameName, match.Evidence);
    }

    [Fact]
    public void What_is_near_to_nothing_is_unmatched_and_asked()
    {
        var match = One("Favourite colour of the mayor");
        Assert.Null(match.Field);
        Assert.Contains("choose", match.Reason.In("en"), StringComparison.Ordinal);
        Assert.True(match.Reason.Has("ko"));
    }

    [Fact]
    public void Cells_decide_where_the_header_says_nothing()
    {
        var matches = ColumnMatcher.Match(UsData.Target2025(), [new SourceColumn("Column 1", Mails), new SourceColumn("", Days)]);
        Assert.Equal(["contact_email", "operational_date"], matches.Select(m => m.Field));
        Assert.All(matches, m => Assert.Equal(Evidence.Content, m.Evidence));
    }

    [Fact]
    public void A_misleading_header_does_not_beat_telling_cells()
    {
        var matches = ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("Name", Days), new SourceColumn("Theme", Stages)]);
        Assert.NotEqual("name", matches[0].Field);
        Assert.Equal("lifecycle", matches[1].Field);
        Assert.Equal(Evidence.Content, matches[1].Evidence);
    }

    [Fact]
    public void Cells_that_cannot_be_the_fields_lower_its_confidence()
    {
        var without = One("Date of going live");
        var against = One("Date of going live", [.. Enumerable.Range(1, 30).Select(i => $"https://city.example/{i}")]);
        Assert.True(against.Confidence < without.Confidence);
        Assert.NotEqual("live_on", against.Field);
    }

    [Fact]
    public void Blank_cells_are_no_evidence()
    {
        var blank = One("Date of going live", [.. Enumerable.Repeat(" ", 30), "N/A", "해당 없음", "TBD"]);
        Assert.Equal(One("Date of going live").Confidence, blank.Confidence);
    }

    [Fact]
    public void Each_field_is_given_to_one_column_and_the_other_one_learns_why()
    {
        var matches = ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("Purpose of use", []), new SourceColumn("Purpose", [])]);
        Assert.Equal("purpose", matches[1].Field);
        Assert.NotEqual("purpose", matches[0].Field);
        Assert.Equal("purpose", matches[0].Alternatives[0].Id);
        Assert.Contains("'Purpose'", matches[0].Reason.In("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nine_columns_with_one_header_are_told_apart_by_the_column_before_them()
    {
        var headers = UsData.Table("data/us/2024_consolidated_ai_inventory_raw_v2.csv").Headers.Select(h => h.Split('#')[0]).ToList();
        var target = Target.OfColumns(headers);
        var matches = ColumnMatcher.Match(target, [.. headers.Select(h => new SourceColumn(h, []))]);
        Assert.Equal(target.Fields.Select(f => f.Id), matches.Select(m => m.Field));

        // Pairs of question and explanation in another order: the explanation goes with its question.
        var pairs = Enumerable.Range(1, headers.Count - 1).Where(i => headers[i].StartsWith("If Other", StringComparison.Ordinal)).Select(i => (headers[i - 1], target.Fields[i].Id)).Reverse().ToList();
        var turned = ColumnMatcher.Match(target, [.. pairs.SelectMany(p => new[] { new SourceColumn(p.Item1, []), new SourceColumn("If Other, please explain.", []) })]);
        Assert.Equal(9, pairs.Count);
        Assert.Equal(pairs.Select(p => p.Id), turned.Where((_, i) => i % 2 == 1).Select(m => m.Field));
    }

    [Fact]
    public void A_question_for_an_explanation_is_no_field_of_its_own()
    {
        var matches = ColumnMatcher.Match(UsData.Target2025(), [new SourceColumn("Use Case Topic Area", []), new SourceColumn("If Other, please explain.", [])]);
        Assert.Null(matches[1].Field);
    }

    [Fact]
    public void The_order_of_the_columns_does_not_matter()
    {
        var target = UsData.Target2025();
        var columns = UsData.Columns(UsData.Table("data/us/2024_consolidated_ai_inventory_raw.csv")).Take(36).ToList();
        var random = new Random(7);
        var shuffled = columns.OrderBy(_ => random.Next()).ToList();
        var before = ColumnMatcher.Match(target, columns).Where(m => m.Evidence != Evidence.Order).ToDictionary(m => m.Column, m => m.Field);
        var after = ColumnMatcher.Match(target, shuffled).ToDictionary(m => m.Column, m => m.Field);
        var same = before.Where(b => b.Value is not null).Count(b => after[b.Key] == b.Value);
        Assert.True(same >= before.Count(b => b.Value is not null) - 1);
    }

    [Fact]
    public void A_header_that_was_cut_is_found_by_its_beginning()
    {
        var match = ColumnMatcher.Match(UsData.Target2025(), [new SourceColumn("What are the expected benefits and positive out...", [])])[0];
        Assert.Equal("benefits", match.Field);
        Assert.True(match.Confidence > 0.95);
    }

    [Fact]
    public void Only_a_sample_of_the_cells_is_read()
    {
        var cells = new CountingCells(1_000_000);
        ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn("Date of going live", cells)]);
        Assert.InRange(cells.Read, 1, 1_000);
    }

    private static ColumnMatch One(string header, params string[] cells) => ColumnMatcher.Match(RegisterTarget.Fields, [new SourceColumn(header, cells)])[0];

    private sealed class CountingCells(int count) : IReadOnlyList<string>
    {
        public int Read { get; private set; }

        public int Count => count;

        public string this[int index]
        {
            get
            {
                Read++;
                return $"2025-01-{(index % 28) + 1:00}";
            }
        }

        public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, count).Select(i => this[i]).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
