using System.Xml.Linq;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Keys;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Haechi.Web.Frame;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Haechi.Web.Access.Keys;

/// <summary>
/// Before the first visitor: takes over the keys that an earlier version kept as plain files in the data folder, and has the first key made, so that it never has to be made in the middle of an act.
/// </summary>
internal sealed class KeyHost(ProtectionKeys keys, TowerOptions options, ISecretBox box) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.DataFolder, "keys");
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.GetFiles(folder, "*.xml"))
            {
                await keys.Add(Path.GetFileNameWithoutExtension(file), XElement.Parse(await File.ReadAllTextAsync(file, cancellationToken)).ToString(SaveOptions.DisableFormatting));
            }
            // All of them are in the database now; left here they would be the way around the master key.
            Directory.Delete(folder, recursive: true);
        }
        box.Close("");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Touches the ring each hour, so that the next key is made here, days before it is needed, and not in the middle of an act.</summary>
internal sealed class KeyJob(ISecretBox box) : IJob
{
    public string Name => "keys";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task Run(CancellationToken stop)
    {
        box.Close("");
        return Task.CompletedTask;
    }
}

internal sealed class KeysWeb : IWebModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<KeyRepository>().AddSingleton<IJob, KeyJob>().AddHostedService<KeyHost>()
        .AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(o => o.XmlRepository = s.GetRequiredService<KeyRepository>()));
}
