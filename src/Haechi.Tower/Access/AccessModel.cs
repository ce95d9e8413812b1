using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

internal sealed class AccessModel : IModelPart
{
    public void Build(ModelBuilder model)
    {
        model.Entity<Account>(e =>
        {
            e.ToTable("account").HasKey(a => a.Id);
            e.HasIndex(a => a.Login).IsUnique();
            e.HasIndex(a => a.FeedHash);
            e.HasIndex(a => a.ResetHash);
        });
        model.Entity<Department>(e =>
        {
            e.ToTable("department").HasKey(d => d.Id);
            e.HasIndex(d => d.Path);
        });
        model.Entity<Setting>(e => e.ToTable("setting").HasKey(s => s.Key));
    }
}
