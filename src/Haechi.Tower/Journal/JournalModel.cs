using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

internal sealed class JournalModel : IModelPart
{
    public void Build(ModelBuilder model) => model.Entity<JournalEntry>(e =>
    {
        e.ToTable("journal").HasKey(j => j.Seq);
        e.Property(j => j.Seq).ValueGeneratedOnAdd();
        e.HasIndex(j => new { j.Subject, j.Seq });
        e.HasIndex(j => j.At);
    });
}
