using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>Asks the index of words. What comes back are rows of words, to be compared with <see cref="ListedSystem.Words"/> in one statement.</summary>
internal static class SearchHits
{
    /// <summary>The words that match; <paramref name="nameOnly"/>: all of them in the name.</summary>
    public static IQueryable<long> Of(TowerContext context, SearchQuery query, bool nameOnly = false)
    {
        if (context.IsSqlite)
        {
            var words = query.ForSqlite(nameOnly);
            return context.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM system_search WHERE system_search MATCH {words}");
        }
        var vector = query.ForPostgres(nameOnly);
        return context.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM system_search WHERE words @@ {vector}::tsquery");
    }

    /// <summary>The words of systems that state a fact.</summary>
    public static IQueryable<long> Stating(TowerContext context, string fact)
    {
        var id = string.Concat(fact.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'));
        return context.IsSqlite
            ? context.Database.SqlQuery<long>($"SELECT rowid AS \"Value\" FROM system_search WHERE system_search MATCH {"{has} : \"" + id + "\""}")
            : context.Database.SqlQuery<long>($"SELECT id AS \"Value\" FROM system_search WHERE has @@ {"'" + id + "'"}::tsquery");
    }
}
