using System.CommandLine;
using Haechi.Audit.Cells;
using Haechi.Audit.Privacy;

namespace Haechi.Verbs;

/// <summary><c>haechi audit cells</c></summary>
internal static class AuditCellsVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new AuditInputs(terminal);
        var smallest = new Option<int?>("--smallest") { Description = terminal.Say("이보다 적은 칸과 이를 되찾게 하는 칸을 가림 (권장 10)", "withhold cells below this, and those that would give them away (10 is usual)"), HelpName = "N" };
        var previous = new Option<string>("--previous") { Description = terminal.Say("앞서 내보낸 칸 표: 그 뒤 조금만 바뀐 칸도 가림", "cells released before: what changed by a few since then is withheld too"), HelpName = "CELLS" };
        var noise = new Option<double?>("--noise") { Description = terminal.Say("이산 잡음의 사생활 예산 엡실론 (한 사람이 한 줄일 때)", "privacy budget epsilon of discrete noise (one row per person)"), HelpName = "EPSILON" };
        var command = new Command("cells", terminal.Say("결정 기록을 세어 칸 표를 만듭니다. 사람의 줄은 남지 않습니다.\n예: haechi audit cells plan.yaml --smallest 10 -o cells.jsonl", "Count decisions into a table of cells; no row of a person is left.\nExample: haechi audit cells plan.yaml --smallest 10 -o cells.jsonl"))
        {
            smallest, previous, noise, inputs.Output,
        };
        inputs.AddTo(command);
        command.SetAction(parsed =>
        {
            var cells = inputs.Cells(parsed, inputs.Plan(parsed));
            cells = parsed.GetValue(smallest) is { } n ? Suppression.Of(cells, n, parsed.GetValue(previous) is { } file ? CellFile.Read(AuditInputs.ReadBytes(file), file) : null)
                : parsed.GetValue(previous) is null ? cells : throw AuditInputs.Wrong("--previous", "--smallest 와 함께 쓰십시오.", "give --smallest with it");
            cells = parsed.GetValue(noise) is { } epsilon ? Noise.Of(cells, epsilon) : cells;
            inputs.Write(parsed, CellFile.Write(cells));
            return Exit.Fine;
        });
        return command;
    }
}
