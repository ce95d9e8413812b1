using System.CommandLine;
using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Operations.Backups;
using Microsoft.Extensions.DependencyInjection;

namespace Haechi.Verbs;

/// <summary><c>haechi backup</c> and <c>haechi backup prune</c></summary>
internal static class BackupVerb
{
    public static Command Create(Terminal terminal)
    {
        var (opener, options) = (new TowerOpener(terminal), new OperationsOptions(terminal));
        var to = new Option<string>("--to") { Description = terminal.Say($"쓸 파일. 이름은 {BackupMaker.Ending}으로 끝나야 하며, 폴더를 주면 이름에 시각을 붙임", $"file to write, ending with {BackupMaker.Ending}; in a folder it is named after the time"), HelpName = "FILE|DIR" };
        var keep = new Option<int?>("--keep") { Description = terminal.Say("이 날수가 지나면 haechi backup prune 이 지움 (기본: 지우지 않음)", "haechi backup prune removes it after so many days (default: never)"), HelpName = "DAYS" };
        var command = new Command("backup", terminal.Say(
            "쓰는 동안에도 한 시점의 자료를 모두 암호화한 파일 하나로 백업합니다.\n예: haechi backup --to /backup/ --key-file /etc/haechi/backup.key --keep 35",
            "Write one encrypted file with everything as of one moment, while the tower is in use.\nExample: haechi backup --to /backup/ --key-file /etc/haechi/backup.key --keep 35"))
        {
            to, keep, options.Key, options.Passphrase, opener.Data, opener.Db, Prune(terminal),
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(to) is not { Length: > 0 } target)
            {
                throw RefusedException.Because("wrong-use", new Place("--to", 0, 0), "쓸 파일을 --to 로 주십시오.", "give the file to write with --to");
            }
            if (parsed.GetValue(keep) is < 1 or > 36_500)
            {
                throw RefusedException.Because("wrong-use", new Place("--keep", 0, 0), "1에서 36500 사이의 날수를 주십시오.", "give a number of days between 1 and 36500");
            }
            var key = options.KeyOf(parsed);
            await using var tower = await opener.Open(parsed);
            var made = OperationsOptions.Or(await tower.GetRequiredService<BackupMaker>().Make(Actor.Terminal, Named(target, tower.GetRequiredService<TowerClock>()), key, parsed.GetValue(keep), stop));
            return Tell(terminal, made);
        });
        return command;
    }

    private static string Named(string target, TowerClock clock)
    {
        if (Directory.Exists(target) || target.EndsWith('/'))
        {
            return Path.Combine(target, "haechi-" + clock.Now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + BackupMaker.Ending);
        }
        return target.EndsWith(BackupMaker.Ending, StringComparison.Ordinal) ? target : target + BackupMaker.Ending;
    }

    private static int Tell(Terminal terminal, MadeBackup made)
    {
        var expires = made.Expires is { } end ? TowerClock.Show(end) : null;
        terminal.Out.WriteLine(terminal.Say($"{made.File}: {made.Length:N0}바이트, 행 {made.Rows:N0}개(기록부 {made.Entries:N0}건), 파일 {made.Files:N0}개{(expires is null ? "" : $", {expires}까지 보관")}",
            $"{made.File}: {made.Length:N0} bytes, {made.Rows:N0} rows ({made.Entries:N0} journal entries), {made.Files:N0} files{(expires is null ? "" : $", kept until {expires}")}"));
        if (made.Missing.Count == 0)
        {
            return Exit.Fine;
        }
        terminal.Error.WriteLine(terminal.Say($"이미 없거나 상해서 넣지 못한 파일 {made.Missing.Count}개: {string.Join(", ", made.Missing.Take(3))}. haechi doctor 로 확인하십시오.",
            $"{made.Missing.Count} files were missing or damaged and are not in it: {string.Join(", ", made.Missing.Take(3))}; see haechi doctor"));
        return Exit.Findings;
    }

    private static Command Prune(Terminal terminal)
    {
        var folder = new Option<string>("--in") { Description = terminal.Say("백업이 있는 폴더", "folder of the backups"), HelpName = "DIR", Required = true };
        var dry = new Option<bool>("--dry-run") { Description = terminal.Say("무엇을 지울지만 보여 줌", "only show what would be removed") };
        var command = new Command("prune", terminal.Say("기한이 지난 백업을 지웁니다. 키가 필요 없습니다.\n예: haechi backup prune --in /backup", "Remove backups whose time is over. Needs no key.\nExample: haechi backup prune --in /backup")) { folder, dry };
        command.SetAction(async (parsed, stop) =>
        {
            var place = parsed.GetValue(folder)!;
            if (!Directory.Exists(place))
            {
                throw RefusedException.Because("not-found", new Place(place, 0, 0), "이 폴더가 없습니다.", "there is no such folder");
            }
            var (removed, left) = await PruneBackups.Run(place, TowerClock.Real.Micros, parsed.GetValue(dry), stop);
            foreach (var file in removed)
            {
                terminal.Out.WriteLine(file);
            }
            terminal.Out.WriteLine(terminal.Say($"지움 {removed.Count}개, 남음 {left.Count}개", $"{removed.Count} removed, {left.Count} left"));
            return Exit.Fine;
        });
        return command;
    }
}
