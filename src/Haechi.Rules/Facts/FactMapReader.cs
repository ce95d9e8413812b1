using Haechi.Rules.Books;

namespace Haechi.Rules.Facts;

/// <summary>Reads column maps (docs/rulebook-format.md, "Column maps") as strictly as books: an unknown key is an error with its place.</summary>
public static class FactMapReader
{
    /// <summary>Reads a map from its file; null when it cannot be used, and everything wrong is in <paramref name="findings"/>.</summary>
    public static FactMap? Read(string file, Findings findings)
    {
        if (!File.Exists(file))
        {
            findings.Error("no-file", new Place(file, 0, 0), "이 열 지도 파일이 없습니다.", "there is no such column map");
            return null;
        }
        if (new FileInfo(file).Length > 4L * YamlFile.LargestFile)
        {
            findings.Error("too-large", new Place(file, 0, 0), "열 지도로 쓰기에 너무 큰 파일입니다.", "the file is too large for a column map");
            return null;
        }
        return Read(file, File.ReadAllText(file), findings);
    }

    /// <summary>Reads a map from its text. The file name serves as place only.</summary>
    public static FactMap? Read(string file, string text, Findings findings)
    {
        var own = new Findings();
        var map = YamlFile.Read(file, text, own) switch
        {
            YamlMap root => Read(root, file, new ReadContext(own)),
            null when own.HasErrors => null,
            _ => NoMap(file, own),
        };
        findings.AddAll(own);
        return own.HasErrors ? null : map;
    }

    private static FactMap? NoMap(string file, Findings findings)
    {
        findings.Error("wrong-value", new Place(file, 1, 1), "열 지도는 'map:'으로 시작하는 항목과 값의 묶음입니다.", "a column map is a mapping of keys and values that begins with 'map:'");
        return null;
    }

    private static FactMap Read(YamlMap root, string file, ReadContext context)
    {
        var fields = new Fields(root, context);
        var map = new FactMap(
            fields.RequiredText("map"), fields.LocalText("title"), fields.Texts("books"), Columns(fields, "id"), Columns(fields, "name").FirstOrDefault(),
            Columns(fields, "group").FirstOrDefault(), ReadFacts(fields, context), ReadDeclared(fields, context), Columns(fields, "show"), file);
        if (map.Facts.Count == 0)
        {
            fields.Missing("facts", 0);
        }
        fields.Done();
        return map;
    }

    /// <summary>Names with their places: a text or a list of texts.</summary>
    private static List<MapColumn> Columns(Fields fields, string key)
    {
        var names = fields.Texts(key);
        var places = fields.Node(key) is YamlList list ? list.Items.Select(i => i.Place) : [fields.Node(key)?.Place ?? fields.Place];
        return [.. names.Zip(places, (name, place) => new MapColumn(name.Trim(), place))];
    }

    private static List<FactColumn> ReadFacts(Fields root, ReadContext context)
    {
        var facts = new List<FactColumn>();
        foreach (var (key, body) in Bodies(root, "facts", context))
        {
            var fields = new Fields(body, context);
            var column = Column(fields, body);
            var several = fields.OneOf("list", new Dictionary<string, bool> { ["true"] = true, ["false"] = false }) ?? false;
            facts.Add(new FactColumn(key.Value, column, several, fields.Node("values") is null ? null : Values(fields, context), key.Place));
            fields.Done();
        }
        return facts;
    }

    private static List<DeclaredColumn> ReadDeclared(Fields root, ReadContext context)
    {
        var declared = new List<DeclaredColumn>();
        foreach (var (key, body) in Bodies(root, "declared", context))
        {
            var fields = new Fields(body, context);
            declared.Add(new DeclaredColumn(key.Value, Column(fields, body), Values(fields, context), key.Place));
            fields.Missing("values", 0);
            fields.Done();
        }
        return declared;
    }

    private static IEnumerable<(YamlScalar Key, YamlMap Body)> Bodies(Fields root, string section, ReadContext context)
    {
        foreach (var (key, value) in root.Map(section)?.Entries ?? [])
        {
            if (value is YamlMap body)
            {
                yield return (key, body);
            }
            else
            {
                context.Findings.Error("wrong-value", value.Place, $"'{key.Value}'에는 {{column: 열 이름, …}} 꼴이 필요합니다.", $"'{key.Value}' needs {{column: HEADER, ...}}");
            }
        }
    }

    private static MapColumn Column(Fields fields, YamlMap body) =>
        new(fields.RequiredText("column").Trim(), fields.Node("column")?.Place ?? body.Place);

    private static List<CellValue> Values(Fields fields, ReadContext context)
    {
        var values = new Dictionary<string, CellValue>(StringComparer.Ordinal);
        foreach (var (cell, value) in fields.Map("values")?.Entries ?? [])
        {
            if (value is not YamlScalar scalar)
            {
                fields.Refuse<string>(value, "값 하나", "one value");
                continue;
            }
            var meant = new CellValue(cell.Value, scalar is { Plain: true, Value: "" or "~" or "null" } ? null : scalar.Value.Trim(), cell.Place);
            if (!values.TryAdd(Folded.Of(cell.Value), meant) && values[Folded.Of(cell.Value)].Value != meant.Value)
            {
                var first = values[Folded.Of(cell.Value)];
                context.Findings.Error("duplicate", cell.Place, $"'{cell.Value}'의 뜻이 둘입니다. {first.Place}에는 '{first.Value}'(으)로 적혀 있습니다(대소문자와 빈칸은 구별하지 않음).",
                    $"'{cell.Value}' has two meanings: {first.Place} says '{first.Value}' (case and space are not told apart)");
            }
        }
        return [.. values.Values];
    }
}
