using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>How the answer to a question counts.</summary>
internal enum SurveyScoring
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As risk.</summary>
    Raw,

    /// <summary>As mitigation of the risk.</summary>
    Mitigation,
}

/// <summary>A choice of a question; its points are the number behind the last hyphen of its value.</summary>
internal sealed record SurveyChoice(string Value, string En, string Fr, double Points);

/// <summary>A question of a survey.</summary>
internal sealed record SurveyQuestion(
    string Name, QuestionType Type, IReadOnlyList<SurveyChoice> Choices, double Most, SurveyScoring Scoring, string En, string Fr, string Help, string VisibleIf, string Part, Place Place);

/// <summary>
/// Reads a SurveyJS questionnaire with scores in the names and values, as the Algorithmic Impact Assessment of the Government of Canada writes it. A question's name or,
/// when that says nothing, its parent's ends with <c>-RS</c> (risk), <c>-MS</c> (mitigation) or <c>-NS</c> (not scored).
/// </summary>
internal sealed class SurveyReader(string file, Findings findings)
{
    private static readonly string[] Silent = ["html", "image", "expression"];

    private readonly List<SurveyQuestion> _questions = [];

    public IReadOnlyList<SurveyQuestion> Read(string text)
    {
        if (JsonSource.Read(file, text, findings) is not { } root)
        {
            return [];
        }
        var survey = root is YamlMap map ? new SourceFields(map, findings) : null;
        if (survey is null || (!survey.Has("pages") && !survey.Has("elements") && !survey.Has("questions")))
        {
            findings.Error("wrong-file", root.Place, "SurveyJS 설문이 아닙니다. pages가 있는 JSON이 필요합니다.", "this is not a SurveyJS questionnaire; expected JSON with 'pages'");
            return [];
        }
        foreach (var page in survey.Has("pages") ? survey.Maps("pages") : [survey])
        {
            ReadElements(page, page.Text("name") ?? "");
        }
        foreach (var twice in _questions.GroupBy(q => q.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            findings.Error("duplicate", twice.Last().Place, $"질문 '{twice.Key}'이(가) {twice.First().Place}에도 있습니다.", $"the question '{twice.Key}' is also at {twice.First().Place}");
        }
        return _questions;
    }

    private void ReadElements(SourceFields parent, string parentName)
    {
        foreach (var element in parent.Maps(parent.Has("elements") ? "elements" : "questions"))
        {
            var type = element.Required("type");
            if (type == "panel")
            {
                ReadElements(element, element.Text("name") ?? "");
            }
            else if (type is not null && !Silent.Contains(type))
            {
                ReadQuestion(element, type, parentName);
            }
        }
    }

    private void ReadQuestion(SourceFields fields, string type, string parentName)
    {
        var name = fields.Required("name") ?? "";
        QuestionType? read = type switch
        {
            "radiogroup" or "dropdown" => fields.Has("choices") && !fields.Has("choicesByUrl") ? QuestionType.Enum : QuestionType.Text,
            "checkbox" => QuestionType.Set,
            "comment" or "text" => QuestionType.Text,
            "boolean" => QuestionType.Bool,
            _ => null,
        };
        if (read is not { } kind)
        {
            findings.Warning("not-converted", fields.Place,
                $"질문 '{name}'의 종류 '{type}'은(는) 변환하지 않습니다. 그 답은 쓰이지 않습니다.", $"the question '{name}' has the type '{type}', which is not converted; its answers are passed over");
            return;
        }
        var choices = kind is QuestionType.Enum or QuestionType.Set ? ReadChoices(fields) : [];
        // A single choice counts at least 0, as the source's own maximum does.
        var most = kind == QuestionType.Set ? choices.Sum(c => c.Points) : choices.Select(c => c.Points).Append(0).Max();
        var (en, fr) = ReadTexts(fields, "title");
        _questions.Add(new SurveyQuestion(
            name, kind, [.. choices.DistinctBy(c => c.Value)], most, kind is QuestionType.Enum or QuestionType.Set ? ScoringOf(name, parentName) : SurveyScoring.None,
            en.Length > 0 ? en : name, fr.Length > 0 ? fr : en.Length > 0 ? "" : name, ReadTexts(fields, "description").En, fields.Text("visibleIf") ?? "", parentName, fields.Place));
    }

    private static SurveyScoring ScoringOf(string name, string parentName) => (Suffix(name) ?? Suffix(parentName)) ?? SurveyScoring.None;

    private static SurveyScoring? Suffix(string name) =>
        name.EndsWith("-RS", StringComparison.Ordinal) ? SurveyScoring.Raw
        : name.EndsWith("-MS", StringComparison.Ordinal) ? SurveyScoring.Mitigation
        : name.EndsWith("-NS", StringComparison.Ordinal) ? SurveyScoring.None
        : null;

    private List<SurveyChoice> ReadChoices(SourceFields fields)
    {
        var choices = new List<SurveyChoice>();
        foreach (var node in fields.Node("choices") switch { null => [], YamlList list => list.Items, var other => [other] })
        {
            switch (node)
            {
                case YamlScalar scalar:
                    choices.Add(Choice(scalar, scalar.Value, ""));
                    break;
                case YamlMap map when new SourceFields(map, findings) is var choice && choice.Scalar("value") is { } value:
                    var (en, fr) = ReadTexts(choice, "text");
                    choices.Add(Choice(value, en, fr));
                    break;
                default:
                    findings.Error("wrong-value", node.Place, "선택지는 글이거나 value와 text가 있는 묶음이어야 합니다.", "expected a choice: a text, or a mapping with value and text");
                    break;
            }
        }
        foreach (var (key, value) in new[] { ("hasOther", "other"), ("showOtherItem", "other"), ("hasNone", "none"), ("showNoneItem", "none") })
        {
            if (fields.Text(key) == "true" && choices.All(c => c.Value != value))
            {
                choices.Add(new SurveyChoice(value, value, value, 0));
            }
        }
        foreach (var twice in choices.GroupBy(c => c.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            findings.Warning("duplicate", fields.Place, $"선택지 '{twice.Key}'이(가) 여러 번 있습니다. 첫 번째 것을 씁니다.", $"the choice '{twice.Key}' is there more than once; the first is used");
        }
        return choices;
    }

    private static SurveyChoice Choice(YamlScalar value, string en, string fr) => new(value.Value.Trim(), en.Length > 0 ? en : value.Value.Trim(), fr, PointsOf(value));

    /// <summary>A number counts as itself, a text as the number behind its last hyphen; what is no number counts 0.</summary>
    private static double PointsOf(YamlScalar value)
    {
        var hyphen = value.Value.LastIndexOf('-');
        var text = value.Plain ? value.Value : hyphen < 0 ? "" : value.Value[(hyphen + 1)..].Trim();
        return SourceFields.TryNumber(text, out var points) ? points : 0;
    }

    /// <summary>A text in English and French: one text for both, or one per language with <c>default</c> for English.</summary>
    private (string En, string Fr) ReadTexts(SourceFields fields, string key)
    {
        if (fields.Node(key) is not YamlMap map)
        {
            var both = PlainText.Of(fields.Text(key));
            return (both, both);
        }
        var texts = new SourceFields(map, findings);
        return (PlainText.Of(texts.Text("en") ?? texts.Text("default")), PlainText.Of(texts.Text("fr")));
    }
}
