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
            e.HasIndex(s => s.LeftAt);
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
            e.HasIndex(s => s.Number).IsUnique();
            // In the list's order, with the words beside: pages far down and searches pass over rows without reading them.
            e.HasIndex(s => new { s.NameKey, s.Number, s.Words });
            e.HasIndex(s => s.Words);
            e.HasIndex(s => s.ChangedAt);
            e.HasIndex(s => new { s.Department, s.State });
            e.HasIndex(s => s.Product);
        });
        model.Entity<SystemSpan>(e =>
        {
            e.ToTable("system_span").HasKey(s => s.Version);
            e.Property(s => s.Version).ValueGeneratedNever();
            e.HasIndex(s => s.System);
            e.HasIndex(s => new { s.NameKey, s.Number });
        });
        model.Entity<SourceRow>(e =>
        {
            e.ToTable("source_row").HasKey(r => r.Id);
            e.Property(r => r.Id).ValueGeneratedOnAdd();
            e.HasIndex(r => r.System);
            e.HasIndex(r => r.Import);
        });
        model.Entity<SystemSourceId>(e =>
        {
            e.ToTable("source_id").HasKey(i => new { i.Scheme, i.Value });
            e.HasIndex(i => i.System);
        });
        model.Entity<Product>(e =>
        {
            e.ToTable("product").HasKey(p => p.Id);
            e.HasIndex(p => p.NameKey);
        });
        model.Entity<ProductVersion>(e =>
        {
            e.ToTable("product_version").HasKey(v => v.Id);
            e.Property(v => v.Id).ValueGeneratedOnAdd();
            e.HasIndex(v => new { v.Product, v.Number }).IsUnique();
        });
        model.Entity<SavedView>(e =>
        {
            e.ToTable("saved_view").HasKey(v => v.Id);
            e.HasIndex(v => new { v.Account, v.Page });
        });
        model.Entity<SystemPair>(e => e.ToTable("system_pair").HasKey(p => new { p.First, p.Second }));
    }
}
