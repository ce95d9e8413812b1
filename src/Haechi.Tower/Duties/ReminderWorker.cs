using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>How reminders went lately, for the page of the settings.</summary>
/// <param name="LastPlanned">When a day was last planned, or null.</param>
/// <param name="LastSent">When a message last went out, or null.</param>
/// <param name="Waiting">Messages of today that wait or are tried again.</param>
/// <param name="Failures">The newest failures: which account, how often tried, what went wrong.</param>
public sealed record ReminderState(long? LastPlanned, long? LastSent, int Waiting, IReadOnlyList<(string Account, int Tries, string Failure)> Failures);

/// <summary>Sends the reminders of each day once its hour has come. What was planned and sent stands in rows, so that nothing is sent twice, whatever is restarted when.</summary>
public sealed class ReminderWorker(TowerStore store, IHandle<SendReminders, Reminded> send) : IJob
{
    private const int MostFailures = 5;

    /// <inheritdoc />
    public string Name => "reminders";

    /// <inheritdoc />
    public TimeSpan Every => TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public Task Run(CancellationToken stop) => Once(stop);

    /// <summary>Looks whether there is something to do, and does it. Null: it is not time, or mail is off.</summary>
    public async Task<Reminded?> Once(CancellationToken stop = default)
    {
        var mail = await store.Read(c => Choices.Read<MailSettings>(c, MailSettings.Key));
        return mail is { On: true } && TowerClock.InKorea(store.Clock.Micros).Hour >= mail.Hour ? (await send.Handle(Actor.Program, new SendReminders(), stop)).Value : null;
    }

    /// <summary>How it went lately.</summary>
    public Task<ReminderState> State(CancellationToken stop = default) => store.Read(async context =>
    {
        var rows = context.Set<Delivery>();
        var messages = rows.Where(d => !d.Key.StartsWith(SendRemindersHandler.PlanKey));
        var today = ":" + store.Clock.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var failed = await messages.Where(d => d.SentAt == null && d.Failure != null).OrderByDescending(d => d.PlannedAt).Take(MostFailures).ToListAsync(stop);
        var accounts = failed.Select(f => f.Account).ToArray();
        var names = await context.Set<Account>().Where(a => accounts.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, stop);
        return new ReminderState(
            await rows.Where(d => d.Key.StartsWith(SendRemindersHandler.PlanKey)).MaxAsync(d => (long?)d.PlannedAt, stop), await messages.MaxAsync(d => d.SentAt, stop),
            await messages.CountAsync(d => d.SentAt == null && d.Key.EndsWith(today), stop), [.. failed.Select(f => (names.GetValueOrDefault(f.Account, f.Account), f.Tries, f.Failure!))]);
    });
}
