using Haechi.Tower.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Rulebooks;

internal sealed class RulebooksModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<BookRegistry>().AddSingleton<DeterminationWorker>().AddSingleton<IJob>(s => s.GetRequiredService<DeterminationWorker>()).AddSingleton<SystemReader>().AddSingleton<RegisterColumns>().AddSingleton<IWarm>(s => s.GetRequiredService<RegisterColumns>()).AddSingleton<PendingCount>().AddSingleton<Disagreements>();
}
