using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower;

/// <summary>Puts a tower together.</summary>
public static class TowerServices
{
    /// <summary>Registers the store, the clock, every handler and every module. The database is brought up by <see cref="Migrator.Migrate"/>.</summary>
    public static IServiceCollection AddTower(this IServiceCollection services, TowerOptions options)
    {
        services.AddSingleton(options).AddSingleton(options.Clock).AddSingleton<TowerStore>().AddSingleton<Claims>().AddSingleton<JobBoard>();
        foreach (var type in typeof(TowerServices).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsClass: true }))
        {
            foreach (var handled in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandle<,>)))
            {
                services.AddSingleton(handled, type);
            }
        }
        foreach (var module in Parts.Of<ITowerModule>())
        {
            module.Add(services);
        }
        return services;
    }
}
