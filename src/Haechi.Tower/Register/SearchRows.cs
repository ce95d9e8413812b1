using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>The words of the search for a backup: per row those of the name, the others and the facts that are stated, in their order. SQLite keeps words and places only, PostgreSQL a vector.</summary>
internal sealed class SearchRows : IUnmodelledTable
{
    public string Table => "system_search";

    public IReadOnlyList<string> Columns { get; } = ["id", "name", "rest", "has"];

    public IAsyncEnumerable<object?[]> Read(TowerContext context, CancellationToken stop) => context.IsSqlite ? FromPlaces(context, stop) : FromVectors(context, stop);

    public Task Write(TowerContext context, IReadOnlyList<object?[]> rows) => context.IsSqlite
        ? BulkInsert.Run(context, Table, ["rowid", "name", "rest", "has"], rows)
        : BulkInsert.Run(context, Table, ["id", "words", "has"], rows.Select(r => new object?[] { r[0], SearchIndex.Vector(Split(r[1]), Split(r[2])), string.Join(' ', Split(r[3]).Select(k => $"'{k}'")) }));

    private static string[] Split(object? words) => ((string?)words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The index itself knows each word's column and place; sorting them on disk keeps the memory small.</summary>
    private static async IAsyncEnumerable<object?[]> FromPlaces(TowerContext context, [EnumeratorCancellation] CancellationToken stop)
    {
        await context.Database.ExecuteSqlRawAsync("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_places USING fts5vocab(main, system_search, 'instance')", stop);
        await using var reader = await Query(context, "SELECT doc, col, term FROM temp.search_places ORDER BY doc, col, offset", stop);
        (long? row, var words) = (null, Empty());
        while (await reader.ReadAsync(stop))
        {
            if (row is { } before && before != reader.GetInt64(0))
            {
                yield return Row(before, words);
                words = Empty();
            }
            row = reader.GetInt64(0);
            var column = words[reader.GetString(1)];
            column.Append(column.Length == 0 ? "" : " ").Append(reader.GetString(2));
        }
        if (row is { } last)
        {
            yield return Row(last, words);
        }
    }

    private static Dictionary<string, StringBuilder> Empty() => new(StringComparer.Ordinal) { ["name"] = new(), ["rest"] = new(), ["has"] = new() };

    private static object?[] Row(long id, Dictionary<string, StringBuilder> words) => [id, words["name"].ToString(), words["rest"].ToString(), words["has"].ToString()];

    /// <summary>A vector reads <c>'복지':1A,7 'chatbot':3A</c>; weight A is the name.</summary>
    private static async IAsyncEnumerable<object?[]> FromVectors(TowerContext context, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var reader = await Query(context, "SELECT id, words::text, has::text FROM system_search ORDER BY id", stop);
        while (await reader.ReadAsync(stop))
        {
            var places = Places(reader.GetString(1)).OrderBy(p => p.Place).ToList();
            yield return [reader.GetInt64(0), string.Join(' ', places.Where(p => p.Name).Select(p => p.Word)), string.Join(' ', places.Where(p => !p.Name).Select(p => p.Word)), string.Join(' ', Places(reader.GetString(2)).Select(p => p.Word))];
        }
    }

    private static IEnumerable<(string Word, int Place, bool Name)> Places(string vector)
    {
        foreach (var entry in vector.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = entry.LastIndexOf('\'');
            var word = entry[1..end];
            if (end + 1 >= entry.Length)
            {
                yield return (word, 0, false);
                continue;
            }
            foreach (var place in entry[(end + 2)..].Split(','))
            {
                yield return (word, int.Parse(place.TrimEnd('A', 'B', 'C', 'D'), CultureInfo.InvariantCulture), place[^1] == 'A');
            }
        }
    }

    private static async Task<DbDataReader> Query(TowerContext context, string sql, CancellationToken stop)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = Backed(context);
#pragma warning disable CA2100 // A text of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteReaderAsync(System.Data.CommandBehavior.Default, stop);
    }

    private static DbTransaction? Backed(TowerContext context) => context.Database.CurrentTransaction is { } running ? Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(running) : null;
}
