using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Assessment;

namespace Haechi.Tower.Demo;

/// <summary>One act on an assessment.</summary>
internal sealed record AssessmentActSpec(RelativeDay At, string By, string Do, string? Note, string? Link);

/// <summary>An assessment of a system and what became of it.</summary>
internal sealed record AssessmentSpec(string System, string Form, IReadOnlyDictionary<string, Answer> Answers, IReadOnlyList<AssessmentActSpec> Acts);

/// <summary>An exemption and the ministry's answer.</summary>
internal sealed record ExemptionSpec(
    string System, string Ground, RelativeDay At, string By, RelativeDay Asked, string Reference, string Reason, string? Answer, RelativeDay? Answered, RelativeDay? Confirmed, string? Confirmer,
    RelativeDay? PilotFrom, RelativeDay? PilotUntil);

/// <summary>The file <c>story-assessments.yaml</c>.</summary>
internal sealed record AssessmentStoryFile(IReadOnlyList<AssessmentSpec> Assessments, IReadOnlyList<ExemptionSpec> Exemptions)
{
    /// <summary>Reads it; what is wrong is in <paramref name="findings"/>.</summary>
    public static AssessmentStoryFile Read(string folder, Findings findings)
    {
        var context = new ReadContext(findings);
        var file = Path.Combine(folder, "story-assessments.yaml");
        if (YamlFile.Read(file, File.ReadAllText(file), findings) is not YamlMap map)
        {
            return new AssessmentStoryFile([], []);
        }
        var fields = new Fields(map, context);
        var common = (fields.Map("common")?.Entries ?? []).Where(e => e.Value is YamlMap).ToDictionary(e => e.Key.Value, e => Answers((YamlMap)e.Value), StringComparer.Ordinal);
        var story = new AssessmentStoryFile([.. fields.Maps("assessments").Select(m => Assessment(m, common, context))], [.. fields.Maps("exemptions").Select(m => Exemption(m, context))]);
        fields.Done();
        return story;
    }

    private static AssessmentSpec Assessment(YamlMap map, Dictionary<string, Dictionary<string, Answer>> common, ReadContext context)
    {
        var fields = new Fields(map, context);
        var form = fields.RequiredText("form");
        var answers = new Dictionary<string, Answer>(common.GetValueOrDefault(form) ?? [], StringComparer.Ordinal);
        foreach (var (item, answer) in fields.Map("answers") is { } own ? Answers(own) : [])
        {
            answers[item] = answer;
        }
        var spec = new AssessmentSpec(fields.RequiredText("system"), form, answers, [.. fields.Maps("acts").Select(m => Act(m, context))]);
        fields.Done();
        return spec;
    }

    private static AssessmentActSpec Act(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var act = new AssessmentActSpec(SystemSpecReader.Day(fields, "at", context) ?? default, fields.RequiredText("by"), fields.RequiredText("do"), fields.Text("note"), fields.Text("link"));
        fields.Done();
        return act;
    }

    private static ExemptionSpec Exemption(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        RelativeDay? Day(string key) => SystemSpecReader.Day(fields, key, context);
        var spec = new ExemptionSpec(
            fields.RequiredText("system"), fields.RequiredText("ground"), Day("at") ?? default, fields.RequiredText("by"), Day("asked") ?? default, fields.RequiredText("reference"),
            fields.RequiredText("reason"), fields.Text("answer"), Day("answered"), Day("confirmed"), fields.Text("confirmer"), Day("pilot_from"), Day("pilot_until"));
        fields.Done();
        return spec;
    }

    private static Dictionary<string, Answer> Answers(YamlMap map) => map.Entries.ToDictionary(e => e.Key.Value, e => Answer(e.Value), StringComparer.Ordinal);

    /// <summary>A text, a text in two languages, chosen options, or the rows of a table.</summary>
    private static Answer Answer(YamlNode node) => node switch
    {
        YamlScalar text => new Answer { Ko = text.Value },
        YamlMap texts => new Answer { Ko = Text(texts, "ko"), En = Text(texts, "en") },
        YamlList list when list.Items.All(i => i is YamlMap) => new Answer { Rows = [.. list.Items.Select(i => Answers((YamlMap)i))] },
        YamlList list => new Answer { Chosen = [.. list.Items.OfType<YamlScalar>().Select(i => i.Value)] },
        _ => new Answer(),
    };

    private static string Text(YamlMap texts, string language) => (texts.Entries.FirstOrDefault(e => e.Key.Value == language).Value as YamlScalar)?.Value ?? "";
}
