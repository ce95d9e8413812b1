using Haechi.Outside.Tests.Databases;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Agreement;

/// <summary>The books of this checkout, evaluated in different ways, give the same results for every record and rule.</summary>
public sealed class RealBooksTests(ITestOutputHelper output)
{
    [Fact]
    public void Tree_and_columns_agree_on_the_real_books() => Agree("real books, tree and columns", 6_000_000, seed: 1, null);

    [Fact]
    public void DuckDb_agrees_with_tree_and_columns_on_the_real_books()
    {
        using var duck = DuckDb.Open();
        Agree($"real books, {duck.Name}", Checkout.IsLong ? 11_000_000 : 1_500_000, seed: 2, duck);
    }

    [Fact]
    public void Sqlite_agrees_with_tree_and_columns_on_the_real_books()
    {
        using var sqlite = new Sqlite();
        Agree($"real books, {sqlite.Name}", Checkout.IsLong ? 2_000_000 : 300_000, seed: 3, sqlite);
    }

    private void Agree(string what, long results, int seed, IReferee? referee)
    {
        var all = new Tally();
        foreach (var books in RealBooks.All)
        {
            var tally = Comparison.Run(books, results / RealBooks.All.Count, seed, referee);
            output.WriteLine($"{books.Name}: {books.Set.Rules.Count} rules, {books.Set.Scores.Count} scores, {books.Days.Count} days: {tally.Figures}");
            all.Add(tally);
        }
        Figures.Add(what, all.Figures, output);
        Assert.True(all.Differences == 0, all.Differing);
    }
}
