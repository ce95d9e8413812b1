using System.Globalization;
using Haechi.Audit.Explaining.Wording;

namespace Haechi.Verbs;

/// <summary>The findings as text for a terminal.</summary>
internal static class AuditExplainTable
{
    public static void Print(Explained made, Terminal terminal)
    {
        terminal.Out.WriteLine(terminal.Say(
            $"모형: {made.Format}, 특성 {made.Model.Features.Count}개, 방법: {made.Method}", $"model: {made.Format}, {made.Model.Features.Count} features, method: {made.Method}"));
        foreach (var note in made.Notes)
        {
            terminal.Out.WriteLine(note.In(terminal.Language.Tag));
        }
        terminal.Out.WriteLine();
        if (made.Reasons is not null)
        {
            Reasons(made, terminal);
        }
        else if (made.Importance is not null)
        {
            Importance(made, terminal);
        }
        else if (made.Effect is not null)
        {
            Effect(made, terminal);
        }
        else
        {
            General(made, terminal);
        }
    }

    private static void Reasons(Explained made, Terminal terminal)
    {
        var (reasons, tag) = (made.Reasons!, terminal.Language.Tag);
        terminal.Out.WriteLine(reasons.Summary.In(tag));
        terminal.Out.WriteLine();
        foreach (var (reason, i) in reasons.Reasons.Select((r, i) => (r, i)))
        {
            terminal.Out.WriteLine($"{i + 1}. {reason.Sentence.In(tag)}");
        }
        if (reasons.Rest is { } rest)
        {
            terminal.Out.WriteLine(rest.In(tag));
        }
        terminal.Out.WriteLine(terminal.Say($"괄호 안: 몫({AuditExplainOutput.Scale(made, terminal.Language)})과 모든 몫의 크기 가운데 차지하는 비율.", $"In brackets: the part ({AuditExplainOutput.Scale(made, terminal.Language)}) and its share of the size of all parts."));
        foreach (var line in SensitiveWords(made))
        {
            terminal.Out.WriteLine(line.In(tag));
        }
        if (made.Search is not null)
        {
            terminal.Out.WriteLine();
            foreach (var words in DecisionReasons.Words(made.Search, made.Wanted!, made.Labels, made.Model.Outputs))
            {
                terminal.Out.WriteLine(words.In(tag));
            }
        }
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(reasons.Caveat.In(tag));
    }

    /// <summary>Names the sensitive features among the reasons.</summary>
    public static IEnumerable<Audit.LocalText> SensitiveWords(Explained made) => made.Sensitive.Select(r => new Audit.LocalText(
        $"주의: 민감한 특성이 이유에 들어 있습니다: {r.Label.Name.Ko}. 써도 되는지 근거 법령을 확인하십시오.", $"Attention: a sensitive feature is among the reasons: {r.Label.Name.En}. Check on which provision it may be used."));

    private static void General(Explained made, Terminal terminal)
    {
        terminal.Out.WriteLine(terminal.Say($"{made.Numbers.Count:N0}행에서 각 특성의 몫의 평균 크기 ({AuditExplainOutput.Scale(made, terminal.Language)})", $"mean size of each feature's part over {made.Numbers.Count:N0} rows ({AuditExplainOutput.Scale(made, terminal.Language)})"));
        TextTable.Print(terminal.Out, [terminal.Say("특성", "feature"), terminal.Say("크기", "size")],
            AuditExplainOutput.General(made).Select(g => new[] { TextTable.OneLine(made.Labels.Of(g.Feature).Name.In(terminal.Language.Tag), 60), Number(g.Size) }));
    }

    private static void Importance(Explained made, Terminal terminal)
    {
        terminal.Out.WriteLine(terminal.Say($"섞지 않은 손실: {Number(made.WholeLoss!.Value)}. 특성을 섞으면 늘어나는 만큼 (10번의 평균과 표준편차):", $"loss without shuffling: {Number(made.WholeLoss!.Value)}. Growth when a feature is shuffled (mean and deviation of 10):"));
        TextTable.Print(terminal.Out, [terminal.Say("특성", "feature"), terminal.Say("평균", "mean"), terminal.Say("표준편차", "deviation")],
            made.Importance!.Select(i => new[] { TextTable.OneLine(made.Labels.Of(i.Feature).Name.In(terminal.Language.Tag), 60), Number(i.Mean), Number(i.Deviation) }));
    }

    private static void Effect(Explained made, Terminal terminal)
    {
        var label = made.Labels.Of(made.Ask.Effect!);
        TextTable.Print(terminal.Out, [label.Name.In(terminal.Language.Tag), made.AnswerName.In(terminal.Language.Tag), terminal.Say("행", "rows")],
            made.Effect!.Select(p => new[] { label.Say(p.Value).In(terminal.Language.Tag), Number(p.Effect), TextTable.Count(p.Rows) }));
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
