using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

internal sealed class RegisterModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<AiSystem>(e =>
        {
            e.ToTable("system").HasKey(s => s.Id);
            e.HasIndex(s => s.Number).IsUnique();
        });
        model.Entity<SystemVersion>(e =>
        {
            e.ToTable("system_version").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedOnAdd();
            // Answers "which version, as of an instant, on a day" from the index alone, without touching the fat rows.
            e.HasIndex(v => new { v.System, v.RecordedAt, v.ValidFrom, v.Id });
            e.HasIndex(v => new { v.System, v.Number }).IsUnique();
            e.HasIndex(v => v.Import);
        });
        model.Entity<SystemNow>(e =>
        {
            e.ToTable("system_now").HasKey(s => s.System);
            e.HasIndex(s => s.NameKey);
            e.HasIndex(s => new { s.Department, s.State });
            e.HasIndex(s => s.Product);
        });
    }
}
