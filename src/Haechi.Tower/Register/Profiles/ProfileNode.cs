using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haechi.Tower.Register.Profiles;

/// <summary>Reads the keys of one mapping of a profile strictly: a key that nobody asked for is a refusal with its place, as in a rulebook.</summary>
internal sealed class ProfileNode(YamlMappingNode map, string file, List<Refusal> refusals)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Parses a file into its root mapping; null after a refusal.</summary>
    public static ProfileNode? Parse(string file, string text, List<Refusal> refusals)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new ProfileNode(root, file, refusals);
            }
            refusals.Add(Refusal.Because("not-profile", "프로필은 'profile:'로 시작하는 항목과 값의 묶음 하나여야 합니다.", "a profile is one mapping of keys and values that begins with 'profile:'", file));
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            var place = e is YamlException yaml ? Place(file, yaml.Start) : file;
            refusals.Add(Refusal.Because("not-yaml", $"YAML로 읽을 수 없습니다: {e.Message}", $"this is not YAML: {e.Message}", place));
        }
        return null;
    }

    public YamlNode? Node(string key)
    {
        _known.Add(key);
        return map.Children.FirstOrDefault(c => c.Key is YamlScalarNode { Value: var k } && k == key).Value;
    }

    public string? Text(string key) => Node(key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        var other => Refuse<string>(other, key, "글 하나", "one text"),
    };

    public string Required(string key)
    {
        if (Node(key) is null)
        {
            refusals.Add(Refusal.Because("missing-key", $"'{key}' 항목이 없습니다.", $"the key '{key}' is missing", Place(file, map.Start)));
        }
        return Text(key) ?? "";
    }

    public bool Flag(string key) => Text(key) switch
    {
        null or "false" => false,
        "true" => true,
        _ => Refuse<bool>(Node(key)!, key, "true 또는 false", "true or false"),
    };

    public int? Count(string key) => Text(key) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 => count,
        _ => Refuse<int?>(Node(key)!, key, "1 이상의 정수", "a whole number of 1 or more"),
    };

    public IReadOnlyList<string> Texts(string key) => Node(key) switch
    {
        null => [],
        YamlScalarNode { Value: { Length: > 0 } one } => [one],
        YamlSequenceNode list when list.Children.All(c => c is YamlScalarNode) => [.. list.Children.Cast<YamlScalarNode>().Select(c => c.Value ?? "")],
        var other => Refuse<IReadOnlyList<string>>(other, key, "글의 목록", "a list of texts") ?? [],
    };

    public LocalText Local(string key) => Node(key) switch
    {
        null => LocalText.Empty,
        YamlScalarNode one => LocalText.Same(one.Value ?? ""),
        YamlMappingNode => new LocalText(Pairs(key).Select(p => new KeyValuePair<string, string>(p.Key, p.Value ?? ""))),
        var other => Refuse(other, key, "글 또는 {ko: …, en: …}", "a text, or {ko: ..., en: ...}", LocalText.Empty)!,
    };

    /// <summary>A mapping of texts in its order; a plain <c>~</c> or <c>null</c> is null.</summary>
    public IReadOnlyList<(string Key, string? Value, Place Place)> Pairs(string key)
    {
        var pairs = new List<(string, string?, Place)>();
        if (Node(key) is not { } node)
        {
            return pairs;
        }
        if (node is not YamlMappingNode inner)
        {
            return Refuse<IReadOnlyList<(string, string?, Place)>>(node, key, "항목과 값의 묶음", "a mapping of keys and values") ?? pairs;
        }
        foreach (var (name, value) in inner.Children)
        {
            if (name is YamlScalarNode { Value: { } n } && value is YamlScalarNode scalar)
            {
                var none = scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" };
                pairs.Add((n, none ? null : scalar.Value, new Place(file, (int)name.Start.Line, (int)name.Start.Column)));
            }
            else
            {
                Refuse<string>(value, key, "값 하나", "one value");
            }
        }
        return pairs;
    }

    public ProfileNode? Map(string key) => Node(key) switch
    {
        null => null,
        YamlMappingNode inner => new ProfileNode(inner, file, refusals),
        var other => Refuse<ProfileNode>(other, key, "항목과 값의 묶음", "a mapping of keys and values"),
    };

    public IReadOnlyList<ProfileNode> Maps(string key) => Node(key) switch
    {
        null => [],
        YamlSequenceNode list when list.Children.All(c => c is YamlMappingNode) => [.. list.Children.Cast<YamlMappingNode>().Select(m => new ProfileNode(m, file, refusals))],
        var other => Refuse<IReadOnlyList<ProfileNode>>(other, key, "묶음의 목록", "a list of mappings") ?? [],
    };

    public T? Refuse<T>(YamlNode? node, string key, string ko, string en, T? fallback = default)
    {
        refusals.Add(Refusal.Because("wrong-value", $"'{key}'에 쓸 수 없는 값이 있습니다. 필요한 것: {ko}.", $"'{key}' has a value that cannot be used; expected {en}", Place(file, node?.Start ?? map.Start)));
        return fallback;
    }

    /// <summary>Refuses the keys that were not read.</summary>
    public void Done()
    {
        foreach (var key in map.Children.Keys.Where(k => k is not YamlScalarNode { Value: { } name } || !_known.Contains(name)))
        {
            var all = string.Join(", ", _known);
            refusals.Add(Refusal.Because("unknown-key", $"'{key}'은(는) 여기에서 쓰지 않는 항목입니다. 쓸 수 있는 항목: {all}.", $"'{key}' is not a key here; expected one of {all}", Place(file, key.Start)));
        }
    }

    private static string Place(string file, Mark mark) => new Place(file, (int)mark.Line, (int)mark.Column).ToString();
}
