using System.Globalization;
using System.Text;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>Sends today's reminders: each owner one digest of what is late or due within two weeks, each officer one list of what has been late for a week or has no owner. Run again, it sends only what failed.</summary>
public sealed record SendReminders;

/// <summary>How many messages were planned now, sent, and failed (they are tried again).</summary>
public sealed record Reminded(int Planned, int Sent, int Failed);

internal sealed class SendRemindersHandler(TowerStore store, IPost post) : IHandle<SendReminders, Reminded>
{
    private const int SoonDays = 14;
    private const int EscalateDays = 7;
    private const int MostTries = 6;
    private const int MostShown = 50;
    internal const string PlanKey = "plan:";
    private const string Claimed = "being sent when the process ended, or still being sent";
    private const long MinuteMicros = 60_000_000;

    internal static Refusal NoMail { get; } = Refusal.Because("no-mail", "메일 서버가 설정되어 있지 않습니다. 설정에서 SMTP 서버와 보내는 주소를 적으십시오.", "no mail server is set; give the SMTP server and the sender's address in the settings");

    public async Task<Result<Reminded>> Handle(Actor actor, SendReminders command, CancellationToken stop)
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        await using var context = store.Open();
        if (await Choices.Read<MailSettings>(context, MailSettings.Key) is not { } mail)
        {
            return NoMail;
        }
        var planned = await Plan(actor, context, stop);
        var (sent, failed) = (0, 0);
        foreach (var delivery in await Waiting(context).ToListAsync(stop))
        {
            stop.ThrowIfCancellationRequested();
            switch (await SendOne(actor, delivery, mail, stop))
            {
                case true: sent++; break;
                case false: failed++; break;
            }
        }
        return new Reminded(planned, sent, failed);
    }

    /// <summary>Today's messages that wait. Those of earlier days are left: today's say the same and more, and two in one day would be one too many.</summary>
    private IQueryable<Delivery> Waiting(TowerContext context)
    {
        var (now, today) = (store.Clock.Micros, ":" + Day(store.Clock.Today));
        return context.Set<Delivery>().Where(d => d.SentAt == null && d.Tries < MostTries && d.NextTry <= now && d.Key.EndsWith(today)).OrderBy(d => d.PlannedAt);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A row for each message of the day, made once: the row of the plan itself says that it was made, for this process after a restart and for any other.</summary>
    private async Task<int> Plan(Actor actor, TowerContext context, CancellationToken stop)
    {
        var today = store.Clock.Today;
        var plan = PlanKey + Day(today);
        if (await context.Set<Delivery>().AnyAsync(d => d.Key == plan, stop))
        {
            return 0;
        }
        var owners = await (await Soon(context, today)).Where(d => d.Owner != null).Select(d => d.Owner!).Distinct().ToListAsync(stop);
        var late = await (await Escalated(context, null, today)).AnyAsync(stop);
        var accounts = await context.Set<Account>().Where(a => !a.Closed && a.Email != null).ToListAsync(stop);
        List<(string Key, string Account)> wanted = [.. accounts.Where(a => owners.Contains(a.Id)).Select(a => ($"digest:{a.Id}:{Day(today)}", a.Id)), .. accounts.Where(a => late && (a.Roles & Roles.Officer) != 0).Select(a => ($"escalation:{a.Id}:{Day(today)}", a.Id))];
        var made = 0;
        await store.Write<Done>(actor, scope =>
        {
            using (var insert = Prepared.Insert(scope.Context, "delivery", ["key", "account", "planned_at", "tries", "next_try", "sent_at", "failure"], orNothing: true))
            {
                // Whoever comes second finds the row of the plan and plans nothing.
                if (insert.Run(plan, actor.Account, scope.Now, 0, scope.Now, scope.Now, null) > 0)
                {
                    made = wanted.Sum(w => insert.Run(w.Key, w.Account, scope.Now, 0, scope.Now, null, null));
                }
            }
            scope.Record("duties.plan-reminders", "day:" + Day(today), new { messages = made });
            return Task.FromResult(Done.Well);
        }, stop);
        return made;
    }

    /// <summary>True when it was sent, false when it failed, null when somebody else has it. It is claimed before it is sent, so that a process that dies between sending and noting it sends it no second time.</summary>
    private async Task<bool?> SendOne(Actor actor, Delivery delivery, MailSettings mail, CancellationToken stop)
    {
        var claimed = await store.Write<Done>(actor, async scope =>
        {
            scope.NoAct();
            return await scope.Context.Set<Delivery>().Where(d => d.Key == delivery.Key && d.SentAt == null && d.Tries == delivery.Tries)
                .ExecuteUpdateAsync(u => u.SetProperty(d => d.Tries, MostTries).SetProperty(d => d.Failure, Claimed), stop) > 0
                ? Done.Well : Refusal.Because("taken", "다른 곳에서 보내고 있습니다.", "another process is sending it", delivery.Key);
        }, stop);
        if (!claimed.Done)
        {
            return null;
        }
        string? failure = null;
        try
        {
            if (await Letter(delivery, mail, stop) is { } letter)
            {
                // A node that is told to stop ends the conversation that it began: broken off, nobody would know whether the message went out. The sender has its own patience.
                await post.Send(mail, letter, CancellationToken.None);
            }
        }
        catch (Exception wrong) when (MailFailure.Is(wrong))
        {
            failure = wrong.Message;
        }
        var tries = delivery.Tries + 1;
        await store.Write<Done>(actor, async scope =>
        {
            var row = (await scope.Context.Set<Delivery>().FindAsync([delivery.Key], stop))!;
            (row.Tries, row.Failure) = (tries, failure);
            row.SentAt = failure is null ? scope.Now : null;
            row.NextTry = failure is null ? row.NextTry : scope.Now + ((1L << tries) * 5 * MinuteMicros);
            scope.Record(failure is null ? "duties.remind" : "duties.remind-failed", "account:" + delivery.Account, new { key = delivery.Key, row.Tries });
            return Done.Well;
        }, CancellationToken.None);
        return failure is null;
    }

    private async Task<Letter?> Letter(Delivery delivery, MailSettings mail, CancellationToken stop)
    {
        await using var context = store.Open();
        var today = store.Clock.Today;
        if (await context.Set<Account>().FirstOrDefaultAsync(a => a.Id == delivery.Account && !a.Closed && a.Email != null, stop) is not { } account)
        {
            return null;
        }
        var escalation = delivery.Key.StartsWith("escalation:", StringComparison.Ordinal);
        var query = escalation ? await Escalated(context, account.Department, today) : (await Soon(context, today)).Where(d => d.Owner == account.Id);
        var total = await query.CountAsync(stop);
        var lines = await GapBoard.Lines(context, await query.OrderBy(d => d.Due).Take(MostShown).ToListAsync(stop), stop);
        return total == 0 ? null : new Letter(account.Email!, Subject(account, escalation, total), Body(account, lines, total, today, escalation, mail));
    }

    private static async Task<IQueryable<DutyRow>> Soon(TowerContext context, DateOnly today)
    {
        var soon = today.AddDays(SoonDays);
        return (await DutyQuery.Where(context, new DutyFilter { Gaps = true }, today)).Where(d => d.Due != null && d.Due <= soon);
    }

    /// <summary>What has been late for a week, or is late and nobody's; for an officer of a department what lies below it.</summary>
    private static async Task<IQueryable<DutyRow>> Escalated(TowerContext context, string? department, DateOnly today)
    {
        var late = today.AddDays(-EscalateDays);
        return (await DutyQuery.Where(context, new DutyFilter { Overdue = true, Department = department }, today)).Where(d => d.Due <= late || d.Owner == null);
    }

    private static string Subject(Account account, bool escalation, int total) => (account.Language == "ko", escalation) switch
    {
        (true, false) => $"[해치] 기한이 다가오거나 지난 의무 {total}건",
        (true, true) => $"[해치] 오래 지연되었거나 담당자가 없는 의무 {total}건",
        (false, false) => $"[Haechi] {total} duties due soon or overdue",
        _ => $"[Haechi] {total} duties long overdue or without an owner",
    };

    private static string Body(Account account, IReadOnlyList<DutyLine> lines, int total, DateOnly today, bool escalation, MailSettings mail)
    {
        var ko = account.Language == "ko";
        var text = new StringBuilder();
        text.Append(ko ? $"{account.Name}님, 안녕하십니까.\n\n" : $"Dear {account.Name},\n\n");
        text.Append((ko, escalation) switch
        {
            (true, false) => "담당하시는 의무 가운데 기한이 2주 안에 오거나 이미 지난 것을 알려 드립니다.\n\n",
            (true, true) => "기한이 일주일 넘게 지났거나, 지났는데 담당자가 없는 의무를 알려 드립니다.\n\n",
            (false, false) => "These of your duties are due within two weeks or overdue.\n\n",
            _ => "These duties have been overdue for a week, or are overdue and have no owner.\n\n",
        });
        foreach (var line in lines)
        {
            var due = line.Duty.Due!.Value;
            var late = due < today ? ko ? $" ({today.DayNumber - due.DayNumber}일 지남)" : $" ({today.DayNumber - due.DayNumber} days late)" : "";
            text.Append(CultureInfo.InvariantCulture, $"- {due:yyyy-MM-dd}{late}  {line.Terms.Title(account.Language)} – {line.SystemName} [{Standings.Strength(line.Terms.Strength).In(account.Language)}, {line.Terms.Cite}]\n");
        }
        if (total > lines.Count)
        {
            text.Append(ko ? $"… 그 밖에 {total - lines.Count}건\n" : $"... and {total - lines.Count} more\n");
        }
        return text.Append(mail.Address is { } address ? $"\n{address.TrimEnd('/')}{(escalation ? "/gaps?overdue=1" : "/my-duties")}\n" : "").ToString();
    }
}
