using Haechi.Tower.Common;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Assessment;

/// <summary>Documents of exemptions keep their bytes, whatever else referred to them.</summary>
internal sealed class ExemptionFiles : IHoldsFile
{
    public Task<bool> Holds(TowerContext context, string hash, CancellationToken stop) => context.Set<Exemption>().AnyAsync(e => e.FileHash == hash, stop);
}

internal sealed class ExemptionFilesModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<IHoldsFile, ExemptionFiles>();
}
