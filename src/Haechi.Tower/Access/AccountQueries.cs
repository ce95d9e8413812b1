using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Access;

/// <summary>Questions about accounts that hosts of the tower ask.</summary>
public static class AccountQueries
{
    /// <summary>True when there is no administrator: nobody could let others in.</summary>
    public static async Task<bool> NeedsFirstOfficer(TowerContext context) => !await context.Set<Account>().AnyAsync(a => !a.Closed && (a.Roles & Roles.Administrator) != 0);

    /// <summary>The account that a one-time address belongs to, or null when it was used, is too old, or never was.</summary>
    public static async Task<Account?> OfOneTimeAddress(TowerContext context, string secret, long now)
    {
        var hash = Secrets.HashOf(secret);
        return await context.Set<Account>().FirstOrDefaultAsync(a => a.ResetHash == hash && a.ResetUntil > now && !a.Closed && !a.Persona);
    }
}
