using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Rows of words that match, to be compared with <see cref="ListedSystem.Words"/> in one statement.</summary>
/// <param name="All">All of them.</param>
/// <param name="Named">Those that match in the name.</param>
/// <param name="AtLeast">How many there are at least, as far as that was learned on the way.</param>
/// <param name="AnyNamed">False when it is known that no name matches.</param>
internal sealed record WordHits(IQueryable<long> All, IQueryable<long> Named, int AtLeast, bool AnyNamed);

/// <summary>Asks the index of words.</summary>
internal static class SearchHits
{
    /// <summary>
    /// The words that match, and those that match in the name, for statements of this context. SQLite keeps them beside: a statement that asks the index itself reads all its hits anew each time,
    /// and a page needs up to five statements. PostgreSQL's planner asks its index row by row where that is quicker.
    /// </summary>
    public static async Task<WordHits> Of(TowerContext context, SearchQuery query, CancellationToken stop)
    {
        if (!context.IsSqlite)
        {
            return new WordHits(OnPostgres(context, query.ForPostgres(nameOnly: false)), OnPostgres(context, query.ForPostgres(nameOnly: true)), 0, true);
        }
        // The tables belong to the connection, which stays this context's own until that is disposed.
        await context.Database.OpenConnectionAsync(stop);
        await context.Database.ExecuteSqlRawAsync(Beside, stop);
        var all = await context.Database.ExecuteSqlAsync($"INSERT INTO temp.search_hit SELECT rowid FROM system_search WHERE system_search MATCH {query.ForSqlite(nameOnly: false)}", stop);
        var named = await context.Database.ExecuteSqlAsync($"INSERT INTO temp.search_named SELECT rowid FROM system_search WHERE system_search MATCH {query.ForSqlite(nameOnly: true)}", stop);
        return new WordHits(context.Database.SqlQueryRaw<long>("SELECT id AS \"Value\" FROM temp.search_hit"), context.Database.SqlQueryRaw<long>("SELECT id AS \"Value\" FROM temp.search_named"), all, named > 0);
    }

    private const string Beside = """
        CREATE TEMP TABLE IF NOT EXISTS search_hit (id INTEGER NOT NULL PRIMARY KEY);
        CREATE TEMP TABLE IF NOT EXISTS search_named (id INTEGER NOT NULL PRIMARY KEY);
        DELETE FROM temp.search_hit;
        DELETE FROM temp.search_named;
        """;

    private static IQueryable<long> OnPostgres(TowerContext context, string vector) => context.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM system_search WHERE words @@ {vector}::tsquery");

    /// <summary>The words of systems that state a fact.</summary>
    public static IQueryable<long> Stating(TowerContext context, string fact)
    {
        var id = string.Concat(fact.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'));
        return context.IsSqlite
            ? context.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM system_search WHERE system_search MATCH {"{has} : \"" + id + "\""}")
            : context.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM system_search WHERE has @@ {"'" + id + "'"}::tsquery");
    }
}
