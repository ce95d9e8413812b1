using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>
/// Writes a scored questionnaire as a rulebook. Facts are the survey's own data object. The scores <c>raw</c>, <c>mitigation</c>, <c>total</c> and <c>level</c> follow the published
/// scoring of the tool (canada-ca/aia-eia-js, <c>calculateFinalScore</c>): a blank counts 0, 15 % off for mitigation of 80 % of half its maximum, levels at 25, 50 and 75 % of the greatest risk.
/// </summary>
internal static class SurveyBook
{
    private const string Cite = "Algorithmic Impact Assessment, calculateFinalScore (canada-ca/aia-eia-js)";
    private const double Share = 0.8;
    private const double Reduction = 0.15;

    private static readonly string[] Scores = ["raw", "mitigation", "total", "level"];

    public static IEnumerable<(string Name, YamlMap Root)> Files(string file, IReadOnlyList<SurveyQuestion> questions, ConvertOptions options, string id, Findings findings)
    {
        foreach (var taken in questions.Where(q => Scores.Contains(q.Name)))
        {
            findings.Error("duplicate", taken.Place, $"질문 이름 '{taken.Name}'은(는) 점수의 이름이기도 해서 쓸 수 없습니다.", $"the question '{taken.Name}' has the name of a score of the converted book; rename it in your copy");
        }
        var title = Make.Local(("en", $"Questionnaire: {Path.GetFileNameWithoutExtension(file)}"), ("fr", $"Questionnaire : {Path.GetFileNameWithoutExtension(file)}"))!;
        var classes = Make.Map(Enumerable.Range(1, 4).Select(l => ($"impact-level/{l}", (YamlNode?)Make.Map(("title", LevelTitle(l))))));
        yield return ("book.yaml", ConvertedBook.Head(id, "1", title, ["en", "fr"], file, options, ("classes", classes)));
        yield return ("questions.yaml", Make.Map(("questions", Make.Map(questions.Select(q => (q.Name, (YamlNode?)QuestionNode(q)))))));
        yield return ("scores.yaml", Make.Map(("scores", ScoresNode(questions)), ("rules", Make.List(Enumerable.Range(1, 4).Select(LevelRule)))));
    }

    private static YamlMap? LevelTitle(int level) => Make.Local(("en", $"Impact level {level}"), ("fr", $"Niveau d'incidence {level}"));

    private static YamlMap LevelRule(int level) => Make.Map(
        ("id", Make.Text($"impact-level/{level}")), ("title", LevelTitle(level)), ("cite", Make.Text(Cite)), ("when", Make.Text($"level == {level}")), ("class", Make.Text($"impact-level/{level}")));

    private static YamlMap QuestionNode(SurveyQuestion question)
    {
        var chosen = question.Type is QuestionType.Enum or QuestionType.Set;
        return Make.Map(
            ("type", Make.Word(question.Type.ToString().ToLowerInvariant())),
            ("open", chosen ? Make.Word("true") : null),
            ("of", !chosen ? null : question.Choices.Count == 0 ? Make.Texts([])
                : Make.Map(question.Choices.Select(c => (c.Value, (YamlNode?)Make.Local(("en", c.En), ("fr", c.Fr)))))),
            ("ask", Make.Local(("en", question.En), ("fr", question.Fr))),
            ("help", Make.Local(("en", Help(question, "Asked when")), ("fr", question.VisibleIf.Length > 0 ? $"Posée si {question.VisibleIf}" : ""))),
            ("cite", Make.Text(question.Part.Length > 0 ? $"{question.Part}: {question.Name}" : question.Name)));
    }

    private static string Help(SurveyQuestion question, string asked) => string.Join(' ', new[] { question.Help, question.VisibleIf.Length > 0 ? $"{asked} {question.VisibleIf}" : "" }.Where(t => t.Length > 0));

    private static YamlMap ScoresNode(IReadOnlyList<SurveyQuestion> questions)
    {
        double Most(SurveyScoring scoring) => questions.Where(q => q.Scoring == scoring).Sum(q => q.Most);
        var most = Most(SurveyScoring.Raw);
        // Without any risk to score there are no quarters of it.
        double[] ends = most > 0 ? [most * 0.25, most * 0.5, most * 0.75] : [0];
        var steps = ends.Select((end, i) => Make.Map(("up_to", Make.Number(end)), ("is", Make.Number(i + 1)))).Append(Make.Map(("is", Make.Number(4))));
        return Make.Map(
            ("raw", Sum(questions, SurveyScoring.Raw, "Raw impact score", "Cote d'incidence brute")),
            ("mitigation", Sum(questions, SurveyScoring.Mitigation, "Mitigation score", "Cote d'atténuation")),
            ("total", Make.Map(
                ("title", Make.Local(("en", "Current score"), ("fr", "Cote actuelle"))), ("cite", Make.Text(Cite)), ("reduce", Make.Word("raw")), ("by", Make.Number(Reduction)),
                ("when", Make.Text($"mitigation >= {Make.Number(Share * (Most(SurveyScoring.Mitigation) / 2)).Value}")))),
            ("level", Make.Map(
                ("title", Make.Local(("en", "Impact level"), ("fr", "Niveau d'incidence"))), ("cite", Make.Text(Cite)), ("steps_of", Make.Word("total")), ("steps", Make.List(steps)))));
    }

    private static YamlMap Sum(IReadOnlyList<SurveyQuestion> questions, SurveyScoring scoring, string en, string fr) => Make.Map(
        ("title", Make.Local(("en", en), ("fr", fr))),
        ("cite", Make.Text(Cite)),
        ("sum", Make.List(questions.Where(q => q.Scoring == scoring && q.Choices.Count > 0).Select(q => Make.Map(
            ("question", Make.Text(q.Name)), ("points", Make.Map(q.Choices.Where(c => c.Points != 0).Select(c => (c.Value, (YamlNode?)Make.Number(c.Points))))))))),
        ("blank", Make.Number(0)));
}
