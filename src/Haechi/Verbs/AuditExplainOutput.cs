using Haechi.Audit.Explaining;

namespace Haechi.Verbs;

/// <summary>Writes what was found in the form that was asked for.</summary>
internal static class AuditExplainOutput
{
    public static void Deliver(Explained made, Terminal terminal)
    {
        void Write(TextWriter output)
        {
            switch (made.Ask.Format)
            {
                case "json":
                    AuditExplainJson.Write(made, output);
                    break;
                case "html":
                    AuditExplainHtml.Write(made, terminal.Language, output);
                    break;
                default:
                    AuditExplainTable.Print(made, terminal with { Out = output });
                    break;
            }
        }
        if (made.Ask.Output is not { } file)
        {
            Write(terminal.Out);
            return;
        }
        OutputFile.Write(file, byteOrderMark: false, Write);
        terminal.Error.WriteLine(terminal.Say($"{file}에 썼습니다.", $"written to {file}"));
    }

    /// <summary>Features by the mean size of their parts, largest first.</summary>
    public static IReadOnlyList<(string Feature, double Size)> General(Explained made)
    {
        var sizes = made.Parts!.MeanSize(made.Ask.Answer);
        return [.. made.Parts.Features.Select((f, i) => (f, sizes[i])).OrderByDescending(x => x.Item2)];
    }

    /// <summary>What the parts are parts of, in words.</summary>
    public static string Scale(Explained made, Language language) => made.Parts!.Scale == ExplainedScale.Answer
        ? language.Say("모형의 답의 눈금", "on the scale of the model's answer")
        : language.Say("모형 안의 합(확률 모형이면 로그 오즈)의 눈금", "on the scale of the sum inside the model (log odds for a probability)");
}
