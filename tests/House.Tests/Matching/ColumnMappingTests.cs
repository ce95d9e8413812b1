using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

/// <summary>
/// The published mappings of agencies' own headers to the official columns. Each agency is asked about with what was learned from all others, and again with nothing
/// learned. "Renamed" is what the keeper of the mappings marked as such: the header is not the official one, be it by a word or altogether.
/// </summary>
public sealed class ColumnMappingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Columns_of_an_agency_are_found_when_it_is_left_out(bool learning)
    {
        var count = Measure(learning, out var wrong);
        output.WriteLine($"{(learning ? "learned from the others" : "nothing learned")}: {count}");
        wrong.ForEach(output.WriteLine);
        Assert.True(count.First >= 0.95 * count.Pairs, $"first: {count}");
        Assert.True(count.RenamedFirst >= 0.70 * count.Renamed, $"renamed first: {count}");
        Assert.Equal(count.Pairs, count.WithinThree);
        Assert.Equal(count.NoField, count.NoFieldUnmatched);
    }

    private static Count Measure(bool learning, out List<string> wrong)
    {
        var target = UsData.Target2025();
        var pairs = UsData.Pairs();
        var count = default(Count);
        wrong = [];
        foreach (var agency in pairs.GroupBy(p => p.Agency, StringComparer.Ordinal))
        {
            var learned = LearnedExamples.Of(
                pairs.Where(p => learning && p.Agency != agency.Key).Select(p => new LearnedHeader(p.Original, p.Field.Length == 0 ? null : p.Field, 1)), []);
            var asked = agency.ToList();
            var matches = ColumnMatcher.Match(target, [.. asked.Select(p => new SourceColumn(p.Original, []))], learned);
            foreach (var (pair, match) in asked.Zip(matches))
            {
                count = count.With(pair, match);
                if (pair.Field.Length > 0 ? match.Field != pair.Field : match.Field is not null)
                {
                    wrong.Add($"{agency.Key}: {pair.Original} -> {pair.Field}; got {match.Field} {match.Confidence} [{string.Join(", ", match.Alternatives.Select(a => $"{a.Id} {a.Confidence}"))}]");
                }
            }
        }
        return count;
    }

    private readonly record struct Count(int Pairs, int First, int WithinThree, int Renamed, int RenamedFirst, int NoField, int NoFieldUnmatched)
    {
        public Count With(UsData.Pair pair, ColumnMatch match)
        {
            if (pair.Field.Length == 0)
            {
                return this with { NoField = NoField + 1, NoFieldUnmatched = NoFieldUnmatched + (match.Field is null ? 1 : 0) };
            }
            var first = match.Field == pair.Field;
            var within = match.Alternatives.Select(a => a.Id).Prepend(match.Field).Where(f => f is not null).Take(3).Contains(pair.Field);
            return this with
            {
                Pairs = Pairs + 1, First = First + (first ? 1 : 0), WithinThree = WithinThree + (within ? 1 : 0),
                Renamed = Renamed + (pair.IsRenamed ? 1 : 0), RenamedFirst = RenamedFirst + (pair.IsRenamed && first ? 1 : 0),
            };
        }
    }
}
