using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Register;

/// <summary>What the next version of a system is made of.</summary>
internal sealed record NextVersion(SystemFacts Facts, string? Department, string? Product, string Change, DateOnly ValidFrom, string? Note = null, string? Import = null);

/// <summary>Adds versions. The only place that writes <see cref="SystemVersion"/> and <see cref="SystemNow"/>.</summary>
internal static class Versions
{
    /// <summary>A new system with its first version.</summary>
    public static async Task<string> Create(WriteScope scope, NextVersion next)
    {
        var number = (await scope.Context.Set<AiSystem>().MaxAsync(s => (int?)s.Number) ?? 0) + 1;
        var system = new AiSystem { Id = NewId.Next(), Number = number, CreatedAt = scope.Now };
        scope.Context.Add(system);
        await Append(scope, system, null, next);
        return system.Id;
    }

    /// <summary>One more version of a system.</summary>
    public static async Task<SystemVersion> Append(WriteScope scope, AiSystem system, SystemVersion? previous, NextVersion next)
    {
        var version = new SystemVersion
        {
            System = system.Id, Number = (previous?.Number ?? 0) + 1, RecordedAt = scope.Now, ValidFrom = next.ValidFrom, Facts = FactsJson.Write(next.Facts),
            Department = next.Department, Product = next.Product, Change = next.Change, Account = scope.Actor.Account, Note = next.Note, Import = next.Import,
        };
        scope.Context.Add(version);
        await scope.Context.SaveChangesAsync();
        var now = await scope.Context.Set<SystemNow>().FindAsync(system.Id);
        if (now is null)
        {
            scope.Context.Add(now = new SystemNow { System = system.Id, Number = system.Number, Name = "", NameKey = "" });
        }
        now.Version = version.Id;
        now.VersionNumber = version.Number;
        now.Name = next.Facts.Text("name") is { Length: > 0 } name ? name : $"AI-{system.Number}";
        now.NameKey = now.Name.Normalize().ToLowerInvariant();
        now.Department = next.Department;
        now.Product = next.Product;
        now.State = next.Facts.Text(Lifecycle.Question);
        now.Organisation = next.Facts.Text("organisation");
        now.ChangedAt = scope.Now;
        return version;
    }

    /// <summary>The version that answers for a moment, or null when the system was not known then.</summary>
    public static Task<SystemVersion?> At(TowerContext context, string system, Moment moment)
    {
        var by = moment.AsOf ?? long.MaxValue;
        return context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system && v.RecordedAt <= by && v.ValidFrom <= moment.On)
            .OrderByDescending(v => v.ValidFrom).ThenByDescending(v => v.RecordedAt).ThenByDescending(v => v.Id).FirstOrDefaultAsync();
    }
}
