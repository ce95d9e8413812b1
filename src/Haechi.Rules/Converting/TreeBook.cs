using System.Globalization;
using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>
/// Writes a decision tree as a rulebook. Facts are <c>{question id: index of the answer}</c>. A rule <c>asked/QUESTION</c> says that the walk comes to a question; a label or
/// conclusion is yes when the walk passes an answer that gives it. An unanswered question leaves what lies behind it unknown.
/// </summary>
internal sealed class TreeBook(DecisionTree tree, IReadOnlyList<TreeStep> steps, Findings findings)
{
    private const string DeadEnd = "no-conclusion";

    private readonly Dictionary<string, List<TreeStep>> _stepsOf = steps.GroupBy(s => s.Question.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    private readonly Dictionary<int, List<string>> _waysTo = [];

    public IEnumerable<(string Name, YamlMap Root)> Files(string file, ConvertOptions options, string id)
    {
        var deadEnds = steps.SelectMany(s => s.Ways.Where(w => w.Next is null && w.Conclusion is null).Select(w => (Step: s, w.Answer))).ToList();
        foreach (var (step, answer) in deadEnds.DistinctBy(d => (d.Step.Question.Id, d.Answer)))
        {
            findings.Warning("no-conclusion", step.Question.Answers[answer].Place,
                $"이 답에서 맞는 갈림길이 없는 경우가 있습니다(질문 {step.Question.Id}). 결론 없이 끝나며, 그때 클래스 '{DeadEnd}'이(가) 예입니다.",
                $"no redirect of this answer (question {step.Question.Id}) holds for some walks and there is no default; such a walk ends without a conclusion, and the class '{DeadEnd}' is then yes");
        }
        foreach (var (from, to) in steps.SelectMany(s => s.Ways.Where(w => w.Next is not null).GroupBy(w => w.Next!.Index).Select(g => (s, g))))
        {
            (_waysTo.TryGetValue(to.Key, out var list) ? list : _waysTo[to.Key] = []).Add(Passes(from, to.Select(w => w.Answer)));
        }
        yield return ("book.yaml", ConvertedBook.Head(id, tree.Version, Make.Text(tree.Name), ["nl"], file, options, ("classes", Classes(deadEnds.Count > 0))));
        yield return ("questions.yaml", Make.Map(("questions", Make.Map(tree.Questions.Select(q => (q.Id, (YamlNode?)QuestionNode(q)))))));
        yield return ("walks.yaml", Rules(WalkRules));
        yield return ("labels.yaml", Rules(LabelRules));
        yield return ("conclusions.yaml", Rules(rules => ConclusionRules(rules, deadEnds)));
    }

    private static YamlMap Rules(Action<List<YamlNode>> fill)
    {
        var rules = new List<YamlNode>();
        fill(rules);
        return Make.Map(("rules", Make.List(rules)));
    }

    private YamlMap Classes(bool withDeadEnd)
    {
        var labels = tree.Labels.Select(l => (l, (YamlNode?)Make.Map(("title", Make.Text(l)))));
        var conclusions = tree.Conclusions.Select(c => (ClassOf(c.Id), (YamlNode?)Make.Map(("title", Make.Text(SourceFields.Shorten(c.Text, 200))))));
        var dead = withDeadEnd ? new[] { (DeadEnd, (YamlNode?)Make.Map(("title", Make.Text("De beslisboom eindigt zonder conclusie")))) } : [];
        return Make.Map(labels.Concat(conclusions).Concat(dead).DistinctBy(c => c.Item1));
    }

    private static YamlMap QuestionNode(TreeQuestion question) => Make.Map(
        ("type", Make.Word("enum")),
        ("of", Make.Map(question.Answers.Select((a, i) => (Number(i), (YamlNode?)Make.Text(a.Text.Length > 0 ? a.Text : Number(i)))))),
        ("ask", Make.Text(question.Ask)),
        ("help", Make.Text(question.Help)),
        ("cite", Make.Text(question.Cite)));

    private void WalkRules(List<YamlNode> rules)
    {
        foreach (var question in tree.Questions)
        {
            YamlMap Rule(string id, string when) => Make.Map(("id", Make.Text(id)), ("title", Make.Text($"Vraag {question.Id} komt aan de orde")), ("cite", Make.Text(question.Cite)), ("when", Make.Text(when)));
            if (!_stepsOf.TryGetValue(question.Id, out var own))
            {
                continue;
            }
            foreach (var step in own)
            {
                var id = StepRule(step);
                var when = step.Index == 0 ? "true" : ConvertedBook.AnyOf(id, _waysTo[step.Index], Rule, rules);
                rules.Add(Rule(id, when));
            }
            if (own.Count > 1)
            {
                rules.Add(Rule(AskedRule(question), ConvertedBook.AnyOf(AskedRule(question), [.. own.Select(s => $"`{StepRule(s)}`")], Rule, rules)));
            }
        }
    }

    /// <summary>A label is given where its answer is, however the walk came to the question.</summary>
    private void LabelRules(List<YamlNode> rules)
    {
        foreach (var label in tree.Labels)
        {
            var givers = tree.Questions.Where(q => _stepsOf.ContainsKey(q.Id))
                .Select(q => (Question: q, Answers: Enumerable.Range(0, q.Answers.Count).Where(i => q.Answers[i].Labels.Contains(label)).ToList()))
                .Where(g => g.Answers.Count > 0).ToList();
            var cite = string.Join("; ", givers.Select(g => g.Question.Cite).Distinct(StringComparer.Ordinal));
            YamlMap Rule(string id, string when) => Make.Map(("id", Make.Text(id)), ("title", Make.Text(label)), ("cite", Make.Text(cite.Length > 0 ? cite : $"{tree.Name} {tree.Version}")),
                ("when", Make.Text(when)), ("class", id == $"label/{label}" ? Make.Text(label) : null));
            rules.Add(Rule($"label/{label}", ConvertedBook.AnyOf($"label/{label}", [.. givers.Select(g => $"(`{AskedRule(g.Question)}` && {Answered(g.Question, g.Answers)})")], Rule, rules)));
        }
    }

    private void ConclusionRules(List<YamlNode> rules, List<(TreeStep Step, int Answer)> deadEnds)
    {
        foreach (var conclusion in tree.Conclusions)
        {
            var ways = steps.Select(s => (Step: s, Answers: s.Ways.Where(w => w.Conclusion == conclusion.Id).Select(w => w.Answer).ToList())).Where(w => w.Answers.Count > 0);
            Add(ClassOf(conclusion.Id), SourceFields.Shorten(conclusion.Text, 200), conclusion.Cite, conclusion.Obligation, [.. ways.Select(w => Passes(w.Step, w.Answers))]);
        }
        if (deadEnds.Count > 0)
        {
            Add(DeadEnd, "De beslisboom eindigt zonder conclusie", $"{tree.Name} {tree.Version}", "", [.. deadEnds.GroupBy(d => d.Step).Select(g => Passes(g.Key, g.Select(d => d.Answer)))]);
        }
        void Add(string id, string title, string cite, string note, List<string> ways)
        {
            YamlMap Rule(string part, string when) => Make.Map(("id", Make.Text(part)), ("title", Make.Text(title)), ("cite", Make.Text(cite)),
                ("note", part == id ? Make.Text(note) : null), ("when", Make.Text(when)), ("class", part == id ? Make.Text(id) : null));
            rules.Add(Rule(id, ConvertedBook.AnyOf(id, ways, Rule, rules)));
        }
    }

    /// <summary>The walk comes to the step and takes one of the answers. On a repeat the answer is known from the walk.</summary>
    private string Passes(TreeStep step, IEnumerable<int> answers) =>
        step.IsRepeat ? $"`{StepRule(step)}`" : $"(`{StepRule(step)}` && {Answered(step.Question, answers)})";

    private static string Answered(TreeQuestion question, IEnumerable<int> answers) => $"`{question.Id}` in [{string.Join(", ", answers.Order().Select(a => $"'{Number(a)}'"))}]";

    private string AskedRule(TreeQuestion question) => _stepsOf[question.Id] is [var only] ? StepRule(only) : $"asked/{question.Id}";

    private string StepRule(TreeStep step) => _stepsOf[step.Question.Id].Count == 1 ? $"asked/{step.Question.Id}" : $"asked/{step.Question.Id}/{_stepsOf[step.Question.Id].IndexOf(step) + 1}";

    private static string ClassOf(string conclusion) => $"conclusion/{conclusion}";

    private static string Number(int index) => index.ToString(CultureInfo.InvariantCulture);
}
