using Haechi.Tower.Common;
using Haechi.Tower.Rulebooks.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Tower.Duties;

internal sealed class DutiesModule : ITowerModule
{
    public void Add(IServiceCollection services) => services.AddSingleton<IAfterDetermination, DutyFollower>().AddSingleton<DutyColumns>().AddSingleton<IWarm>(s => s.GetRequiredService<DutyColumns>()).AddSingleton<GapBoard>().AddSingleton<DutyReader>().AddSingleton<BoardFinder>().AddSingleton<CalendarFeed>().AddSingleton<CityPortfolio>().AddSingleton<IPost, SmtpPost>().AddSingleton<ReminderWorker>().AddSingleton<IJob>(s => s.GetRequiredService<ReminderWorker>()).AddSingleton<GateCheck>();
}
