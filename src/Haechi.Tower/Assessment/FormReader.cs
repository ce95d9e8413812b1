using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Common;

namespace Haechi.Tower.Assessment;

/// <summary>Reads forms (docs/assessment-forms.md) as strictly as books: an unknown key, a missing language or a missing provision is an error with its place.</summary>
public static class FormReader
{
    private static readonly Dictionary<string, ItemBasis> Bases = new() { ["duty"] = ItemBasis.Duty, ["effort"] = ItemBasis.Effort, ["guideline"] = ItemBasis.Guideline, ["inference"] = ItemBasis.Inference };
    private static readonly Dictionary<string, ItemKind> Kinds = new() { ["text"] = ItemKind.Text, ["choice"] = ItemKind.Choice, ["choices"] = ItemKind.Choices, ["table"] = ItemKind.Table };
    private static readonly Dictionary<string, Modality> Strengths = new() { ["must"] = Modality.Must, ["should"] = Modality.Should, ["may"] = Modality.May };
    private static readonly Dictionary<string, bool> YesNo = new() { ["true"] = true, ["false"] = false };

    /// <summary>Reads a form from its text; null when it cannot be used, and everything wrong is in <paramref name="findings"/>. The file name serves as place only.</summary>
    public static AssessmentForm? Read(string file, string text, Findings findings)
    {
        var own = new Findings();
        var form = YamlFile.Read(file, text, own) is YamlMap root ? Form(root, text, new ReadContext(own)) : null;
        if (form is null && !own.HasErrors)
        {
            own.Error("wrong-value", new Place(file, 1, 1), "평가 양식은 'form:'으로 시작하는 항목과 값의 묶음입니다.", "a form is a mapping of keys and values that begins with 'form:'");
        }
        findings.AddAll(own);
        return own.HasErrors ? null : form;
    }

    private static AssessmentForm Form(YamlMap root, string text, ReadContext context)
    {
        var fields = new Fields(root, context);
        var form = new AssessmentForm(
            fields.RequiredText("form"), fields.RequiredText("version"), Both(fields, "title", context), Both(fields, "help", context), fields.RequiredText("book"), fields.Texts("applies"),
            fields.OneOf("strength", Strengths) ?? fields.Missing("strength", Modality.Must), fields.RequiredText("cite"), Both(fields, "publishing", context), fields.Texts("watch"), fields.Texts("descriptive"), fields.Texts("lead"),
            [.. fields.Maps("sections").Select(s => Section(s, context))], Digest.Of(text), text);
        if (fields.Texts("shows") is { Count: > 0 } shows)
        {
            form = form with { Shows = shows };
        }
        if (form.Sections.Count == 0)
        {
            fields.Missing("sections", 0);
        }
        fields.Done();
        foreach (var item in form.Lead.Where(l => form.Find(l) is null))
        {
            context.Findings.Error("unknown-name", fields.Node("lead")?.Place ?? fields.Place, $"'{item}'은(는) 이 양식의 항목이 아닙니다.", $"'{item}' is no item of this form");
        }
        Unique(form.Sections.Select(s => s.Id), fields.Place, context);
        Unique(form.Items.Select(i => i.Id), fields.Place, context);
        return form;
    }

    private static FormSection Section(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var cite = fields.RequiredText("cite");
        var basis = fields.OneOf("basis", Bases);
        var section = new FormSection(fields.RequiredText("id"), Both(fields, "title", context), Both(fields, "help", context), cite, [.. fields.Maps("items").Select(i => Item(i, cite, basis, context))]);
        fields.Done();
        return section;
    }

    private static FormItem Item(YamlMap map, string cite, ItemBasis? basis, ReadContext context)
    {
        var fields = new Fields(map, context);
        var kind = fields.OneOf("kind", Kinds) ?? ItemKind.Text;
        var own = fields.OneOf("basis", Bases) ?? basis ?? fields.Missing("basis", ItemBasis.Inference);
        var item = new FormItem(
            fields.RequiredText("id"), Both(fields, "title", context), fields.LocalText("help"), fields.Text("cite") ?? cite, own, kind, fields.OneOf("required", YesNo) ?? false, Options(fields, context),
            [.. fields.Maps("columns").Select(c => Item(c, cite, own, context))], fields.LocalText("withheld"), [.. fields.Maps("prefill").Select(p => Source(p, context))]);
        if (kind == ItemKind.Table && item.Columns.Count == 0)
        {
            fields.Missing("columns", 0);
        }
        if (kind is ItemKind.Choice or ItemKind.Choices && item.Options.Count == 0)
        {
            fields.Missing("of", 0);
        }
        fields.Done();
        Unique(item.Columns.Select(c => c.Id), fields.Place, context);
        return item;
    }

    private static List<QuestionValue> Options(Fields fields, ReadContext context) =>
        [.. (fields.Map("of")?.Entries ?? []).Where(e => e.Value is YamlMap).Select(e => new QuestionValue(e.Key.Value, context.TextsOf((YamlMap)e.Value)))];

    private static PrefillSource Source(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var (kind, ids) = fields.Text("fact") is { } fact ? (PrefillKind.Fact, [fact])
            : fields.Text("rule") is { } rule ? (PrefillKind.Rule, [rule])
            : fields.Text("rows") is { } rows ? (PrefillKind.Rows, [rows])
            : (PrefillKind.Duties, fields.Texts("duties"));
        var columns = (fields.Map("columns")?.Entries ?? []).Where(e => e.Value is YamlScalar).ToDictionary(e => e.Key.Value, e => ((YamlScalar)e.Value).Value, StringComparer.Ordinal);
        var source = new PrefillSource(kind, ids, fields.Text("en"), fields.LocalText("label"), columns);
        if (ids.Count == 0)
        {
            fields.Missing("fact", 0);
        }
        fields.Done();
        return source;
    }

    /// <summary>A text that must be there in Korean and English.</summary>
    private static LocalText Both(Fields fields, string key, ReadContext context)
    {
        var text = fields.LocalText(key);
        if (!text.Has("ko") || !text.Has("en"))
        {
            context.Findings.Error("missing-text", fields.Node(key)?.Place ?? fields.Place, $"'{key}'에는 한국어와 영어 글이 모두 필요합니다.", $"'{key}' needs a text in Korean and in English");
        }
        return text;
    }

    private static void Unique(IEnumerable<string> ids, Place place, ReadContext context)
    {
        foreach (var twice in ids.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            context.Findings.Error("duplicate", place, $"'{twice.Key}'이(가) 두 번 있습니다.", $"'{twice.Key}' is there twice");
        }
    }
}
