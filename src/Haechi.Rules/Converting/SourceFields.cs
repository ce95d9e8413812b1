using System.Globalization;
using Haechi.Rules.Books;

namespace Haechi.Rules.Converting;

/// <summary>
/// Reads the keys of one mapping of somebody else's file: keys that a converter does not know are theirs to have, but a known key of the wrong kind is an error
/// with its place. A null or empty value counts as absent.
/// </summary>
internal sealed class SourceFields(YamlMap map, Findings findings)
{
    public YamlMap Map => map;

    public Place Place => map.Place;

    public YamlNode? Node(string key) =>
        map.Entries.FirstOrDefault(e => e.Key.Value == key).Value switch
        {
            null or YamlScalar { Value: "" } or YamlScalar { Plain: true, Value: "null" or "~" } => null,
            var node => node,
        };

    public bool Has(string key) => Node(key) is not null;

    public YamlScalar? Scalar(string key) => Node(key) switch
    {
        null => null,
        YamlScalar scalar => scalar,
        var other => Refuse<YamlScalar>(key, other, "글 하나", "one text"),
    };

    public string? Text(string key) => Scalar(key)?.Value is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public string? Required(string key)
    {
        if (!Has(key))
        {
            findings.Error("missing-key", map.Place, $"'{key}' 항목이 없습니다. 변환하려면 필요합니다.", $"the key '{key}' is missing; the conversion needs it");
        }
        return Text(key);
    }

    /// <summary>The mappings in a list; anything else in it is an error.</summary>
    public IReadOnlyList<SourceFields> Maps(string key) => Node(key) switch
    {
        null => [],
        YamlList list => [.. list.Items.Select(i => i as YamlMap ?? Refuse<YamlMap>(key, i, "항목과 값의 묶음", "a mapping of keys and values"))
            .OfType<YamlMap>().Select(m => new SourceFields(m, findings))],
        var other => Refuse<IReadOnlyList<SourceFields>>(key, other, "목록", "a list") ?? [],
    };

    /// <summary>The values in a list; a single value counts as a list of one.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string key) => Node(key) switch
    {
        null => [],
        YamlScalar one => [one],
        YamlList list => [.. list.Items.Select(i => i as YamlScalar ?? Refuse<YamlScalar>(key, i, "글 하나", "one text")).OfType<YamlScalar>()],
        var other => Refuse<IReadOnlyList<YamlScalar>>(key, other, "글의 목록", "a list of texts") ?? [],
    };

    private T? Refuse<T>(string key, YamlNode node, string ko, string en)
    {
        var found = node switch { YamlScalar s => $"'{Shorten(s.Value, 60)}'", YamlList => "[…]", _ => "{…}" };
        findings.Error("wrong-value", node.Place, $"'{key}'에 {found}이(가) 있습니다. 필요한 것: {ko}.", $"'{key}' has {found}; expected {en}");
        return default;
    }

    public static string Shorten(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");

    /// <summary>True for a number as people write it in data: finite, and the same in every culture.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
