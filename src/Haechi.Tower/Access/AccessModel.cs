using Haechi.Tower.Access.Factors;
using Haechi.Tower.Access.Providers;
using Haechi.Tower.Access.Sessions;
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
        model.Entity<UserSession>(e =>
        {
            e.ToTable("session").HasKey(s => s.Id);
            e.HasIndex(s => s.SecretHash).IsUnique();
            e.HasIndex(s => s.Account);
        });
        model.Entity<FactorRow>(e => e.ToTable("second_factor").HasKey(f => f.Account));
        model.Entity<RecoveryCode>(e => e.ToTable("recovery_code").HasKey(r => new { r.Account, r.Slot }));
        model.Entity<ProviderLink>(e =>
        {
            e.ToTable("provider_link").HasKey(l => l.Account);
            e.HasIndex(l => new { l.Issuer, l.Subject }).IsUnique();
        });
        model.Entity<Setting>(e => e.ToTable("setting").HasKey(s => s.Key));
    }
}
