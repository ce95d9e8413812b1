using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

internal sealed class JournalModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<JournalEntry>(e =>
        {
            e.ToTable("journal").HasKey(j => j.Seq);
            e.Property(j => j.Seq).ValueGeneratedOnAdd();
            e.HasIndex(j => new { j.Subject, j.Seq });
            e.HasIndex(j => j.At);
            // Finds an entry by its index, and those without one. Rows wait for theirs in any number: a null equals no other.
            e.HasIndex(j => j.LedgerIndex).IsUnique();
        });
        model.Entity<LedgerLog>(e =>
        {
            e.ToTable("ledger_log").HasKey(l => l.Number);
            e.Property(l => l.Number).ValueGeneratedNever();
            e.HasIndex(l => l.Origin).IsUnique();
        });
        model.Entity<LedgerCheckpoint>(e => e.ToTable("ledger_checkpoint").HasKey(c => new { c.Log, c.Size }));
        model.Entity<LedgerKey>(e => e.ToTable("ledger_key").HasKey(k => k.Id));
        model.Entity<LedgerEpoch>(e =>
        {
            e.ToTable("ledger_epoch").HasKey(l => l.Id);
            e.Property(l => l.Id).ValueGeneratedNever();
        });
        model.Entity<LedgerWitness>(e => e.ToTable("ledger_witness").HasKey(w => w.Url));
        model.Entity<LedgerCosignature>(e => e.ToTable("ledger_cosignature").HasKey(c => new { c.Log, c.Size, c.Witness }));
    }
}
