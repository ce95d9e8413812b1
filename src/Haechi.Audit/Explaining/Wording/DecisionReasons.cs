using Haechi.Audit.Explaining.Changing;

namespace Haechi.Audit.Explaining.Wording;

/// <summary>One reason: a feature, its value, and its part of the answer.</summary>
/// <param name="Feature">The feature's name in the model.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Value">The row's value; NaN when missing.</param>
/// <param name="Part">Its part, on the scale of the explanation.</param>
/// <param name="Share">Its size as a share of all parts' sizes.</param>
/// <param name="Sentence">The reason in plain words.</param>
public sealed record DecisionReason(string Feature, FeatureLabel Label, double Value, double Part, double Share, LocalText Sentence);

/// <summary>The reasons of one decision in plain Korean and English.</summary>
/// <param name="Summary">What the model answered, and what it would answer knowing nothing.</param>
/// <param name="Reasons">The largest parts, largest first.</param>
/// <param name="Rest">What all other features did together; null when there are none.</param>
/// <param name="Caveat">What such an explanation cannot say.</param>
public sealed record DecisionReasons(LocalText Summary, IReadOnlyList<DecisionReason> Reasons, LocalText? Rest, LocalText Caveat)
{
    private static readonly LocalText NoCause = new(
        "모형이 이 값을 어떻게 계산했는지를 말할 뿐입니다. 그 사람의 삶에서 무엇이 원인인지, 모형이 옳은지는 말하지 않습니다.",
        "This says how the model came to its answer. It does not say what caused anything in this person's life, nor whether the model is right.");

    /// <summary>Words the explanation of one row.</summary>
    /// <param name="parts">The explanation.</param>
    /// <param name="rows">The rows that were explained.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="output">Which answer.</param>
    /// <param name="answer">What the model answered.</param>
    /// <param name="usual">What it would answer knowing nothing, on the same scale.</param>
    /// <param name="labels">What people call the features.</param>
    /// <param name="most">How many reasons are named.</param>
    public static DecisionReasons Of(Attributions parts, FeatureMatrix rows, int row, int output, double answer, double usual, FeatureLabels labels, int most = 5)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        var name = labels.Answer(output, parts.Outputs);
        var all = Enumerable.Range(0, rows.Width).Sum(f => Math.Abs(parts.Part(row, output, f)));
        var order = Enumerable.Range(0, rows.Width).Where(f => parts.Part(row, output, f) != 0).OrderByDescending(f => Math.Abs(parts.Part(row, output, f))).ThenBy(f => f).ToList();
        var reasons = order.Take(most).Select(f => Reason(rows.Features[f], labels.Of(rows.Features[f]), rows.Row(row)[f], parts.Part(row, output, f), all, name)).ToList();
        return new(Head(name, answer, usual), reasons, Others([.. order.Skip(most).Select(f => parts.Part(row, output, f))], name), NoCause);
    }

    private static LocalText Head(LocalText name, double answer, double usual) => new(
        $"{Josa.Topic(name.Ko)} {Numbers.Say(answer)}입니다. 이 사람에 대해 아무것도 모를 때의 값은 {Numbers.Say(usual)}입니다.",
        $"{Capital(name.En)} is {Numbers.Say(answer)}. Knowing nothing of this person it would be {Numbers.Say(usual)}.");

    private static DecisionReason Reason(string feature, FeatureLabel label, double value, double part, double all, LocalText name)
    {
        var (share, said) = (all > 0 ? Math.Abs(part) / all : 0, label.Say(value));
        var (did, word) = part > 0 ? ("높였습니다", "raised") : ("낮추었습니다", "lowered");
        var ko = double.IsNaN(value) ? $"{Josa.Subject(label.Name.Ko)} 적혀 있지 않은 점이" : $"{Josa.Subject(label.Name.Ko)} {said.Ko}인 점이";
        var en = double.IsNaN(value) ? $"That {label.Name.En} is not recorded" : $"That {label.Name.En} is {said.En}";
        var tail = $"({Numbers.Signed(part)}, {Numbers.Percent(share)})";
        return new(feature, label, value, part, share, new($"{ko} {Josa.Object(name.Ko)} {did} {tail}.", $"{en} {word} {name.En} {tail}."));
    }

    private static LocalText? Others(IReadOnlyList<double> parts, LocalText name)
    {
        if (parts.Count == 0)
        {
            return null;
        }
        var sum = Numbers.Signed(parts.Sum());
        return new($"나머지 {parts.Count}개 특성은 모두 합해 {Josa.Object(name.Ko)} {sum}만큼 움직였습니다.", $"The other {parts.Count} features together moved {name.En} by {sum}.");
    }

    /// <summary>What could be changed, in plain words; and when nothing was found, exactly how far the search went.</summary>
    public static IReadOnlyList<LocalText> Words(CounterfactualSearch search, WantedAnswer wanted, FeatureLabels labels, int outputs)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(labels);
        var name = labels.Answer(wanted.Output, outputs);
        var (limit, ko, en) = (Numbers.Say(wanted.Threshold), wanted.AtLeast ? "이상" : "미만", wanted.AtLeast ? "at least" : "below");
        if (search.AlreadyMet)
        {
            return [new($"{Josa.Topic(name.Ko)} 이미 {limit} {ko}입니다. 바꿀 것을 찾지 않았습니다.", $"{Capital(name.En)} is {en} {limit} already; no change was looked for.")];
        }
        if (search.Found.Count > 0)
        {
            return [.. search.Found.Select(f => Change(f, labels, name))];
        }
        return [search.Proof
            ? new($"정한 범위 안에서는 무엇을 바꾸어도 {Josa.Subject(name.Ko)} {limit} {ko}이 되지 않습니다. 나무가 구별하는 모든 값의 모든 조합({search.Tried:N0}가지)을 보았습니다.",
                $"Nothing within the declared bounds makes {name.En} {en} {limit}: all combinations of all values that the trees tell apart were tried ({search.Tried:N0}).")
            : search.Complete
                ? new($"{search.MostChanges}개까지 함께 바꾸어 {search.Tried:N0}가지를 보았으나 {Josa.Subject(name.Ko)} {limit} {ko}이 되는 것을 찾지 못했습니다. 해 본 값들 밖에는 있을 수 있습니다.",
                    $"None was found among {search.Tried:N0} combinations of up to {search.MostChanges} changes that makes {name.En} {en} {limit}; there may be one among values that were not tried.")
                : new($"{search.Tried:N0}가지를 보았으나 찾지 못했습니다. 모두 보지는 못했으므로 없다는 뜻은 아닙니다.",
                    $"None was found among {search.Tried:N0} combinations. Not all could be tried: this does not mean that there is none.")];
    }

    private static LocalText Change(Counterfactual found, FeatureLabels labels, LocalText name)
    {
        var changes = found.Changes.Select(c => (labels.Of(c.Feature).Name, From: labels.Of(c.Feature).Say(c.From), To: labels.Of(c.Feature).Say(c.To))).ToList();
        var answer = Numbers.Say(found.Answer);
        return new(
            $"{string.Join(", ", changes.Select(c => $"{Josa.Object(c.Name.Ko)} {c.From.Ko}에서 {Josa.To(c.To.Ko)}"))} 바꾸면 {Josa.Topic(name.Ko)} {Josa.Subject(answer)} 됩니다.",
            $"If {string.Join(" and ", changes.Select(c => $"{c.Name.En} went from {c.From.En} to {c.To.En}"))}, {name.En} would be {answer}.");
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
