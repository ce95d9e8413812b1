using Haechi.Tower.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Haechi.Web.Frame;

/// <summary>Reads what boards and previews keep in memory, one after the other behind the first pages.</summary>
internal sealed partial class WarmHost(IEnumerable<IWarm> kept, ILogger<WarmHost> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var one in kept)
        {
#pragma warning disable CA1031 // What could not be read now is read when it is used, and says then what is wrong.
            try
            {
                await one.Warm(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Failed(log, fault);
            }
#pragma warning restore CA1031
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something that is kept in memory could not be read ahead; it is read when it is used.")]
    private static partial void Failed(ILogger log, Exception fault);
}
