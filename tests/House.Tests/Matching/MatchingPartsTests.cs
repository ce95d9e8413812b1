using System.Text;
using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

public sealed class MatchingPartsTests
{
    [Theory]
    [InlineData("3_bureau", "bureau")]
    [InlineData("12. Bureau", "bureau")]
    [InlineData("Q12: Bureau", "bureau")]
    [InlineData("2.1 Bureau", "bureau")]
    [InlineData("(b) Bureau", "bureau")]
    [InlineData("③ Bureau", "bureau")]
    [InlineData("가. 부서", "부서")]
    [InlineData("**Bureau**", "bureau")]
    [InlineData("Bureau \\[Agency\\]", "bureauagency")]
    [InlineData("Bureau#3", "bureau")]
    [InlineData("부서", "부서")]
    [InlineData("2024", "2024")]
    [InlineData("3D model", "3dmodel")]
    public void Numbering_and_marks_say_nothing(string header, string folded) => Assert.Equal(folded, HeaderText.Folded(header));

    [Theory]
    [InlineData("Retired ñ reported in the agencyís prior yearís list", "Retired – reported in the agency’s prior year’s list")]
    [InlineData("the agencyâ€™s", "the agency’s")]
    [InlineData("El niño llegó así", "El niño llegó así")]
    [InlineData("país", "país")]
    public void Damaged_punctuation_is_repaired_and_letters_stay(string text, string repaired) => Assert.Equal(repaired, Mojibake.Repair(text));

    [Theory]
    [InlineData("developed", "development")]
    [InlineData("assessments", "assessed")]
    [InlineData("classification", "classified")]
    [InlineData("operational", "operation")]
    [InlineData("부서", "부서의")]
    public void Forms_of_a_word_have_one_stem(string one, string other) => Assert.Equal(Stems.Of(one), Stems.Of(other));

    [Theory]
    [InlineData("officer@city.example", CellShape.Mail)]
    [InlineData("https://city.example/a?b=c", CellShape.Link)]
    [InlineData("2025-03-01", CellShape.Date)]
    [InlineData("2025년 3월", CellShape.Date)]
    [InlineData("FY2025", CellShape.Date)]
    [InlineData("Q3 2024", CellShape.Date)]
    [InlineData("2024", CellShape.Date)]
    [InlineData("1,204", CellShape.Number)]
    [InlineData("HN-001", CellShape.Code)]
    [InlineData("예", CellShape.YesNo)]
    [InlineData("복지정책과", CellShape.Words)]
    public void Cells_are_known_by_their_shape(string cell, CellShape shape) => Assert.Equal(shape, Shapes.Of(cell));

    [Fact]
    public void The_assignment_is_the_best_of_all()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var (fields, columns) = (random.Next(1, 5), random.Next(1, 5));
            var gain = Enumerable.Range(0, fields).Select(_ => Enumerable.Range(0, columns).Select(_ => random.Next(3) == 0 ? 0 : random.NextDouble()).ToArray()).ToArray();
            var given = Assignment.Best(gain, columns);
            var taken = given.Where(f => f >= 0).ToList();
            Assert.Equal(taken.Count, taken.Distinct().Count());
            Assert.Equal(BestByTrying(gain, 0, columns, 0), given.Select((f, c) => f < 0 ? 0 : gain[f][c]).Sum(), 9);
        }
    }

    [Fact]
    public void No_header_and_no_cell_is_too_odd()
    {
        var random = new Random(11);
        for (var round = 0; round < 150; round++)
        {
            var columns = Enumerable.Range(0, random.Next(0, 12)).Select(_ => new SourceColumn(Odd(random), [.. Enumerable.Range(0, random.Next(0, 8)).Select(_ => Odd(random))])).ToList();
            var matches = ColumnMatcher.Match(RegisterTarget.Fields, columns);
            Assert.Equal(columns.Select(c => c.Header), matches.Select(m => m.Column));
            Assert.All(matches, m => Assert.True(m.Confidence is >= 0 and <= 1 && m.Alternatives.Count <= 3 && m.Reason.Has("ko") && m.Reason.Has("en")));
            var taken = matches.Where(m => m.Field is not null).Select(m => m.Field).ToList();
            Assert.Equal(taken.Count, taken.Distinct().Count());
        }
    }

    [Fact]
    public void A_target_without_fields_and_a_file_without_columns_are_fine()
    {
        Assert.Empty(ColumnMatcher.Match(RegisterTarget.Fields, []));
        Assert.Null(ColumnMatcher.Match(Target.Of(new List<TargetField>()), [new SourceColumn("Name", ["a"])])[0].Field);
    }

    [Fact]
    public void Every_stem_of_the_thesaurus_leads_to_its_field()
    {
        foreach (var (concept, phrases) in Thesaurus.Default.Fields)
        {
            Assert.All(phrases, p => Assert.Contains(concept, FieldConcepts.Default.Of(Terms.VariantsOf(p.TrimStart('~'))).Keys));
        }
    }

    private static double BestByTrying(double[][] gain, int column, int columns, int used)
    {
        if (column == columns)
        {
            return 0;
        }
        var best = BestByTrying(gain, column + 1, columns, used);
        for (var f = 0; f < gain.Length; f++)
        {
            if ((used & (1 << f)) == 0 && gain[f][column] > 0)
            {
                best = Math.Max(best, gain[f][column] + BestByTrying(gain, column + 1, columns, used | (1 << f)));
            }
        }
        return best;
    }

    private static string Odd(Random random)
    {
        string[] bits = ["name", "부서", "\uD800", "\u0000", "\u200B", "#2", "[", "]", "(", "'", "\"", "...", "…", "1.", "a)", "=cmd()", "<script>", "\r\n", "\t", "ㅂㅈ", "日付", "ñ", "—", "@", "https://", "2025-13-40", "9999999999999999999"];
        var text = new StringBuilder();
        for (var i = random.Next(0, 6); i > 0; i--)
        {
            text.Append(bits[random.Next(bits.Length)]).Append(random.Next(3) == 0 ? " " : "");
        }
        return random.Next(40) == 0 ? text + new string('x', 100_000) : text.ToString();
    }
}
