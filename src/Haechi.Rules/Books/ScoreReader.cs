namespace Haechi.Rules.Books;

/// <summary>Reads the sections <c>parameters</c> and <c>scores</c>.</summary>
internal static class ScoreReader
{
    public static IEnumerable<Parameter> ReadParameters(YamlMap? map, ReadContext context)
    {
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (value is not YamlMap body)
            {
                context.Findings.Error("wrong-value", value.Place, "매개변수에는 cite와 values가 필요합니다.", "expected a parameter with cite and values");
                continue;
            }
            var fields = new Fields(body, context);
            var cite = fields.Text("cite");
            var types = new HashSet<QuestionType>();
            var values = (fields.Map("values")?.Entries ?? []).Select(e => ReadValue(e.Key, e.Value, types, context)).OfType<ParameterValue>().ToList();
            if (values.Count == 0)
            {
                fields.Missing("values", 0);
            }
            if (types.Count > 1)
            {
                context.Findings.Error("wrong-type", body.Place, "한 매개변수의 값은 모두 같은 종류여야 합니다.", "all values of a parameter must be of one type");
            }
            if (cite is null && values.Any(v => v.Cite is null))
            {
                context.Findings.Error("no-citation", key.Place, $"매개변수 '{key.Value}'에 근거(cite)가 없습니다.", $"the parameter '{key.Value}' has no citation (cite)");
            }
            yield return new Parameter(key.Value, types.FirstOrDefault(QuestionType.Number), fields.Text("unit"), cite, [.. values.OrderBy(v => v.From)], key.Place);
            fields.Done();
        }
    }

    private static ParameterValue? ReadValue(YamlScalar date, YamlNode node, HashSet<QuestionType> types, ReadContext context)
    {
        if (!ReadContext.TryDate(date.Value, out var from))
        {
            context.Findings.Error("wrong-value", date.Place, $"'{date.Value}'은(는) 날짜가 아닙니다. 값마다 적용일(YYYY-MM-DD)을 적습니다.",
                $"found '{date.Value}'; expected the day from which the value applies, as YYYY-MM-DD");
            return null;
        }
        string? cite = null;
        if (node is YamlMap map)
        {
            var fields = new Fields(map, context);
            cite = fields.Text("cite");
            node = fields.Node("value") ?? fields.Missing<YamlNode>("value", new YamlScalar(map.Place, "0", true, 0));
            fields.Done();
        }
        var text = (node as YamlScalar)?.Value ?? "";
        var (type, value) = text is "true" or "false" ? (QuestionType.Bool, text == "true" ? 1 : 0)
            : ReadContext.TryDate(text, out var day) ? (QuestionType.Date, day.DayNumber)
            : ReadContext.TryNumber(text, out var number) ? (QuestionType.Number, number)
            : (QuestionType.Text, 0d);
        if (type == QuestionType.Text)
        {
            context.Findings.Error("wrong-value", node.Place, $"'{text}'이(가) 있습니다. 필요한 것: 수, 날짜, true 또는 false.", $"found '{text}'; expected a number, a date, true or false");
            return null;
        }
        types.Add(type);
        return new ParameterValue(from, value, cite);
    }

    public static IEnumerable<Score> ReadAll(YamlMap? map, ReadContext context)
    {
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (value is YamlMap body && Read(key, new Fields(body, context), context) is { } score)
            {
                yield return score;
            }
            else
            {
                context.Findings.Error("wrong-value", value.Place, "점수에는 sum, reduce, steps_of 가운데 하나가 필요합니다.", "expected a score with one of sum, reduce, steps_of");
            }
        }
    }

    private static Score? Read(YamlScalar key, Fields fields, ReadContext context)
    {
        var title = fields.LocalText("title");
        var cite = fields.Text("cite") ?? "";
        if (cite.Length == 0)
        {
            context.Findings.Error("no-citation", key.Place, $"점수 '{key.Value}'에 근거(cite)가 없습니다.", $"the score '{key.Value}' has no citation (cite)");
        }
        Score? score = null;
        if (fields.Node("sum") is not null)
        {
            var items = fields.Maps("sum").Select(m => ReadItem(m, context)).OfType<ScoreItem>().ToList();
            score = new SumScore(key.Value, title, cite, items, fields.Number("cap"), fields.Number("blank") is not null, key.Place);
        }
        else if (fields.Text("reduce") is { } of && fields.Number("by") is { } by && fields.Condition("when") is { } when)
        {
            score = new ReducedScore(key.Value, title, cite, of, by, when, key.Place);
        }
        else if (fields.Text("steps_of") is { } stepped)
        {
            score = new SteppedScore(key.Value, title, cite, stepped, ReadSteps(fields, context), key.Place);
        }
        fields.Done();
        return score;
    }

    private static ScoreItem? ReadItem(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var when = fields.Condition("when");
        var question = fields.Text("question");
        if (question is not null)
        {
            var points = (fields.Map("points")?.Entries ?? []).Select(e => (e.Key.Value, Points: PointsOf(e.Value, fields))).ToList();
            fields.Done();
            return new ScoreItem(null, 0, question, points, map.Place);
        }
        var number = fields.Number("points");
        fields.Missing("when", 0);
        fields.Missing("points", 0);
        fields.Done();
        return when is not null && number is { } n ? new ScoreItem(when, n, null, [], map.Place) : null;
    }

    private static double PointsOf(YamlNode node, Fields fields) =>
        node is YamlScalar scalar && ReadContext.TryNumber(scalar.Value, out var number) ? number : fields.Refuse<double>(node, "점수", "points, a number");

    private static List<(double? UpTo, double Is)> ReadSteps(Fields fields, ReadContext context)
    {
        var steps = new List<(double? UpTo, double Is)>();
        foreach (var map in fields.Maps("steps"))
        {
            var step = new Fields(map, context);
            steps.Add((step.Number("up_to"), step.Number("is") ?? step.Missing("is", 0d)));
            step.Done();
        }
        var open = steps.FindIndex(s => s.UpTo is null);
        if (steps.Count == 0 || open != steps.Count - 1 || steps.Zip(steps.Skip(1)).Any(p => p.Second.UpTo <= p.First.UpTo))
        {
            context.Findings.Error("order", fields.Place, "steps는 up_to가 커지는 순서이고 마지막만 up_to가 없습니다.", "steps rise by up_to, and only the last has none");
        }
        return steps;
    }
}
