using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Storage;

/// <summary>
/// All tables, each owned and written by one module, whose folder holds its part of the model (<see cref="IModelPart"/>). Names in the database are snake_case on both stores, so that
/// the few hand-written statements read the same.
/// </summary>
public sealed class TowerContext(DbContextOptions<TowerContext> options) : DbContext(options)
{
    /// <summary>True on SQLite, false on PostgreSQL.</summary>
    public bool IsSqlite => Database.ProviderName == "Microsoft.EntityFrameworkCore.Sqlite";

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in Parts.Of<IModelPart>())
        {
            part.Build(modelBuilder);
        }
        SnakeCase.Apply(modelBuilder);
        if (!IsSqlite)
        {
            SortByCode(modelBuilder);
        }
    }

    /// <summary>Folded keys are sorted by code point on both stores: for Hangul syllables that is the order of the dictionary, whatever the locale of the database.</summary>
    private static void SortByCode(ModelBuilder model)
    {
        foreach (var key in model.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(string) && p.Name.EndsWith("Key", StringComparison.Ordinal)))
        {
            key.SetCollation("C");
        }
    }
}
