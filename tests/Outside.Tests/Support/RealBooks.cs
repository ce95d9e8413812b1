using Haechi.Rules;
using Haechi.Rules.Evaluation;

namespace Haechi.Outside.Tests.Support;

/// <summary>A set of books with the days on which it is looked at.</summary>
internal sealed record DatedBooks(string Name, BookSet Set, IReadOnlyList<DatedRules> Days)
{
    public Thresholds Thresholds { get; } = Thresholds.Of(Days);

    /// <summary>The set on its last day of change, on a day when everything is in force, and on <paramref name="edges"/> days in between.</summary>
    public static DatedBooks Of(string name, BookSet set, int edges)
    {
        var all = set.Edges();
        var between = Enumerable.Range(0, edges).Select(i => all[i * all.Count / edges]);
        return new DatedBooks(name, set, [.. between.Append(all[^1]).Append(new DateOnly(2026, 11, 22)).Distinct().Order().Select(set.On)]);
    }
}

/// <summary>Every book of the checkout with what it extends, read once.</summary>
internal static class RealBooks
{
    private static readonly Lazy<IReadOnlyList<DatedBooks>> Read = new(() =>
        [.. Checkout.BookFolders().Select(f => DatedBooks.Of(Path.GetRelativePath(Path.Combine(Checkout.Root, "rulebooks"), f).Replace('\\', '/'), BookSet.Load(f), 3))]);

    public static IReadOnlyList<DatedBooks> All => Read.Value;
}
