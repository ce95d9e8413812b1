using System.Net.Mail;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Sets the mail server. The kept password stays only while server, port and account stay: else it would go to another server than the one that it was given for.</summary>
/// <param name="Mail">The settings; <see cref="MailSettings.Secret"/> is not read.</param>
/// <param name="Password">The password, or null to keep the one there is.</param>
/// <param name="Forget">True to forget the kept password.</param>
public sealed record ChooseMail(MailSettings Mail, string? Password = null, bool Forget = false);

internal sealed class ChooseMailHandler(TowerStore store, IEnumerable<ISecretBox> boxes) : IHandle<ChooseMail, Done>
{
    public Task<Result<Done>> Handle(Actor actor, ChooseMail command, CancellationToken stop) => store.Write<Done>(actor, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await Permissions.NeedScope(scope.Context, actor, null) is { } outside)
        {
            return outside;
        }
        if (Problems(command).ToList() is { Count: > 0 } wrong)
        {
            return Refused.Because<Done>(wrong);
        }
        var before = await Choices.Read<MailSettings>(scope.Context, MailSettings.Key);
        var mail = command.Mail with { Secret = Secret(command, before) };
        await Choices.Write(scope, MailSettings.Key, mail);
        scope.Record("duties.choose-mail", "setting:" + MailSettings.Key, new { mail.Host, mail.Port, mail.Tls, mail.On, mail.Hour, password = mail.Secret is not null, changedPassword = mail.Secret != before?.Secret });
        return Done.Well;
    }, stop);

    private string? Secret(ChooseMail command, MailSettings? before)
    {
        if (command.Password is { Length: > 0 } password)
        {
            return boxes.First().Close(password);
        }
        var same = before is not null && (before.Host, before.Port, before.User, before.Tls) == (command.Mail.Host, command.Mail.Port, command.Mail.User, command.Mail.Tls);
        return command.Forget || !same ? null : before!.Secret;
    }

    private IEnumerable<Refusal> Problems(ChooseMail command)
    {
        var mail = command.Mail;
        if (Uri.CheckHostName(mail.Host) == UriHostNameType.Unknown)
        {
            yield return Refusal.Because("wrong-value", "SMTP 서버의 이름이나 주소를 적으십시오. 예: smtp.haneul.example", "give the name or address of the SMTP server, such as smtp.haneul.example", "host");
        }
        if (mail.Port is < 1 or > 65535)
        {
            yield return Refusal.Because("wrong-value", "포트는 1에서 65535까지의 수입니다. STARTTLS는 보통 587입니다.", "the port is a number from 1 to 65535; STARTTLS usually has 587", "port");
        }
        if (mail.Port == 465)
        {
            yield return Refusal.Because("wrong-value", "465번 포트(처음부터 TLS)는 쓸 수 없습니다. 587번 포트와 STARTTLS를 쓰십시오.", "port 465 (TLS from the first byte) is not supported; use port 587 with STARTTLS", "port");
        }
        if (!MailAddress.TryCreate(mail.From, out _))
        {
            yield return Refusal.Because("wrong-value", "보내는 메일 주소를 확인하십시오. 예: haechi@haneul.example", "check the sender's address, such as haechi@haneul.example", "from");
        }
        if (mail.Hour is < 0 or > 23)
        {
            yield return Refusal.Because("wrong-value", "보내는 시각은 0시에서 23시까지입니다.", "the hour lies between 0 and 23", "hour");
        }
        if (mail.Address is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            yield return Refusal.Because("wrong-link", "이 시스템의 주소는 https:// 로 시작하는 전체 주소여야 합니다.", "the address of this tower is a whole one that begins with https://", "address");
        }
        if (command.Password is { Length: > 0 } && (mail.User is null || !boxes.Any()))
        {
            yield return Refusal.Because("wrong-value", "비밀번호만 있고 계정이 없습니다. 메일 서버의 계정을 함께 적으십시오.", "there is a password and no account; give the account at the mail server too", "user");
        }
        if (command.Password is { Length: > 0 } && !mail.Tls)
        {
            yield return Refusal.Because("wrong-value", "TLS 없이는 비밀번호가 그대로 오갑니다. STARTTLS를 켜거나, 비밀번호가 필요 없는 내부 서버를 쓰십시오.", "without TLS the password would travel in the clear; turn STARTTLS on, or use a server that needs none", "tls");
        }
    }
}

/// <summary>Sends a test message to the actor's own address, whether reminders are on or not.</summary>
public sealed record SendTestMail;

internal sealed class SendTestMailHandler(TowerStore store, IPost post) : IHandle<SendTestMail, string>
{
    public async Task<Result<string>> Handle(Actor actor, SendTestMail command, CancellationToken stop)
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        await using var context = store.Open();
        if (await Choices.Read<MailSettings>(context, MailSettings.Key) is not { } mail)
        {
            return SendRemindersHandler.NoMail;
        }
        var account = await context.Set<Account>().FindAsync([actor.Account], stop);
        if (account?.Email is not { } to)
        {
            return Refusal.Because("no-address", "내 계정에 메일 주소가 없습니다. ‘계정’에서 주소를 적은 뒤 다시 시험하십시오.", "your account has no mail address; give one under ‘Accounts’ and try again", "email");
        }
        var ko = account.Language == "ko";
        var letter = new Letter(to, ko ? "[해치] 시험 메일" : "[Haechi] Test message", ko ? $"{account.Name}님, 메일 설정이 맞습니다.\n" : $"Dear {account.Name},\n\nthe mail settings work.\n");
        string? failure = null;
        try
        {
            await post.Send(mail, letter, stop);
        }
        catch (Exception wrong) when (MailFailure.Is(wrong))
        {
            failure = wrong.InnerException is { } inner ? $"{wrong.Message} ({inner.Message})" : wrong.Message;
        }
        await store.Write<Done>(actor, scope =>
        {
            scope.Record("duties.test-mail", "account:" + actor.Account, new { mail.Host, mail.Port, sent = failure is null });
            return Task.FromResult(Done.Well);
        }, stop);
        return failure is null ? to : new Refusal("mail-failed", Rules.LocalText.Of($"시험 메일을 보내지 못하였습니다: {failure}", $"the test message could not be sent: {failure}"), mail.Host,
            Rules.LocalText.Of("서버, 포트, TLS, 계정과 비밀번호를 확인하십시오.", "check server, port, TLS, account and password."));
    }
}
