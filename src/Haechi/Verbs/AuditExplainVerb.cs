using System.CommandLine;
using Haechi.Audit.Explaining;

namespace Haechi.Verbs;

/// <summary><c>haechi audit explain</c>: why a model answered as it did, for one person or in general, and what could be changed.</summary>
internal static class AuditExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        var options = new AuditExplainOptions(terminal);
        var command = new Command("explain", terminal.Say(
            """
            모형이 왜 그렇게 답했는지를 나누어 보입니다. 나무 모형(XGBoost JSON, LightGBM 글, ONNX)은 정확한 TreeSHAP으로, 선형 모형은 식으로, 그 밖의 것(주소 뒤의 모형)은 물어서 설명합니다.
            바꿀 것을 찾지 못했거나 보호 속성이 이유에 들면 1, 잘못 쓰면 2로 끝납니다.
            예: haechi audit explain --model model.json --data applicants.csv --row 17 --labels labels.json --actionable training:up:0..12,debt:down
            """,
            """
            Divide a model's answer among its features. Trees (XGBoost JSON, LightGBM text, ONNX) by exact TreeSHAP, linear models by their formula, anything else (a model behind an address) by asking it.
            Ends with 1 when no change was found or a sensitive feature is among the reasons, 2 on wrong use.
            Example: haechi audit explain --model model.json --data applicants.csv --row 17 --labels labels.json --actionable training:up:0..12,debt:down
            """));
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }
        command.SetAction(parsed =>
        {
            try
            {
                return AuditExplainRun.Run(options.Read(parsed), terminal);
            }
            catch (ModelUnavailableException failed)
            {
                terminal.Error.WriteLine(failed.Problem.ToLine(terminal.Language.Tag));
                return Exit.WrongUse;
            }
        });
        return command;
    }
}
