using Haechi.Tower.Register.Matching;

namespace Haechi.House.Tests.Matching;

/// <summary>The published recodings of agencies' values to the official options. Each is asked about with what was learned from all others, and again with nothing learned.</summary>
public sealed class ValueRecodingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true, 0.95)]
    [InlineData(false, 0.90)]
    public void A_value_is_found_when_it_is_left_out(bool learning, double least)
    {
        var target = UsData.Target2025();
        var all = UsData.Recodings();
        int right = 0, taken = 0, takenWrong = 0, rows = 0, rowsRight = 0;
        foreach (var asked in all)
        {
            var others = all.Where(o => learning && !(o.Field == asked.Field && o.Original == asked.Original));
            var learned = LearnedExamples.Of([], others.Select(o => new LearnedValue(o.Field, o.Original, o.Recoded, o.Rows)));
            var match = ValueMatcher.For(target.Fields.Single(f => f.Id == asked.Field), learned).Match(asked.Original);
            // The keeper's list of options misspells one of them ("in-progess"), the recoding does not.
            var isRight = match.First == asked.Recoded || match.First?.Replace("progess", "progress", StringComparison.Ordinal) == asked.Recoded
                || (match.Note is not null && asked.Recoded == $"{match.First} – {match.Note}");
            rows += asked.Rows;
            (right, rowsRight) = isRight ? (right + 1, rowsRight + asked.Rows) : (right, rowsRight);
            taken += match.Kind != ValueKind.Unmatched ? 1 : 0;
            takenWrong += match.Kind != ValueKind.Unmatched && !isRight ? 1 : 0;
            if (!isRight || match.Kind == ValueKind.Unmatched)
            {
                output.WriteLine($"{(isRight ? "asked" : "WRONG")} {asked.Field}: {asked.Original} -> {asked.Recoded}; got {match.Kind} {match.First} {match.Confidence}");
            }
        }
        output.WriteLine($"learning {learning}: {right} of {all.Count} first, {rowsRight} of {rows} rows; {taken} taken, of them {takenWrong} otherwise than the keeper");
        Assert.True(right >= least * all.Count);
        Assert.True(rowsRight >= 0.95 * rows);
        // What is taken without asking is right; the doubtful ones are offered.
        Assert.Equal(0, takenWrong);
    }

    /// <summary>Half of the recodings teach, the other half is asked about; spellings that differ in case, space or punctuation alone stand on the same side.</summary>
    [Fact]
    public void Half_of_the_recodings_are_found_from_the_other_half()
    {
        var target = UsData.Target2025();
        var halves = UsData.Recodings().GroupBy(r => (r.Field, HeaderText.Letters(ValueText.Core(r.Original)))).Select((g, i) => (g, i)).SelectMany(g => g.g.Select(r => (Row: r, Half: g.i % 2))).ToList();
        int right = 0, rows = 0, rowsRight = 0, takenWrong = 0;
        foreach (var (row, half) in halves)
        {
            var learned = LearnedExamples.Of([], halves.Where(h => h.Half != half).Select(h => new LearnedValue(h.Row.Field, h.Row.Original, h.Row.Recoded, h.Row.Rows)));
            var match = ValueMatcher.For(target.Fields.Single(f => f.Id == row.Field), learned).Match(row.Original);
            var isRight = match.First?.Replace("progess", "progress", StringComparison.Ordinal) == row.Recoded || (match.Note is not null && row.Recoded == $"{match.First} – {match.Note}");
            rows += row.Rows;
            (right, rowsRight) = isRight ? (right + 1, rowsRight + row.Rows) : (right, rowsRight);
            takenWrong += match.Kind != ValueKind.Unmatched && !isRight ? 1 : 0;
        }
        output.WriteLine($"{right} of {halves.Count}, {rowsRight} of {rows} rows; {takenWrong} taken otherwise than the keeper");
        // What is missed are the keeper's own judgements, such as a loan programme given as service delivery: they are asked about and stand in few rows.
        Assert.True(right >= 0.92 * halves.Count && rowsRight >= 0.99 * rows, $"{right} of {halves.Count}, {rowsRight} of {rows} rows");
        Assert.Equal(0, takenWrong);
    }
}
