using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>A system that a search found. <see cref="InName"/> is 1 when all words stand in its name.</summary>
internal sealed class SearchHit
{
    public int Number { get; init; }

    public int InName { get; init; }
}

/// <summary>Asks the index of words.</summary>
internal static class SearchHits
{
    /// <summary>The systems that match, to be joined with others in one statement.</summary>
    public static IQueryable<SearchHit> Of(TowerContext context, SearchQuery query)
    {
        if (context.IsSqlite)
        {
            var (words, name) = (query.ForSqlite(nameOnly: false), query.ForSqlite(nameOnly: true));
            return context.Database.SqlQuery<SearchHit>($"""
                SELECT rowid AS "Number", rowid IN (SELECT rowid FROM system_search WHERE system_search MATCH {name}) AS "InName" FROM system_search WHERE system_search MATCH {words}
                """);
        }
        var (vector, weighted) = (query.ForPostgres(nameOnly: false), query.ForPostgres(nameOnly: true));
        return context.Database.SqlQuery<SearchHit>($"""
            SELECT number AS "Number", CASE WHEN words @@ {weighted}::tsquery THEN 1 ELSE 0 END AS "InName" FROM system_search WHERE words @@ {vector}::tsquery
            """);
    }

    /// <summary>The numbers of the systems that state a fact.</summary>
    public static IQueryable<int> Stating(TowerContext context, string fact)
    {
        var id = string.Concat(fact.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'));
        return context.IsSqlite
            ? context.Database.SqlQuery<int>($"SELECT rowid AS \"Value\" FROM system_search WHERE system_search MATCH {"{has} : \"" + id + "\""}")
            : context.Database.SqlQuery<int>($"SELECT number AS \"Value\" FROM system_search WHERE has @@ {"'" + id + "'"}::tsquery");
    }
}
