using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Access.Keys;

internal sealed class KeysModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<ProtectionKeys>().AddSingleton(s =>
        MasterKey.Of(s.GetRequiredService<TowerOptions>()) is { Done: true } key ? key.Value : throw new IOException(MasterKey.Of(s.GetRequiredService<TowerOptions>()).Refusals[0].ToLine("en")));
}
