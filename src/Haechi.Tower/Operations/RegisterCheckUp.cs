using System.Globalization;
using Haechi.Tower.Access;
using Haechi.Tower.Access.Keys;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Files;
using Haechi.Tower.Journal;
using Haechi.Tower.Operations.Backups;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Operations;

/// <summary>What the register leans on: its keys, files, books, calendars, mail and backups.</summary>
internal sealed class RegisterCheckUp(TowerStore store, FileStore files, BookRegistry books, Calendars calendars)
{
    private const int BackupDays = 8;
    private const long DayMicros = 86_400_000_000;
    private const int MostNamed = 3;

    public async Task<List<CheckResult>> Look(CancellationToken stop)
    {
        await using var context = store.Open();
        return [await Keys(stop), await Files(context, stop), await Books(context), Calendar(), await Mail(context), await Backup(context, stop)];
    }

    private async Task<CheckResult> Keys(CancellationToken stop)
    {
        var key = MasterKey.Of(store.Options, make: false);
        if (!key.Done)
        {
            // A register that was never served has neither a ring of keys nor anything that it would close.
            var needed = await store.Read(c => c.Set<ProtectionKey>().AnyAsync(stop));
            return new CheckResult("keys", needed ? CheckOutcome.Wrong : CheckOutcome.Note, key.Refusals[0].Message, key.Refusals[0].Next);
        }
        return await new ProtectionKeys(store, key.Value).Check(stop) is { } wrong ? new CheckResult("keys", CheckOutcome.Wrong, wrong.Message, wrong.Next)
            : CheckResult.Fine("keys", $"마스터 키 {key.Value.Fingerprint}", $"master key {key.Value.Fingerprint}");
    }

    private async Task<CheckResult> Files(TowerContext context, CancellationToken stop)
    {
        var (count, bad) = (0, new List<string>());
        foreach (var hash in await context.Set<FileRow>().Select(f => f.Hash).ToListAsync(stop))
        {
            count++;
            var opened = await files.Open(hash, stop);
            if (opened.Done)
            {
                await opened.Value.DisposeAsync();
            }
            else
            {
                bad.Add(hash[..12]);
            }
        }
        var named = string.Join(", ", bad.Take(MostNamed)) + (bad.Count > MostNamed ? ", …" : "");
        return bad.Count == 0 ? CheckResult.Fine("files", $"파일 {count}개가 해시와 같음", $"{count} files have their hashes")
            : CheckResult.Wrong("files", $"파일 {count}개 가운데 {bad.Count}개가 없거나 바뀌었습니다: {named}", $"{bad.Count} of {count} files are missing or were changed: {named}", "백업에서 그 파일을 되살리십시오.", "restore those files from a backup.");
    }

    private async Task<CheckResult> Books(TowerContext context)
    {
        if ((await BookRegistry.Chosen(context)).Count == 0)
        {
            return CheckResult.Note("rulebooks", "설치된 규칙책이 없습니다.", "no rulebook is installed", "규칙책 화면이나 haechi import 로 설치하십시오.", "install one on the page of rulebooks or with haechi import.");
        }
        var loaded = await books.Installed(context);
        return loaded.Done ? CheckResult.Fine("rulebooks", string.Join(", ", loaded.Value.Pins.Select(p => $"{p.Id} {p.Version}")), string.Join(", ", loaded.Value.Pins.Select(p => $"{p.Id} {p.Version}")))
            : new CheckResult("rulebooks", CheckOutcome.Wrong, loaded.Refusals[0].Message, loaded.Refusals[0].Next);
    }

    private CheckResult Calendar()
    {
        var read = calendars.Read();
        if (!read.Done)
        {
            return new CheckResult("calendar", CheckOutcome.Wrong, read.Refusals[0].Message, read.Refusals[0].Next);
        }
        var year = store.Clock.Today.Year;
        var missing = new[] { year, year + 1 }.Where(y => !read.Value.Years.Contains(y)).Select(y => y.ToString(CultureInfo.InvariantCulture)).ToList();
        return missing.Count == 0 ? CheckResult.Fine("calendar", $"{year}년과 {year + 1}년의 휴일이 있음", $"holidays of {year} and {year + 1} are there")
            : CheckResult.Wrong("calendar", $"{string.Join(", ", missing)}년의 휴일 자료가 없어 기한을 확정하지 못합니다.", $"holidays of {string.Join(", ", missing)} are missing, so due days are not sure", $"관보를 보고 {calendars.File} 에 더하십시오.", $"add them to {calendars.File} from the official gazette.");
    }

    private static async Task<CheckResult> Mail(TowerContext context)
    {
        var mail = await Choices.Read<MailSettings>(context, MailSettings.Key);
        if (mail is not { On: true })
        {
            return CheckResult.Note("mail", "메일이 꺼져 있어 알림이 나가지 않습니다.", "mail is off, so no reminders go out", "설정 화면에서 켤 수 있습니다.", "it can be turned on in the settings.");
        }
        var failing = await context.Set<Delivery>().Where(d => d.SentAt == null && d.Failure != null).CountAsync();
        return failing == 0 ? CheckResult.Fine("mail", $"{mail.Host}:{mail.Port}", $"{mail.Host}:{mail.Port}")
            : CheckResult.Note("mail", $"{mail.Host}:{mail.Port}, 보내지 못한 메일 {failing}통", $"{mail.Host}:{mail.Port}; {failing} messages were not sent", "설정 화면에서 까닭을 보십시오.", "see the reasons in the settings.");
    }

    private async Task<CheckResult> Backup(TowerContext context, CancellationToken stop)
    {
        var last = await context.Set<JournalEntry>().Where(j => j.Act == BackupMaker.Act).MaxAsync(j => (long?)j.At, stop);
        if (last is null)
        {
            return CheckResult.Wrong("backup", "백업이 한 번도 없었습니다.", "there has never been a backup", "haechi backup --to FILE --key-file KEY 를 매일 실행하십시오.", "run haechi backup --to FILE --key-file KEY each day.");
        }
        var days = Math.Max(0, (store.Clock.Micros - last.Value) / DayMicros);
        return days < BackupDays ? CheckResult.Fine("backup", $"마지막 백업 {TowerClock.Show(last.Value)}", $"last backup {TowerClock.Show(last.Value)}")
            : CheckResult.Wrong("backup", $"마지막 백업이 {days}일 전입니다.", $"the last backup is {days} days old", "haechi backup 이 매일 도는지 확인하십시오.", "check that haechi backup runs each day.");
    }
}
