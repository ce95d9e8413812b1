using System.CommandLine;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;

namespace Haechi.Verbs;

/// <summary><c>haechi ledger restart</c>: begins a new ledger when the old one can't be continued. Writes rows only; the serving process follows them.</summary>
internal static class LedgerRestartVerb
{
    public static Command Create(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var reason = new Option<string>("--reason") { Description = terminal.Say("새로 시작하는 사유. 누구나 읽게 됨", "why; everybody will read it"), HelpName = "TEXT", Required = true };
        var origin = new Option<string>("--origin") { Description = terminal.Say("새 원장의 이름: 'https://' 없는 주소 (기본: 옛 이름에 번호를 붙임)", "the new ledger's name: an address without 'https://' (default: the old one with a number)"), HelpName = "NAME" };
        var command = new Command("restart", terminal.Say(
            """
            원장을 이어 쓸 수 없을 때(오래된 백업에서 되살린 뒤 등) 새 원장을 시작합니다. 기록부의 모든 기입이 새 원장에 다시 들어가고, 옛 원장의 파일은 그대로 둡니다.
            예: haechi ledger restart --reason "11월 20일 백업에서 되살려 하루치 기록을 잃음"
            """,
            """
            Begin a new ledger when the old one can't be continued, as after a restore of an older backup. All entries of the journal go into the new one; the files of the old one stay.
            Example: haechi ledger restart --reason "restored from the backup of 20 November, a day of records lost"
            """))
        {
            reason, origin, opener.Data, opener.Db,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var tower = await opener.Open(parsed);
            var log = await tower.Do<RestartLedger, LedgerLog>(new RestartLedger(parsed.GetValue(reason)!, parsed.GetValue(origin)), stop);
            terminal.Out.WriteLine(terminal.Say($"새 원장 '{log.Origin}'을(를) 시작했습니다. haechi serve 가 몇 초 안에 서명합니다. 새 검증 키를 알리십시오.", $"began the ledger '{log.Origin}'; haechi serve signs it within seconds; make its new verifier keys known"));
            return Exit.Fine;
        });
        return command;
    }
}

/// <summary><c>haechi ledger rotate</c>: new signing keys.</summary>
internal static class LedgerRotateVerb
{
    public static Command Create(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var atOnce = new Option<bool>("--at-once") { Description = terminal.Say("옛 키를 바로 멈춤 (샜거나 열 수 없을 때)", "stop the old keys at once (when others may know them, or they can't be opened)") };
        var command = new Command("rotate", terminal.Say(
            "원장의 서명 키를 새로 만듭니다. 옛 키는 30일 동안 함께 서명합니다. 새 검증 키를 증인과 확인하는 사람들에게 알리십시오.\n예: haechi ledger rotate",
            "Make new signing keys for the ledger. The old ones sign along for thirty days. Make the new verifier keys known to witnesses and to whoever verifies.\nExample: haechi ledger rotate"))
        {
            atOnce, opener.Data, opener.Db,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var tower = await opener.Open(parsed);
            await tower.Do<RotateLedgerKeys, Done>(new RotateLedgerKeys(parsed.GetValue(atOnce)), stop);
            terminal.Out.WriteLine(terminal.Say("서명 키를 바꿉니다. haechi serve 가 몇 초 안에 새 키를 만듭니다. /ledger 에서 새 검증 키를 보십시오.", "the keys will be changed; haechi serve makes the new ones within seconds; see them at /ledger"));
            return Exit.Fine;
        });
        return command;
    }
}
