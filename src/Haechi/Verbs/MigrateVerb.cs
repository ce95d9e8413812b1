using System.CommandLine;
using Haechi.Tower.Storage;

namespace Haechi.Verbs;

/// <summary><c>haechi migrate</c></summary>
internal static class MigrateVerb
{
    public static Command Create(Terminal terminal)
    {
        var opener = new TowerOpener(terminal);
        var dry = new Option<bool>("--dry-run") { Description = terminal.Say("무엇을 할지만 보여 줌", "only show what would be done") };
        var command = new Command("migrate", terminal.Say(
            "데이터베이스의 스키마를 이 프로그램에 맞게 올립니다. 모두 한 번에 되거나 아무것도 바뀌지 않습니다. 먼저 백업하고, PostgreSQL이면 다른 노드를 멈추십시오.\n예: haechi migrate --dry-run",
            "Bring the schema of the database to this program: all of it or nothing. Make a backup first, and on PostgreSQL stop the other nodes.\nExample: haechi migrate --dry-run"))
        {
            dry, opener.Data, opener.Db,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var store = new TowerStore(opener.OptionsOf(parsed));
            SchemaState state;
            try
            {
                state = await Migrator.State(store, stop);
            }
            catch (Exception fault) when (Opening.Of(fault) is { } closed)
            {
                throw TowerActs.Refusal([closed]);
            }
            foreach (var script in state.Pending)
            {
                terminal.Out.WriteLine(script.Name);
            }
            if (state.Pending.Count == 0)
            {
                terminal.Out.WriteLine(terminal.Say($"올릴 것이 없습니다(스키마 {state.Applied}).", $"Nothing to do (schema {state.Applied})."));
                return Exit.Fine;
            }
            if (parsed.GetValue(dry))
            {
                return Exit.Findings;
            }
            if (await Opening.Prepare(store, upgrade: true, stop) is { } refusal)
            {
                throw TowerActs.Refusal([refusal]);
            }
            terminal.Out.WriteLine(terminal.Say($"스키마를 {state.Applied}에서 {Migrator.Newest}(으)로 올렸습니다.", $"The schema went from {state.Applied} to {Migrator.Newest}."));
            return Exit.Fine;
        });
        return command;
    }
}
