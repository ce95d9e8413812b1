using Haechi.Tower.Common;
using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Register.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Register.Importing;

internal sealed class ImportingModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<InventoryReader>().AddSingleton<ISystemFilter, ImportFilter>().AddSingleton<IEraser, CellEraser>();
}
