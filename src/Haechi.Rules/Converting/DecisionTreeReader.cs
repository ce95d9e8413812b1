using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>Reads a decision tree; null when the file has errors, each with its place.</summary>
internal sealed class DecisionTreeReader(string file, string text, Findings findings)
{
    private const int MostQuestions = 2_000;

    public DecisionTree? Read()
    {
        if (YamlFile.Read(file, text, findings) is not { } root)
        {
            return findings.HasErrors ? null : Refuse(new Place(file, 0, 0));
        }
        if (root is not YamlMap map || map.Entries.All(e => e.Key.Value != "questions"))
        {
            return Refuse(root.Place);
        }
        var fields = new SourceFields(map, findings);
        var name = PlainText.Of(fields.Text("name") ?? Path.GetFileNameWithoutExtension(file));
        var version = fields.Text("version") ?? "1";
        var fallback = $"{name} {version}";
        // Older trees keep their conclusions among the questions.
        var items = fields.Maps("questions");
        var questions = items.Where(i => !i.Has("conclusionId")).Select(i => ReadQuestion(i, fallback)).ToList();
        var conclusions = items.Where(i => i.Has("conclusionId")).Concat(fields.Maps("conclusions")).Select(i => ReadConclusion(i, fallback)).ToList();
        if (questions.Count is 0 or > MostQuestions)
        {
            findings.Error("wrong-value", root.Place, $"질문이 {questions.Count}개입니다. 1개에서 {MostQuestions}개까지 읽습니다.", $"found {questions.Count} questions; expected 1 to {MostQuestions}");
        }
        CheckTwice(questions.Select(q => (q.Id, q.Place)), "questionId");
        CheckTwice(conclusions.Select(c => (c.Id, c.Place)), "conclusionId");
        var tree = new DecisionTree(name, version, questions, conclusions, root.Place);
        CheckTargets(tree);
        return findings.HasErrors ? null : tree with { Questions = [.. questions.Select(q => Settle(q, [.. questions.Select(x => x.Id)]))] };
    }

    private DecisionTree? Refuse(Place place)
    {
        findings.Error("wrong-file", place, "결정 나무가 아닙니다. questions 목록이 있는 YAML이 필요합니다.", "this is not a decision tree; expected YAML with a list 'questions'");
        return null;
    }

    private TreeQuestion ReadQuestion(SourceFields fields, string fallback)
    {
        var id = ReadId(fields, "questionId");
        var ask = PlainText.Of(fields.Required("question"));
        var answers = fields.Maps("answers").Select(ReadAnswer).ToList();
        if (answers.Count == 0)
        {
            findings.Error("missing-key", fields.Place, $"질문 '{id}'에 답(answers)이 없습니다.", $"the question '{id}' has no answers");
        }
        return new TreeQuestion(id, ask, PlainText.Of(fields.Text("explanation") ?? fields.Text("description")), Cite(fields, fallback), answers, fields.Place);
    }

    private TreeAnswer ReadAnswer(SourceFields fields)
    {
        var answer = PlainText.Of(fields.Required("answer"));
        var more = PlainText.Of(fields.Text("subresult"));
        var exits = fields.Maps("redirects").Select(ReadRedirect).OfType<TreeExit>().ToList();
        if (ReadExit(fields, null) is { } otherwise)
        {
            exits.Add(otherwise);
        }
        else if (!fields.Has("redirects"))
        {
            findings.Error("missing-key", fields.Place, "이 답이 어디로 가는지 없습니다. nextQuestionId, nextConclusionId, redirects 가운데 하나가 필요합니다.",
                "this answer leads nowhere; expected nextQuestionId, nextConclusionId or redirects");
        }
        var labels = fields.Scalars("labels").Select(l => l.Value.Trim()).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return new TreeAnswer(more.Length > 0 ? $"{answer} ({more})" : answer, labels, exits, fields.Place);
    }

    private TreeExit? ReadRedirect(SourceFields fields)
    {
        var scalar = fields.Scalar("if");
        var condition = scalar is null ? null : LabelCondition.Read(scalar, text, findings);
        var exit = ReadExit(fields, condition);
        if (exit is null)
        {
            findings.Error("missing-key", fields.Place, "이 갈림길이 어디로 가는지 없습니다. nextQuestionId 또는 nextConclusionId가 필요합니다.",
                "this redirect leads nowhere; expected nextQuestionId or nextConclusionId");
        }
        return exit;
    }

