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

    private readonly Dictionary<string, long> _changes = new(StringComparer.Ordinal);

    /// <summary>The number of this transaction for a kind of rows (<see cref="ChangeNumber"/>); the same however often it is asked. Needs a running transaction.</summary>
    internal async Task<long> Change(string kind)
    {
        if (!_changes.TryGetValue(kind, out var number))
        {
            _changes[kind] = number = (await Database.SqlQuery<long>($"""
                INSERT INTO change_number (kind, value) VALUES ({kind}, 1) ON CONFLICT (kind) DO UPDATE SET value = change_number.value + 1 RETURNING value AS "Value"
                """).ToListAsync())[0];
        }
        return number;
    }

    /// <inheritdoc />
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<IChangeNumbered>().Where(e => e.State is EntityState.Added or EntityState.Modified).ToList())
        {
            entry.Entity.Change = await Change(entry.Entity.ChangeKind);
        }
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        // Numbered rows are saved the other way; this would leave them without a number.
        if (ChangeTracker.Entries<IChangeNumbered>().Any(e => e.State is EntityState.Added or EntityState.Modified))
        {
            throw new NotSupportedException("Rows with a change number are saved by SaveChangesAsync.");
        }
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

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
