using System.CommandLine;
using Haechi.Audit.Cells;

namespace Haechi.Verbs;

/// <summary><c>haechi audit merge</c></summary>
internal static class AuditMergeVerb
{
    public static Command Create(Terminal terminal)
    {
        var inputs = new AuditInputs(terminal);
        var files = new Argument<string[]>("CELLS") { Description = terminal.Say("칸 표 파일들", "files of cells"), Arity = ArgumentArity.OneOrMore };
        var command = new Command("merge", terminal.Say("여러 날, 여러 업체의 칸 표를 더합니다.\n예: haechi audit merge jan.jsonl feb.jsonl -o both.jsonl", "Add up cells of several days or vendors.\nExample: haechi audit merge jan.jsonl feb.jsonl -o both.jsonl")) { files, inputs.Output };
        command.SetAction(parsed =>
        {
            var all = parsed.GetValue(files)!.Select(f => CellFile.Read(AuditInputs.ReadBytes(f), f)).ToList();
            inputs.Write(parsed, CellFile.Write(CellDocuments.Merge(all)));
            return Exit.Fine;
        });
        return command;
    }
}
