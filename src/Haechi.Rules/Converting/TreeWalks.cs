namespace Haechi.Rules.Converting;

/// <summary>
/// A question reached with a history, as far as the history still matters: the collected labels that a later redirect can ask for, and the answers to
/// questions that can come up again (a fact is one answer, so the second time it is the same).
/// </summary>
internal sealed record TreeStep(int Index, TreeQuestion Question, IReadOnlySet<string> Labels, IReadOnlyDictionary<string, int> Given, string Name)
{
    /// <summary>Each answer that can be given here, with where it leads: a step, a conclusion, or nowhere (both null).</summary>
    public List<(int Answer, TreeStep? Next, string? Conclusion)> Ways { get; } = [];

    /// <summary>True when the question was answered before on every walk to here: its answer is part of the history.</summary>
    public bool IsRepeat => Given.ContainsKey(Question.Id);
}

/// <summary>Goes through every walk that a tree allows, without listing them: steps with the same question and the same history that matters are one.</summary>
internal sealed class TreeWalks
{
    private const int MostSteps = 20_000;

    /// <summary>Rules lean on one another along a walk, and a book limits how far.</summary>
    private const int LongestWalk = 380;

    private readonly DecisionTree _tree;
    private readonly Findings _findings;
    private readonly Dictionary<string, TreeQuestion> _questions;
    private readonly Dictionary<string, HashSet<string>> _reachable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TreeStep> _byKey = new(StringComparer.Ordinal);
    private readonly List<TreeStep> _steps = [];

    private TreeWalks(DecisionTree tree, Findings findings)
    {
        (_tree, _findings) = (tree, findings);
        _questions = tree.Questions.ToDictionary(q => q.Id, StringComparer.Ordinal);
        foreach (var question in tree.Questions)
        {
            _reachable[question.Id] = ReachableFrom(question);
        }
        foreach (var (id, reachable) in _reachable)
        {
            _asked[id] = [.. reachable.Append(id).SelectMany(q => _questions[q].Answers).SelectMany(a => a.Exits).Where(e => e.If is not null)
                .SelectMany(e => LabelCondition.LabelsIn(e.If!.Root)).Select(l => l.Value)];
        }
    }

    /// <summary>All steps, the first first; null when the tree loops or is too large, with the place.</summary>
    public static IReadOnlyList<TreeStep>? Explore(DecisionTree tree, Findings findings)
    {
        var walks = new TreeWalks(tree, findings);
        var start = walks.StepAt(tree.Questions[0], new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var next = 0; next < walks._steps.Count; next++)
        {
            if (next >= MostSteps)
            {
                findings.Error("too-large", tree.Place, $"나무의 단계가 {MostSteps}개를 넘습니다. 라벨에 따른 갈림이 너무 많습니다.", $"the tree has more than {MostSteps} steps: too many ways that depend on labels");
                return null;
            }
            walks.Follow(walks._steps[next]);
        }
        return walks.CheckEnds(start) ? walks._steps : null;
    }

    private HashSet<string> ReachableFrom(TreeQuestion start)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<TreeQuestion>([start]);
        while (pending.TryPop(out var question))
        {
            foreach (var exit in question.Answers.SelectMany(a => a.Exits).Where(e => !e.ToConclusion))
            {
                if (found.Add(exit.Target))
                {
                    pending.Push(_questions[exit.Target]);
                }
            }
        }
        return found;
    }

    private TreeStep StepAt(TreeQuestion question, HashSet<string> labels, Dictionary<string, int> given)
    {
        labels.IntersectWith(_asked[question.Id]);
        foreach (var over in given.Keys.Where(k => k != question.Id && !_reachable[question.Id].Contains(k)).ToList())
        {
            given.Remove(over);
        }
        var key = string.Join('\u0001', labels.Order(StringComparer.Ordinal)) + '\u0002'
            + string.Join('\u0001', given.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}={g.Value}")) + '\u0002' + question.Id;
        if (!_byKey.TryGetValue(key, out var step))
        {
            var same = _steps.Count(s => s.Question == question);
            _byKey[key] = step = new TreeStep(_steps.Count, question, labels, given, same == 0 ? question.Id : $"{question.Id}/{same + 1}");
            _steps.Add(step);
        }
        return step;
    }

    private void Follow(TreeStep step)
    {
        for (var i = 0; i < step.Question.Answers.Count; i++)
        {
            if (step.Given.TryGetValue(step.Question.Id, out var before) && before != i)
            {
                continue;
            }
            var answer = step.Question.Answers[i];
            var labels = new HashSet<string>(step.Labels, StringComparer.Ordinal);
            labels.UnionWith(answer.Labels);
            var exit = answer.Exits.FirstOrDefault(e => e.If is null || LabelCondition.Holds(e.If.Root, labels));
            TreeStep? next = null;
            if (exit is { ToConclusion: false })
            {
                var given = new Dictionary<string, int>(step.Given, StringComparer.Ordinal) { [step.Question.Id] = i };
                next = StepAt(_questions[exit.Target], labels, given);
            }
            step.Ways.Add((i, next, exit is { ToConclusion: true } ? exit.Target : null));
        }
    }

    /// <summary>Depth first, without recursion: a step that leads back to itself with the same history never ends. Measures the longest walk on the way.</summary>
    private bool CheckEnds(TreeStep start)
    {
        var longest = new int[_steps.Count];
        var path = new List<(TreeStep Step, int Way)> { (start, 0) };
        var onPath = new HashSet<int> { start.Index };
        while (path.Count > 0)
        {
            var (step, way) = path[^1];
            if (way == step.Ways.Count)
            {
                longest[step.Index] = 1 + step.Ways.Select(w => w.Next is null ? 0 : longest[w.Next.Index]).DefaultIfEmpty(0).Max();
                onPath.Remove(step.Index);
                path.RemoveAt(path.Count - 1);
                continue;
            }
            path[^1] = (step, way + 1);
            if (step.Ways[way].Next is not { } next)
            {
                continue;
            }
            if (onPath.Contains(next.Index))
            {
                var circle = string.Join(" → ", path.SkipWhile(p => p.Step != next).Select(p => p.Step.Question.Id).Append(next.Question.Id));
                _findings.Error("circle", step.Question.Answers[step.Ways[way].Answer].Place, $"나무가 끝나지 않고 돕니다: {circle}.", $"the tree never ends here; it goes round: {circle}");
                return false;
            }
            if (longest[next.Index] == 0)
            {
                onPath.Add(next.Index);
                path.Add((next, 0));
            }
        }
        if (longest[start.Index] > LongestWalk)
        {
            _findings.Error("too-deep", _tree.Place, $"질문이 {LongestWalk}개를 넘게 이어집니다.", $"a walk of more than {LongestWalk} questions");
        }
        return longest[start.Index] <= LongestWalk;
    }
}
