using System.CommandLine;
using Haechi.Rules;
using Haechi.Serving;
using Haechi.Tower;
using Haechi.Tower.Common;
using Haechi.Tower.Operations.Backups;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Haechi.Verbs;

/// <summary><c>haechi restore</c></summary>
internal static class RestoreVerb
{
    public static Command Create(Terminal terminal)
    {
        var options = new OperationsOptions(terminal);
        var from = new Option<string>("--from") { Description = terminal.Say("백업 파일", "the backup"), HelpName = "FILE", Required = true };
        var to = new Option<string>("--to") { Description = terminal.Say("되돌릴 자료 폴더. 비어 있거나 없어야 함", "data folder to fill; it must be empty or absent"), HelpName = "DIR" };
        var db = TowerOpener.DbOption(terminal);
        var check = new Option<bool>("--check") { Description = terminal.Say("온전한지 확인만 함", "only check that it is whole") };
        var erasures = new Option<string>("--erasures") { Description = terminal.Say("백업한 뒤에 지운 것의 목록. 되돌린 자료에서 다시 지움", "list of what was erased since the backup; it is erased again"), HelpName = "FILE" };
        var command = new Command("restore", terminal.Say(
            "백업을 빈 폴더(와 빈 PostgreSQL)에 되돌립니다. 먼저 전부 열어 해시를 맞춰 보고, 하나라도 다르면 아무것도 쓰지 않습니다. SQLite의 백업을 PostgreSQL에, 또는 그 반대로 되돌릴 수도 있습니다.\n예: haechi restore --from haechi-20261122T030000Z.haechi-backup --to /var/lib/haechi --key-file /etc/haechi/backup.key",
            "Bring a backup back into an empty folder (and an empty PostgreSQL). Everything is opened and held against its hashes first; when anything differs, nothing is written. A backup of SQLite can be restored into PostgreSQL, and the other way round.\n"
            + "Example: haechi restore --from haechi-20261122T030000Z.haechi-backup --to /var/lib/haechi --key-file /etc/haechi/backup.key"))
        {
            from, to, db, options.Key, options.Passphrase, check, erasures,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (file, key) = (parsed.GetValue(from)!, options.KeyOf(parsed));
            if (parsed.GetValue(check))
            {
                var header = OperationsOptions.Or(await BackupRestorer.Verify(file, key, stop));
                terminal.Out.WriteLine(terminal.Say($"온전합니다. {TowerClock.Show(header.Made)}에 만든 백업입니다.", $"It is whole. It was made at {TowerClock.Show(header.Made)}."));
                return Exit.Fine;
            }
            if (parsed.GetValue(to) is not { Length: > 0 } folder)
            {
                throw RefusedException.Because("wrong-use", new Place("--to", 0, 0), "되돌릴 자료 폴더를 --to 로 주십시오.", "give the data folder to fill with --to");
            }
            var place = TowerFolders.Options(Path.GetFullPath(folder), postgres: TowerOpener.Connection(parsed.GetValue(db)));
            await using var services = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning)).AddTower(place).BuildServiceProvider();
            var restored = OperationsOptions.Or(await services.GetRequiredService<BackupRestorer>().Restore(file, key, place, parsed.GetValue(erasures), stop));
            return Tell(terminal, restored);
        });
        return command;
    }

    private static int Tell(Terminal terminal, RestoredBackup restored)
    {
        terminal.Out.WriteLine(terminal.Say($"{TowerClock.Show(restored.Made)}의 백업을 되돌렸습니다: 행 {restored.Rows:N0}개(기록부 {restored.Entries:N0}건), 파일 {restored.Files:N0}개.",
            $"Restored the backup of {TowerClock.Show(restored.Made)}: {restored.Rows:N0} rows ({restored.Entries:N0} journal entries), {restored.Files:N0} files."));
        if (restored.Missing.Count == 0)
        {
            return Exit.Fine;
        }
        terminal.Error.WriteLine(terminal.Say($"백업할 때 이미 없던 파일 {restored.Missing.Count}개는 없습니다.", $"{restored.Missing.Count} files were missing already when the backup was made"));
        return Exit.Findings;
    }
}
