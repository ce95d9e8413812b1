using Haechi.Tower.Common;
using Haechi.Tower.Operations.Backups;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Operations;

internal sealed class OperationsModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<BackupMaker>().AddSingleton<BackupRestorer>().AddSingleton<Doctor>();
}
