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
    }
}
