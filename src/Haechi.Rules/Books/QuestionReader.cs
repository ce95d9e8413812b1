namespace Haechi.Rules.Books;

/// <summary>Reads the section <c>questions</c>.</summary>
internal static class QuestionReader
{
    private static readonly Dictionary<string, QuestionType> Types = new()
    {
        ["bool"] = QuestionType.Bool,
        ["enum"] = QuestionType.Enum,
        ["set"] = QuestionType.Set,
        ["number"] = QuestionType.Number,
        ["date"] = QuestionType.Date,
        ["text"] = QuestionType.Text,
        ["list"] = QuestionType.List,
    };

    private static readonly Dictionary<string, bool> YesNo = new() { ["true"] = true, ["false"] = false };

    public static IEnumerable<Question> ReadAll(YamlMap? map, ReadContext context) => ReadAll(map, context, inList: false);

    private static List<Question> ReadAll(YamlMap? map, ReadContext context, bool inList)
    {
        var questions = new List<Question>();
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (value is YamlMap body)
            {
                questions.Add(Read(key, body, context, inList));
            }
            else
            {
                context.Findings.Error("wrong-value", value.Place, "질문에는 type, ask 등의 항목이 필요합니다.", "expected a question with type, ask and so on");
            }
        }
        return questions;
    }

    private static Question Read(YamlScalar key, YamlMap map, ReadContext context, bool inList)
    {
        var fields = new Fields(map, context);
        var type = fields.OneOf("type", Types) ?? fields.Missing("type", QuestionType.Bool);
        if (inList && type == QuestionType.List)
        {
            context.Findings.Error("wrong-value", map.Place, "목록의 필드는 목록일 수 없습니다.", "a field of a list cannot be a list itself");
        }
        var cost = fields.Number("cost") ?? 1;
        if (cost <= 0)
        {
            context.Findings.Error("wrong-value", map.Place, "cost는 0보다 큰 수입니다.", "expected cost to be a positive number");
            cost = 1;
        }
        var question = new Question(
            key.Value, type, type is QuestionType.Enum or QuestionType.Set ? ReadValues(fields, context) : [],
            type == QuestionType.List ? ReadAll(fields.Map("of"), context, inList: true) : [],
            fields.Text("unit"), fields.Number("min"), fields.Number("max"), fields.LocalText("ask"), fields.LocalText("help"), fields.Text("cite"),
            cost, fields.Texts("who"), fields.Texts("proof"), key.Place) { Open = ReadOpen(fields, type) };
        if (type == QuestionType.List && question.Fields.Count == 0)
        {
            fields.Missing("of", 0);
        }
        fields.Done();
        return question;
    }

    private static bool ReadOpen(Fields fields, QuestionType type)
    {
        var open = fields.OneOf("open", YesNo) ?? false;
        return open && type is not (QuestionType.Enum or QuestionType.Set)
            ? fields.Refuse<bool>(fields.Node("open")!, "open은 enum과 set 질문에만 씁니다", "open on an enum or set question only")
            : open;
    }

    private static List<QuestionValue> ReadValues(Fields fields, ReadContext context)
    {
        List<(YamlScalar Id, LocalText Title)> values = fields.Node("of") switch
        {
            YamlList list when list.Items.All(i => i is YamlScalar) => [.. list.Items.Cast<YamlScalar>().Select(i => (i, LocalText.Empty))],
            YamlMap map => [.. map.Entries.Select(e => (e.Key, e.Value is YamlMap texts ? context.TextsOf(texts)
                : new LocalText(context.Languages.Select(l => new KeyValuePair<string, string>(l, (e.Value as YamlScalar)?.Value ?? "")))))],
            null => fields.Missing<List<(YamlScalar, LocalText)>>("of", []),
            var other => fields.Refuse<List<(YamlScalar, LocalText)>>(other, "값의 목록", "a list of values", [])!,
        };
        // An open question may declare none: whatever is answered then matches nothing, and a known empty answer is still told from a blank.
        if (fields.Node("of") is (YamlList { Items.Count: 0 } or YamlMap { Entries.Count: 0 }) && fields.Node("open") is null)
        {
            fields.Refuse<string>(fields.Node("of")!, "값 하나 이상", "at least one value");
        }
        foreach (var twice in values.GroupBy(v => v.Id.Value, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            context.Findings.Error("duplicate", twice.Last().Id.Place, $"값 '{twice.Key}'이(가) 두 번 있습니다.", $"the value '{twice.Key}' is declared twice");
        }
        return [.. values.Select(v => new QuestionValue(v.Id.Value, v.Title))];
    }
}
