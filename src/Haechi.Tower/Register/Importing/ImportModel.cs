using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register.Importing;

internal sealed class ImportModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<ImportRun>(e =>
        {
            e.ToTable("import_run").HasKey(r => r.Id);
            e.HasIndex(r => r.At);
        });
        model.Entity<SetAsideRow>(e =>
        {
            e.ToTable("set_aside_row").HasKey(r => r.Id);
            e.Property(r => r.Id).ValueGeneratedOnAdd();
            e.HasIndex(r => new { r.Import, r.State });
        });
        model.Entity<ErasedCell>(e =>
        {
            e.ToTable("erased_cell").HasKey(c => new { c.Import, c.Line, c.Column });
            e.HasIndex(c => new { c.Profile, c.System });
        });
        model.Entity<SavedProfile>(e => e.ToTable("saved_profile").HasKey(p => p.Id));
    }
}
