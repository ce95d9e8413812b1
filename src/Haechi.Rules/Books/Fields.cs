using System.Globalization;

namespace Haechi.Rules.Books;

/// <summary>
/// Reads the keys of one mapping strictly: every key is asked for by name, and <see cref="Done"/> refuses those that nobody asked for,
/// naming the nearest known key.
/// </summary>
internal sealed class Fields(YamlMap map, ReadContext context)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public Place Place => map.Place;

    /// <summary>The node under a key, or null.</summary>
    public YamlNode? Node(string key)
    {
        _known.Add(key);
        return map.Entries.FirstOrDefault(e => e.Key.Value == key).Value;
    }

    /// <summary>Reports the keys that were not read.</summary>
    public void Done()
    {
        foreach (var (key, _) in map.Entries.Where(e => !_known.Contains(e.Key.Value)))
        {
            var (ko, en) = Nearest.Hint(key.Value, _known);
            context.Findings.Error("unknown-key", key.Place, $"'{key.Value}'은(는) 여기에서 쓰지 않는 항목입니다.{ko} 쓸 수 있는 항목: {string.Join(", ", _known)}.",
                $"'{key.Value}' is not a key here.{en} Expected one of: {string.Join(", ", _known)}.");
        }
    }

    public string? Text(string key) => Node(key) switch
    {
        null => null,
        YamlScalar scalar when scalar.Value.Length > 0 => scalar.Value,
        var other => Refuse<string>(other, "비어 있지 않은 글", "a text that is not empty"),
    };

    public string RequiredText(string key) => Text(key) ?? Missing(key, "");

    public T Missing<T>(string key, T fallback)
    {
        if (Node(key) is null)
        {
            context.Findings.Error("missing-key", map.Place, $"'{key}' 항목이 없습니다.", $"the key '{key}' is missing");
        }
        return fallback;
    }

    public LocalText LocalText(string key) => Node(key) switch
    {
        null => Rules.LocalText.Empty,
        YamlScalar scalar => new LocalText(context.Languages.Select(l => new KeyValuePair<string, string>(l, scalar.Value))),
        YamlMap texts => context.TextsOf(texts),
        var other => Refuse(other, "글 또는 {ko: …, en: …}", "a text, or {ko: ..., en: ...}", Rules.LocalText.Empty)!,
    };

    public double? Number(string key) => Node(key) switch
    {
        null => null,
        YamlScalar scalar when ReadContext.TryNumber(scalar.Value, out var number) => number,
        var other => Refuse<double?>(other, "수", "a number"),
    };

    public DateOnly? Date(string key) => Node(key) switch
    {
        null => null,
        YamlScalar scalar when ReadContext.TryDate(scalar.Value, out var day) => day,
        var other => Refuse<DateOnly?>(other, "YYYY-MM-DD 꼴의 날짜", "a date as YYYY-MM-DD"),
    };

    public Condition? Condition(string key) => Node(key) switch
    {
        null => null,
        YamlScalar scalar => Books.Condition.Parse(scalar, context.TextOf(scalar.Place.File), context.Findings),
        var other => Refuse<Condition>(other, "조건", "a condition"),
    };

    /// <summary>One of the words in <paramref name="words"/>, or null when absent or refused.</summary>
    public T? OneOf<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Node(key) is not { } node)
        {
            return null;
        }
        if (node is YamlScalar scalar && words.TryGetValue(scalar.Value, out var value))
        {
            return value;
        }
        var (ko, en) = node is YamlScalar s ? Nearest.Hint(s.Value, words.Keys) : ("", "");
        var all = string.Join(", ", words.Keys);
        return Refuse<T?>(node, $"{all} 가운데 하나{ko}", $"one of {all}{en}");
    }

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string key) => Node(key) switch
    {
        null => [],
        YamlScalar { Value.Length: > 0 } scalar => [scalar.Value],
        YamlList list when list.Items.All(i => i is YamlScalar) => [.. list.Items.Cast<YamlScalar>().Select(i => i.Value)],
        var other => Refuse<IReadOnlyList<string>>(other, "글의 목록", "a list of texts") ?? [],
    };

    public YamlMap? Map(string key) => Node(key) switch
    {
        null => null,
        YamlMap inner => inner,
        var other => Refuse<YamlMap>(other, "항목과 값의 묶음", "a mapping of keys and values"),
    };

    public IReadOnlyList<YamlMap> Maps(string key)
    {
        var node = Node(key);
        if (node is null)
        {
            return [];
        }
        if (node is not YamlList list)
        {
            return Refuse<IReadOnlyList<YamlMap>>(node, "목록", "a list") ?? [];
        }
        return [.. list.Items.Select(i => i as YamlMap ?? Refuse<YamlMap>(i, "항목과 값의 묶음", "a mapping of keys and values")).OfType<YamlMap>()];
    }

    public T? Refuse<T>(YamlNode node, string ko, string en, T? fallback = default)
    {
        var found = node switch { YamlScalar s => $"'{(s.Value.Length > 60 ? s.Value[..60] + "…" : s.Value)}'", YamlList => "[…]", _ => "{…}" };
        context.Findings.Error("wrong-value", node.Place, $"{found}이(가) 있습니다. 필요한 것: {ko}.", $"found {found}; expected {en}");
        return fallback;
    }
}

/// <summary>What the readers of one book share.</summary>
internal sealed class ReadContext(Findings findings)
{
    private readonly Dictionary<string, string> _texts = [];

    public Findings Findings { get; } = findings;

    public IReadOnlyList<string> Languages { get; set; } = ["ko", "en"];

    public void Add(string file, string text) => _texts[file] = text;

    public string TextOf(string file) => _texts.TryGetValue(file, out var text) ? text : "";

    public LocalText TextsOf(YamlMap texts)
    {
        foreach (var (_, value) in texts.Entries.Where(e => e.Value is not YamlScalar))
        {
            Findings.Error("wrong-value", value.Place, "언어마다 글 하나가 필요합니다.", "expected one text per language");
        }
        return new LocalText(texts.Entries.Where(e => e.Value is YamlScalar)
            .Select(e => new KeyValuePair<string, string>(e.Key.Value, ((YamlScalar)e.Value).Value)));
    }

    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    public static bool TryDate(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
