namespace Haechi.Rules.Books;

/// <summary>Reads the section <c>tests</c>.</summary>
internal static class BookTestReader
{
    private static readonly Dictionary<string, Outcome> Outcomes = new()
    {
        ["true"] = Outcome.Yes,
        ["yes"] = Outcome.Yes,
        ["false"] = Outcome.No,
        ["no"] = Outcome.No,
        ["unknown"] = Outcome.Unknown,
        ["review"] = Outcome.Review,
    };

    public static BookTest? Read(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var name = fields.LocalText("name");
        var on = fields.Date("on");
        fields.Missing("name", 0);
        fields.Missing("on", 0);
        var test = new BookTest(
            name, on ?? default, fields.Text("source"), fields.Text("case"), ReadExpect(fields),
            [.. Scalars(fields, "classes")], [.. Scalars(fields, "obligations")], ReadScores(fields), fields.Text("ask_next"), map.Place)
        {
            Given = fields.Map("given") ?? new YamlMap(map.Place, []),
        };
        if (test.Expect.Count + test.Classes.Count + test.Obligations.Count + test.Scores.Count == 0 && test.AskNext is null)
        {
            context.Findings.Error("missing-key", map.Place, "시험에는 기대하는 결과(expect, classes, obligations, scores, ask_next)가 하나는 있어야 합니다.",
                "a test expects something: one of expect, classes, obligations, scores, ask_next");
        }
        fields.Done();
        return on is null ? null : test;
    }

    private static List<(string, Outcome, Place)> ReadExpect(Fields fields)
    {
        var expect = new List<(string, Outcome, Place)>();
        foreach (var (key, value) in fields.Map("expect")?.Entries ?? [])
        {
            if (value is YamlScalar scalar && Outcomes.TryGetValue(scalar.Value, out var outcome))
            {
                expect.Add((key.Value, outcome, key.Place));
            }
            else
            {
                fields.Refuse<string>(value, "true, false, unknown, review 가운데 하나", "one of true, false, unknown, review");
            }
        }
        return expect;
    }

    private static IEnumerable<(string, string, Place)> Scalars(Fields fields, string key)
    {
        foreach (var (name, value) in fields.Map(key)?.Entries ?? [])
        {
            yield return (name.Value, value is YamlScalar scalar ? scalar.Value : fields.Refuse<string>(value, "값 하나", "one value") ?? "", name.Place);
        }
    }

    private static List<(string, double, double, Place)> ReadScores(Fields fields)
    {
        var scores = new List<(string, double, double, Place)>();
        foreach (var (key, value) in fields.Map("scores")?.Entries ?? [])
        {
            IReadOnlyList<YamlNode> ends = value is YamlList { Items.Count: 2 } list ? list.Items : [value, value];
            var numbers = ends.Select(e => e is YamlScalar s && ReadContext.TryNumber(s.Value, out var n) ? n
                : fields.Refuse<double>(e, "수 또는 [최소, 최대]", "a number or [least, greatest]")).ToList();
            scores.Add((key.Value, numbers[0], numbers[1], key.Place));
        }
        return scores;
    }
}