    private TreeExit? ReadExit(SourceFields fields, Condition? condition)
    {
        var (question, conclusion) = (fields.Scalar("nextQuestionId"), fields.Scalar("nextConclusionId"));
        if (question is not null && conclusion is not null)
        {
            findings.Error("wrong-value", conclusion.Place, "nextQuestionId와 nextConclusionId가 함께 있습니다. 하나만 적으십시오.", "nextQuestionId and nextConclusionId are both given; expected one of them");
        }
        // A redirect `default: ID` of older trees names either; Settle finds out which.
        return (question ?? conclusion ?? fields.Scalar("default")) is { } target
            ? new TreeExit(condition, target.Value.Trim(), question is null && conclusion is not null, target.Place)
            : null;
    }

    private TreeConclusion ReadConclusion(SourceFields fields, string fallback) =>
        new(ReadId(fields, "conclusionId"), PlainText.Of(fields.Required("conclusion")), PlainText.Of(fields.Text("obligation")), Cite(fields, fallback), fields.Place);

    /// <summary>An id becomes a name in conditions, in back quotes, which therefore it cannot hold.</summary>
    private string ReadId(SourceFields fields, string key)
    {
        var id = fields.Required(key)?.Trim() ?? "";
        if (id.Contains('`', StringComparison.Ordinal) || id.Any(char.IsControl))
        {
            findings.Error("wrong-value", fields.Scalar(key)!.Place, $"'{key}'에 ` 나 제어 문자는 쓸 수 없습니다.", $"'{key}' may not hold a back quote or control characters");
        }
        return id;
    }

    private static string Cite(SourceFields fields, string fallback) => Cite(
        fields.Node("sources") is YamlList ? fields.Maps("sources").Select(s => s.Text("source") ?? s.Text("url")) : [fields.Text("source")], fallback);

    private static string Cite(IEnumerable<string?> sources, string fallback)
    {
        var named = string.Join("; ", sources.Select(PlainText.Of).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal));
        return named.Length > 0 ? named : fallback;
    }

    private void CheckTwice(IEnumerable<(string Id, Place Place)> things, string key)
    {
        foreach (var twice in things.Where(t => t.Id.Length > 0).GroupBy(t => t.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            findings.Error("duplicate", twice.Last().Place, $"{key} '{twice.Key}'이(가) {twice.First().Place}에도 있습니다.", $"the {key} '{twice.Key}' is also at {twice.First().Place}");
        }
    }

    private void CheckTargets(DecisionTree tree)
    {
        var questions = tree.Questions.Select(q => q.Id).ToHashSet(StringComparer.Ordinal);
        var conclusions = tree.Conclusions.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var given = tree.Labels.ToHashSet(StringComparer.Ordinal);
        foreach (var exit in tree.Questions.SelectMany(q => q.Answers).SelectMany(a => a.Exits))
        {
            if (!(exit.ToConclusion ? conclusions.Contains(exit.Target) : questions.Contains(exit.Target) || conclusions.Contains(exit.Target)))
            {
                var (ko, en) = Nearest.Hint(exit.Target, exit.ToConclusion ? conclusions : questions);
                findings.Error("unknown-name", exit.Place, $"'{exit.Target}'은(는) 이 나무에 없습니다.{ko}", $"'{exit.Target}' is not in this tree.{en}");
            }
            foreach (var label in exit.If is null ? [] : LabelCondition.LabelsIn(exit.If.Root).Where(l => !given.Contains(l.Value)))
            {
                var (ko, en) = Nearest.Hint(label.Value, given);
                findings.Warning("unknown-label", exit.If!.PlaceOf(label.At), $"라벨 '{label.Value}'을(를) 주는 답이 없어 이 조건은 늘 거짓입니다.{ko}", $"no answer gives the label '{label.Value}', so this is always false.{en}");
            }
        }
    }

    /// <summary>Says of each way out whether it ends the walk, also where the tree leaves that to the id.</summary>
    private static TreeQuestion Settle(TreeQuestion question, HashSet<string> questions) => question with
    {
        Answers = [.. question.Answers.Select(a => a with { Exits = [.. a.Exits.Select(e => e with { ToConclusion = e.ToConclusion || !questions.Contains(e.Target) })] })],
    };
}
