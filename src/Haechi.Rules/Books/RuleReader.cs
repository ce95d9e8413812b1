namespace Haechi.Rules.Books;

/// <summary>Reads the sections <c>rules</c> and <c>classes</c>.</summary>
internal static class RuleReader
{
    public static IEnumerable<ClassWords> ReadClasses(YamlMap? map, ReadContext context)
    {
        foreach (var (key, value) in map?.Entries ?? [])
        {
            if (value is not YamlMap body)
            {
                context.Findings.Error("wrong-value", value.Place, "클래스에는 title 등이 필요합니다.", "expected a class with a title");
                continue;
            }
            var fields = new Fields(body, context);
            yield return new ClassWords(key.Value, fields.LocalText("title"), fields.Text("yes") ?? "yes", fields.Text("no") ?? "no",
                fields.Text("review") ?? "REVIEW", key.Place);
            fields.Done();
        }
    }

    public static Rule Read(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var id = fields.RequiredText("id");
        var cite = fields.Text("cite") ?? "";
        if (cite.Length == 0)
        {
            context.Findings.Error("no-citation", map.Place, $"규칙 '{id}'에 근거(cite)가 없습니다. 조·항을 적으십시오.", $"the rule '{id}' has no citation (cite): name article and paragraph");
        }
        var versions = ReadVersions(id, fields, map, context);
        var lookAt = fields.LocalText("look_at");
        if (lookAt.IsEmpty && versions.Any(v => v.Body.No is not null))
        {
            context.Findings.Error("missing-key", map.Place, $"판단 규칙 '{id}'에는 사람이 볼 것(look_at)이 필요합니다.", $"the judgement '{id}' needs look_at: what a reviewer must look at");
        }
        var duty = fields.Map("oblige") is { } oblige ? DutyReader.Read(oblige, context) : null;
        var rule = new Rule(
            id, fields.LocalText("title"), cite, fields.LocalText("note"), fields.Condition("scope"), versions, fields.Text("class"), duty,
            [.. fields.Maps("exceptions").Select(m => ReadException(m, context)).OfType<ExceptionClause>()],
            fields.Text("widens"), fields.Text("strengthens"), lookAt, map.Place);
        if (rule.Exceptions.Count > 0 && duty is null)
        {
            context.Findings.Error("wrong-value", map.Place, $"의무(oblige)가 없는 규칙 '{id}'에는 예외를 둘 수 없습니다.", $"the rule '{id}' has exceptions but no duty (oblige) to except from");
        }
        fields.Done();
        return rule;
    }

    private static List<RuleVersion> ReadVersions(string id, Fields fields, YamlMap map, ReadContext context)
    {
        var (from, until) = (fields.Date("from"), fields.Date("until"));
        if (fields.Node("versions") is null)
        {
            return ReadBody(id, fields, map, context) is { } body ? [new RuleVersion(from, until, null, body, map.Place)] : [];
        }
        var versions = new List<RuleVersion>();
        foreach (var part in fields.Maps("versions"))
        {
            var version = new Fields(part, context);
            var (first, last, cite) = (version.Date("from") ?? from, version.Date("until") ?? until, version.Text("cite"));
            if (ReadBody(id, version, part, context) is { } body)
            {
                versions.Add(new RuleVersion(first, last, cite, body, part.Place));
            }
            version.Done();
        }
        return versions;
    }

    private static RuleBody? ReadBody(string id, Fields fields, YamlMap map, ReadContext context)
    {
        var when = fields.Condition("when");
        if (fields.Map("decide") is not { } decideMap)
        {
            if (when is null && fields.Node("when") is null)
            {
                context.Findings.Error("missing-key", map.Place, $"규칙 '{id}'에 when 또는 decide가 없습니다.", $"the rule '{id}' has neither when nor decide");
            }
            return when is null ? null : new RuleBody(null, when, null);
        }
        if (fields.Node("when") is { } both)
        {
            context.Findings.Error("wrong-value", both.Place, "when과 decide는 함께 쓸 수 없습니다.", "a rule has either when or decide, not both");
        }
        var decide = new Fields(decideMap, context);
        var (review, yes, no) = (decide.Condition("review"), decide.Condition("yes"), decide.Condition("no"));
        decide.Missing("yes", 0);
        decide.Missing("no", 0);
        decide.Done();
        return yes is null || no is null ? null : new RuleBody(review, yes, no);
    }

    private static ExceptionClause? ReadException(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var id = fields.RequiredText("id");
        var cite = fields.Text("cite") ?? "";
        if (cite.Length == 0)
        {
            context.Findings.Error("no-citation", map.Place, $"예외 '{id}'에 근거(cite)가 없습니다.", $"the exception '{id}' has no citation (cite)");
        }
        var when = fields.Condition("when");
        if (when is null && fields.Node("when") is null)
        {
            fields.Missing("when", 0);
        }
        var (title, note) = (fields.LocalText("title"), fields.LocalText("note"));
        var duty = fields.Map("oblige") is { } oblige ? DutyReader.Read(oblige, context) : null;
        fields.Done();
        return when is null ? null : new ExceptionClause(id, title, cite, note, when, duty, map.Place);
    }
}
