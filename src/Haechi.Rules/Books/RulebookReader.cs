namespace Haechi.Rules.Books;

/// <summary>
/// Reads a book from its folder: every <c>*.yaml</c> file directly in it, one of them with the head. Nothing is resolved between books yet;
/// <see cref="BookSet"/> does that.
/// </summary>
public static class RulebookReader
{
    private static readonly Dictionary<string, Rank> Ranks = new()
    {
        ["international"] = Rank.International,
        ["national"] = Rank.National,
        ["province"] = Rank.Province,
        ["city"] = Rank.City,
        ["department"] = Rank.Department,
    };

    private static readonly Dictionary<string, BookStage> StageWords = new()
    {
        ["framework"] = BookStage.Framework,
        ["guideline"] = BookStage.Guideline,
        ["enforced"] = BookStage.Enforced,
    };

    /// <summary>Reads the book in <paramref name="folder"/>. Returns null when there is no head; everything wrong is added to <paramref name="findings"/>.</summary>
    public static Rulebook? Read(string folder, Findings findings)
    {
        if (!Directory.Exists(folder))
        {
            findings.Error("no-folder", new Place(folder, 0, 0), "이 폴더가 없습니다.", "there is no such folder");
            return null;
        }
        var files = Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(f => (f, File.ReadAllText(f))).ToList();
        return Read(folder, files, findings);
    }

    /// <summary>Reads a book from texts already in memory. File names serve as places only.</summary>
    public static Rulebook? Read(string folder, IReadOnlyList<(string File, string Text)> files, Findings findings)
    {
        var context = new ReadContext(findings);
        var parts = new List<YamlMap>();
        foreach (var (file, text) in files)
        {
            context.Add(file, text);
            switch (YamlFile.Read(file, text, findings))
            {
                case YamlMap map:
                    parts.Add(map);
                    break;
                case { } other:
                    findings.Error("wrong-value", other.Place, "책의 파일은 항목과 값의 묶음이어야 합니다.", "a book's file is a mapping of keys and values");
                    break;
                default:
                    break;
            }
        }
        var heads = parts.Where(p => p.Entries.Any(e => e.Key.Value == "rulebook")).ToList();
        if (heads.Count != 1)
        {
            if (!findings.HasErrors || heads.Count > 1)
            {
                findings.Error("head", new Place(folder, 0, 0), $"'rulebook:'으로 시작하는 머리 파일이 하나 있어야 하는데 {heads.Count}개입니다.",
                    $"expected exactly one *.yaml file with the key 'rulebook'; found {heads.Count}");
            }
            return null;
        }
        return Build(folder, heads[0], parts, context);
    }

    private static Rulebook Build(string folder, YamlMap headMap, List<YamlMap> parts, ReadContext context)
    {
        var head = new Fields(headMap, context);
        if (head.Texts("languages") is { Count: > 0 } languages)
        {
            context.Languages = [.. languages.Distinct(StringComparer.Ordinal)];
        }
        var id = head.RequiredText("rulebook");
        var version = head.RequiredText("version");
        var title = head.LocalText("title");
        var rank = head.OneOf("rank", Ranks) ?? head.Missing("rank", Rank.Department);
        var extends = head.Texts("extends");
        var source = Source(head.Map("source"), head);
        var stages = head.Maps("stages").Select(m => ReadStage(m, context)).OfType<Stage>().ToList();
        CheckStages(stages, head, context);

        var sections = parts.Select(p => ReferenceEquals(p, headMap) ? head : new Fields(p, context)).ToList();
        var questions = sections.SelectMany(s => QuestionReader.ReadAll(s.Map("questions"), context)).ToList();
        var parameters = sections.SelectMany(s => ScoreReader.ReadParameters(s.Map("parameters"), context)).ToList();
        var scores = sections.SelectMany(s => ScoreReader.ReadAll(s.Map("scores"), context)).ToList();
        var classes = sections.SelectMany(s => RuleReader.ReadClasses(s.Map("classes"), context)).ToList();
        var rules = sections.SelectMany(s => s.Maps("rules").Select(m => RuleReader.Read(m, context))).ToList();
        var tests = sections.SelectMany(s => s.Maps("tests").Select(m => BookTestReader.Read(m, context))).OfType<BookTest>().ToList();
        sections.ForEach(s => s.Done());
        return new Rulebook(id, version, title, rank, extends, context.Languages, source, stages, questions, parameters, scores, classes, rules, tests, folder, headMap.Place);
    }

    private static Dictionary<string, string> Source(YamlMap? map, Fields head)
    {
        var source = new Dictionary<string, string>();
        foreach (var (key, value) in map?.Entries ?? [])
        {
            source[key.Value] = value is YamlScalar scalar ? scalar.Value : head.Refuse<string>(value, "글", "a text") ?? "";
        }
        return source;
    }

    private static Stage? ReadStage(YamlMap map, ReadContext context)
    {
        var fields = new Fields(map, context);
        var from = fields.Date("from");
        var kind = fields.OneOf("stage", StageWords);
        var stage = from is { } f && kind is { } k ? new Stage(f, k, fields.Date("penalties_from"), fields.Text("cite"), map.Place) : null;
        fields.Missing("from", 0);
        fields.Missing("stage", 0);
        fields.Done();
        return stage;
    }

    private static void CheckStages(List<Stage> stages, Fields head, ReadContext context)
    {
        if (stages.Count == 0)
        {
            head.Missing("stages", 0);
        }
        for (var i = 1; i < stages.Count; i++)
        {
            if (stages[i].From <= stages[i - 1].From)
            {
                context.Findings.Error("order", stages[i].Place, "단계는 날짜 순서로 적습니다.", "stages are listed by date, each later than the one before");
            }
        }
    }
}
