using Haechi.Tower.Register.Importing;
using Haechi.Tower.Register.Matching;
using Haechi.Tower.Storage;

namespace Haechi.House.Tests.Matching;

/// <summary>
/// The published mappings of agencies' own headers to the official columns. Each agency is asked about with what was learned from all others, with nothing learned, and with the program's own word
/// list robbed of every phrase that says one of the agency's headings, as if that phrase had been written down from it. "Renamed" is what the keeper of the mappings marked as such: the header
/// is not the official one, be it by a word or altogether. Of the file's 717 lines 149 name a column that the agency's file did not have and 3 a header without official column, so 565 can be asked.
/// </summary>
public sealed class ColumnMappingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void Columns_of_an_agency_are_found_when_it_is_left_out(bool learning, bool unheard)
    {
        var count = Measure(UsData.Target2025(), learning, unheard, out var wrong);
        output.WriteLine($"{(learning ? "learned from the others" : "nothing learned")}{(unheard ? ", its phrases unheard" : "")}: {count}");
        wrong.ForEach(output.WriteLine);
        Assert.Equal(717, UsData.Rows("data/us/omb_column_mappings.csv").Count());
        Assert.True(count.First >= 0.95 * count.Pairs, $"first: {count}");
        Assert.True(count.RenamedFirst >= 0.70 * count.Renamed, $"renamed first: {count}");
        Assert.True(count.Pairs - count.WithinThree <= (unheard ? 1 : 0), $"within three: {count}");
        Assert.Equal(count.NoField, count.NoFieldUnmatched);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_profile_that_the_command_uses_finds_them_as_well(bool unheard)
    {
        var reader = new InventoryReader(new TowerOptions { DataFolder = Path.GetTempPath(), RulebooksFolder = Path.Combine(Repository.Root, "rulebooks"), ProfilesFolder = Path.Combine(Repository.Root, "profiles") });
        var count = Measure(InventoryReader.TargetOf(reader.Profiles().Find("us-federal-2025")!), false, unheard, out var wrong);
        output.WriteLine($"{count}");
        wrong.ForEach(output.WriteLine);
        Assert.True(count.First >= 0.95 * count.Pairs && count.RenamedFirst >= 0.70 * count.Renamed, $"{count}");
    }

    private static Count Measure(Target target, bool learning, bool unheard, out List<string> wrong)
    {
        var pairs = UsData.Pairs();
        var count = default(Count);
        wrong = [];
        foreach (var agency in pairs.GroupBy(p => p.Agency, StringComparer.Ordinal))
        {
            var learned = LearnedExamples.Of(
                pairs.Where(p => learning && p.Agency != agency.Key).Select(p => new LearnedHeader(p.Original, p.Field.Length == 0 ? null : p.Field, 1)), []);
            var asked = agency.ToList();
            var known = unheard ? target.Without(asked.Where(p => p.IsRenamed).Select(p => p.Original)) : target;
            var matches = ColumnMatcher.Match(known, [.. asked.Select(p => new SourceColumn(p.Original, []))], learned);
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
