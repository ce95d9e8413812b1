using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haechi.Rules.Facts;
using Haechi.Tower.Access;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>A system as it is to be found.</summary>
internal sealed record Findable(int Number, string Name, SystemFacts Facts, string? Department, string? Product, IReadOnlyList<string> SourceIds);

/// <summary>A row of words and their hash.</summary>
internal readonly record struct WordsRow(long Row, long Hash);

/// <summary>
/// Keeps the words of each version, in the transaction that adds it: in a full-text table on SQLite, in a vector of words on PostgreSQL. Both get the words of <see cref="SearchText"/>, so that the
/// same search finds the same systems. Versions with the same words share a row.
/// </summary>
internal static class SearchIndex
{
    private static readonly string[] NameFacts = ["name", "name_en"];
    private static readonly string[] InitialFacts = ["organisation", "organisation_id", "unit"];
    private static readonly string[] ProseFacts = ["summary", "summary_en", "purpose", "benefits", "theme", "tags", "vendors", "commercial_product", "source_number", "technique", "service_type"];

    /// <summary>
    /// Writes the words of systems, each under its row in <paramref name="rows"/>; where they are those of <paramref name="known"/>, they stay there. Gives back where each one's words are.
    /// <paramref name="replace"/>: the rows are there already.
    /// </summary>
    public static async Task<IReadOnlyList<WordsRow>> Write(TowerContext context, IReadOnlyList<Findable> systems, IReadOnlyList<long> rows, Func<int, WordsRow?>? known = null, bool replace = false)
    {
        var (departments, products) = await Names(context, systems);
        var kept = new WordsRow[systems.Count];
        var written = Cut(systems, s => context.IsSqlite
            ? [string.Join(' ', NameTokens(s)), string.Join(' ', RestTokens(s, departments, products)), string.Join(' ', s.Facts.ById.Keys)]
            : [Vector(NameTokens(s), RestTokens(s, departments, products)), string.Join(' ', s.Facts.ById.Keys.Select(k => $"'{k}'"))]).Select((texts, i) =>
        {
            var hash = Hash(texts);
            kept[i] = known?.Invoke(i) is { } before && before.Hash == hash ? before : new WordsRow(rows[i], hash);
            return (Row: kept[i].Row == rows[i], Values: new object?[] { rows[i] }.Concat(texts).ToArray());
        }).Where(r => r.Row).Select(r => r.Values);
        await BulkInsert.Run(context, "system_search", context.IsSqlite ? ["rowid", "name", "rest", "has"] : ["id", "words", "has"], written, replace);
        return kept;
    }

    /// <summary>Cutting words costs as much as writing them: the other cores cut while one writes.</summary>
    private static IEnumerable<string[]> Cut(IReadOnlyList<Findable> systems, Func<Findable, string[]> row) =>
        systems.Count < 64 ? systems.Select(row) : systems.AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.AutoBuffered).Select(row);

    private static long Hash(string[] texts) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))));

    /// <summary>The names of the departments (with those above) and products that systems name.</summary>
    public static async Task<(IReadOnlyDictionary<string, string> Departments, IReadOnlyDictionary<string, string> Products)> Names(TowerContext context, IReadOnlyList<Findable> systems)
    {
        var products = systems.Select(s => s.Product).OfType<string>().Distinct().ToList();
        var named = products.Count == 0 ? [] : await context.Set<Product>().AsNoTracking().Where(p => products.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => $"{p.Name} {p.Supplier}");
        if (systems.All(s => s.Department is null))
        {
            return (new Dictionary<string, string>(), named);
        }
        var all = await context.Set<Department>().AsNoTracking().ToDictionaryAsync(d => d.Id);
        // The top of the tree is the body itself and would match every system.
        var paths = all.Values.ToDictionary(d => d.Id, d => string.Join(" · ", d.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(all.GetValueOrDefault).OfType<Department>().Select(a => $"{a.Name} {a.NameEn}")));
        return (paths, named);
    }

    private static IReadOnlyList<string> NameTokens(Findable system)
    {
        var number = system.Number.ToString(CultureInfo.InvariantCulture);
        return [.. SearchText.Tokens(string.Join(" · ", NameFacts.Select(f => Words(system.Facts[f])).Prepend(system.Name).Distinct())), "ai" + number, number];
    }

    private static IEnumerable<string> RestTokens(Findable system, IReadOnlyDictionary<string, string> departments, IReadOnlyDictionary<string, string> products)
    {
        var names = InitialFacts.Select(f => Words(system.Facts[f])).Append(system.Department is null ? "" : departments.GetValueOrDefault(system.Department, ""))
            .Append(system.Product is null ? "" : products.GetValueOrDefault(system.Product, ""));
        return SearchText.Tokens(string.Join(" · ", names))
            .Concat(SearchText.Tokens(string.Join(" · ", ProseFacts.Select(f => Words(system.Facts[f])).Concat(system.SourceIds)), initials: false));
    }

    private static string Words(FactValue? value) => value switch
    {
        TextFact text => text.Value,
        SetFact set => string.Join(" · ", set.Values),
        ListFact list => string.Join(" · ", list.Records.SelectMany(r => r.Facts.Values.Select(Words))),
        _ => "",
    };

    /// <summary>The text form of a vector: <c>'복지':1A,7 'chatbot':3A</c>. Words hold only letters and digits, so nothing needs an escape.</summary>
    internal static string Vector(IReadOnlyList<string> name, IEnumerable<string> rest)
    {
        var places = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var at = 0;
        void Add(string word, string weight)
        {
            at++;
            if (!places.TryGetValue(word, out var known))
            {
                places[word] = known = new StringBuilder();
            }
            known.Append(known.Length == 0 ? "" : ",").Append(at).Append(weight);
        }
        foreach (var word in name)
        {
            Add(word, "A");
        }
        at++;
        foreach (var word in rest)
        {
            Add(word, "");
        }
        return string.Join(' ', places.Select(p => $"'{p.Key}':{p.Value}"));
    }
}
