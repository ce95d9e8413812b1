using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Clocks;

/// <summary>The calendar of the installation.</summary>
public sealed class Calendars(TowerOptions options)
{
    private readonly Lock _lock = new();
    private (DateTime Stamp, Result<LegalCalendar> Calendar)? _known;

    /// <summary>The calendar file.</summary>
    public string File => Path.Combine(options.RulebooksFolder, "kr", "calendar", "days.yaml");

    /// <summary>The calendar; read again when its file changes.</summary>
    public Result<LegalCalendar> Read()
    {
        lock (_lock)
        {
            var stamp = System.IO.File.GetLastWriteTimeUtc(File);
            if (_known is not { } known || known.Stamp != stamp)
            {
                _known = known = (stamp, LegalCalendar.Read(File));
            }
            return known.Calendar;
        }
    }

    /// <summary>The calendar with a choice of how to count.</summary>
    public Result<LegalDays> Days(CountingChoice choice)
    {
        var calendar = Read();
        return calendar.Done ? new LegalDays(calendar.Value, choice) : Refused.Because<LegalDays>(calendar.Refusals);
    }
}

internal sealed class ClocksModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<Calendars>();
}
