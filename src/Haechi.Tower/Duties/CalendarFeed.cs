using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>
/// A person's duties as a calendar that any calendar program subscribes to (RFC 5545). The address holds a secret of which only the hash is stored: whoever has the address reads the
/// duties without signing in, so a new address makes the old one worthless.
/// </summary>
public sealed class CalendarFeed(TowerStore store)
{
    private const int Octets = 75;

    /// <summary>The feed behind a secret, or null when there is none.</summary>
    public async Task<string?> Read(string secret, CancellationToken stop = default)
    {
        await using var context = store.Open();
        var hash = Secrets.HashOf(secret);
        if (await context.Set<Account>().FirstOrDefaultAsync(a => a.FeedHash == hash && !a.Closed, stop) is not { } account)
        {
            return null;
        }
        var rows = await (await DutyQuery.Where(context, new DutyFilter { Owner = account.Id }, store.Clock.Today)).Where(d => d.Due != null).OrderBy(d => d.Due).Take(1000).ToListAsync(stop);
        return Write(await GapBoard.Lines(context, rows, stop), account.Language, store.Clock.Today);
    }

    /// <summary>The calendar of some duties.</summary>
    public static string Write(IReadOnlyList<DutyLine> duties, string language, DateOnly today)
    {
        var ko = language == "ko";
        var text = new StringBuilder();
        void Line(string line) => Fold(text, line);
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line($"PRODID:-//Haechi//Duties//{language.ToUpperInvariant()}");
        Line("METHOD:PUBLISH");
        Line("X-WR-CALNAME:" + Escape(ko ? "해치: 내 의무" : "Haechi: my duties"));
        foreach (var line in duties.Where(d => d.Duty.Due is not null))
        {
            Event(Line, line, ko, today);
        }
        Line("END:VCALENDAR");
        return text.ToString();
    }

    private static void Event(Action<string> line, DutyLine duty, bool ko, DateOnly today)
    {
        var due = duty.Duty.Due!.Value;
        var done = Standings.IsSettled(duty.Duty.StandingOn(today));
        var late = duty.Duty.IsOverdue(today);
        var title = duty.Terms.Title(ko ? "ko" : "en");
        line("BEGIN:VEVENT");
        line($"UID:duty-{duty.Duty.Id}-{duty.Duty.Period}@haechi");
        // A legal day is a day in Seoul and no instant: an all-day event, the same in every zone.
        line("DTSTAMP:" + TowerClock.InKorea(duty.Duty.ChangedAt).UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        line("DTSTART;VALUE=DATE:" + Day(due));
        line("DTEND;VALUE=DATE:" + Day(due.AddDays(1)));
        line("SUMMARY:" + Escape((late ? ko ? "[기한 지남] " : "[overdue] " : "") + $"{title} – {duty.SystemName}"));
        line("DESCRIPTION:" + Escape($"{Standings.Strength(duty.Terms.Strength).In(ko ? "ko" : "en")} · {duty.Terms.Cite} ({duty.Terms.Book})\n{Standings.Title(duty.Duty.StandingOn(today)).In(ko ? "ko" : "en")}"));
        line("STATUS:" + (done ? "CANCELLED" : "CONFIRMED"));
        line("TRANSP:TRANSPARENT");
        if (!done)
        {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line("TRIGGER:-P7D");
            line("DESCRIPTION:" + Escape(title));
            line("END:VALARM");
        }
        line("END:VEVENT");
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    /// <summary>Lines are at most 75 octets; a continued line begins with a space, and no character is cut in two (RFC 5545, 3.1).</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > Octets)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}

/// <summary>Makes a new secret address for the actor's own calendar feed; the old one stops working. The secret is shown once.</summary>
public sealed record NewFeedAddress;

internal sealed class NewFeedAddressHandler(TowerStore store) : IHandle<NewFeedAddress, string>
{
    public Task<Result<string>> Handle(Actor actor, NewFeedAddress command, CancellationToken stop) => store.Write<string>(actor, async scope =>
    {
        if (await scope.Context.Set<Account>().FindAsync([actor.Account], stop) is not { } account)
        {
            return Refusal.NotFound("계정", "account", actor.Account);
        }
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        account.FeedHash = Secrets.HashOf(secret);
        scope.Record("duties.new-feed", "account:" + account.Id, new { });
        return secret;
    }, stop);
}
