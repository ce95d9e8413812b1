using System.CommandLine;

namespace Haechi.Verbs;

/// <summary><c>haechi rules …</c></summary>
internal static class RulesVerbs
{
    public static Command Create(Terminal terminal) =>
        new("rules", terminal.Say("규칙책을 검사하고, 시험하고, 적용하고, 설명합니다.", "Check, test, apply and explain rulebooks."))
        {
            CheckVerb.Create(terminal),
            TestVerb.Create(terminal),
            EvalVerb.Create(terminal),
            ExplainVerb.Create(terminal),
            AskVerb.Create(terminal),
            PreviewVerb.Create(terminal),
            ExportVerb.Create(terminal),
            ConvertVerb.Create(terminal),
        };
}
