using Haechi.Outside.Tests.Databases;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>Books that nobody wrote by hand: every form of question, condition, score and rule, in mixtures that no law has.</summary>
public sealed class RandomBooksTests(ITestOutputHelper output)
{
    private static readonly int Books = Checkout.IsLong ? 1000 : 200;

    /// <summary>The day before the first parameter has a value (scores see it, rules are not in force), and the days on which a version or value changes.</summary>
    private static readonly DateOnly[] Days = [new(2024, 12, 31), new(2026, 1, 21), new(2026, 11, 22), new(2026, 11, 23)];

    [Fact]
    public void Tree_and_columns_agree_on_random_books() => Agree("random books, tree and columns", Books, 22_000, Days, null);

    [Fact]
    public void DuckDb_agrees_with_tree_and_columns_on_random_books()
    {
        using var duck = DuckDb.Open();
        Agree($"random books, {duck.Name}", Checkout.IsLong ? Books : 100, 6_000, [Days[^1]], duck);
    }

    [Fact]
    public void Sqlite_agrees_with_tree_and_columns_on_random_books()
    {
        using var sqlite = new Sqlite();
        Agree($"random books, {sqlite.Name}", Books, 2_000, Days, sqlite);
    }

    private void Agree(string what, int count, int results, DateOnly[] days, IReferee? referee)
    {
        var all = new Tally();
        for (var seed = 0; seed < count; seed++)
        {
            var set = RandomBooks.Set(seed);
            var books = new DatedBooks($"seed {seed}", set, [.. days.Select(set.On)]);
            var tally = Comparison.Run(books, results, seed, referee);
            all.Add(tally);
            Assert.True(tally.Differences == 0, $"{books.Name}: {tally.Differing}\n{string.Join("\n---\n", RandomBooks.Texts(seed, withBlank: true))}");
        }
        Figures.Add($"{count} {what}", all.Figures, output);
    }
}
