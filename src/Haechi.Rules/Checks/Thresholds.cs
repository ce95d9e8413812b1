using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Checks;

/// <summary>A score that a condition compares with a number needs tests below, at and above that number.</summary>
internal static class Thresholds
{
    public static void Check(BookSet set, Rulebook book, IReadOnlyList<BookTestResult> results, Findings findings)
    {
        var scores = set.Scores.Select((s, i) => (s.Score.Id, i)).ToDictionary(s => s.Id, s => s.i, StringComparer.Ordinal);
        foreach (var (condition, compare) in Comparisons(book))
        {
            if (compare is { Left: NameTerm { Field: null } name, Right: NumberTerm number } && scores.TryGetValue(name.Name, out var score))
            {
                CheckOne(name.Name, score, number.Value, condition.PlaceOf(compare.At), set, results, findings);
            }
        }
    }

    private static void CheckOne(string id, int score, double threshold, Place place, BookSet set, IReadOnlyList<BookTestResult> results, Findings findings)
    {
        var seen = results.Where(r => r.Determination is not null).Select(r => r.Determination!.Walk.Scores[score]).Where(r => r.IsExact).Select(r => r.Least).ToHashSet();
        var missing = new List<string>();
        void Need(bool tested, string word)
        {
            if (!tested)
            {
                missing.Add(word);
            }
        }
        var (least, greatest) = Bounds(set.Scores[score].Score);
        Need(threshold <= least || seen.Any(s => s < threshold), "<");
        Need(seen.Contains(threshold), "=");
        Need(threshold >= greatest || seen.Any(s => s > threshold), ">");
        if (missing.Count > 0)
        {
            var where = string.Join(", ", missing.Select(m => $"{m} {Numbers.Show(threshold)}"));
            findings.Warning("no-test", place, $"점수 '{id}'의 문턱을 시험하지 않았습니다: {where}.", $"the threshold of the score '{id}' is not tested at: {where}");
        }
    }

    /// <summary>The least and greatest value that a sum can have; unbounded for other scores.</summary>
    private static (double Least, double Greatest) Bounds(Score score)
    {
        if (score is not SumScore sum)
        {
            return (double.MinValue, double.MaxValue);
        }
        // An answer without points, or a blank, adds nothing: 0 is always among the possible points.
        var points = sum.Items.SelectMany(i => i.When is null ? [[0, .. i.ValuePoints.Select(p => p.Points)]] : new[] { new[] { 0, i.Points } }).ToList();
        return (points.Sum(p => p.Min()), Math.Min(sum.Cap ?? double.MaxValue, points.Sum(p => p.Max())));
    }

    private static IEnumerable<(Condition Condition, CompareExpression Compare)> Comparisons(Rulebook book) =>
        book.Rules.SelectMany(r => r.Versions.SelectMany(v => new[] { v.Body.Review, v.Body.Yes, v.Body.No }).Append(r.Scope).Concat(r.Exceptions.Select(e => e.When)))
            .OfType<Condition>().SelectMany(c => In(c.Root).Select(x => (c, x)));

    private static IEnumerable<CompareExpression> In(Expression expression) => expression switch
    {
        CompareExpression compare => [compare],
        NotExpression not => In(not.Inner),
        AndExpression and => and.Parts.SelectMany(In),
        OrExpression or => or.Parts.SelectMany(In),
        _ => [],
    };
}
