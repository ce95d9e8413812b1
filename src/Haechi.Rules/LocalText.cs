namespace Haechi.Rules;

/// <summary>A text in several languages, keyed by language tag (<c>ko</c>, <c>en</c>, <c>nl</c> …). Never null, possibly empty.</summary>
public sealed class LocalText
{
    private readonly SortedDictionary<string, string> _texts;

    /// <summary>Creates a text from its languages. Tags are compared exactly.</summary>
    public LocalText(IEnumerable<KeyValuePair<string, string>> texts) =>
        _texts = new SortedDictionary<string, string>(texts.ToDictionary(t => t.Key, t => t.Value), StringComparer.Ordinal);

    /// <summary>The empty text.</summary>
    public static LocalText Empty { get; } = new([]);

    /// <summary>The text in Korean and English.</summary>
    public static LocalText Of(string ko, string en) => new([new("ko", ko), new("en", en)]);

    /// <summary>The same words in every language: a name, a number, a citation.</summary>
    public static LocalText Same(string text) => Of(text, text);

    /// <summary>The languages that have a text, in ordinal order.</summary>
    public IReadOnlyCollection<string> Languages => _texts.Keys;

    /// <summary>True when no language has a text.</summary>
    public bool IsEmpty => _texts.Count == 0;

    /// <summary>The text in <paramref name="language"/>, else English, else Korean, else any; empty when there is none.</summary>
    public string In(string language) =>
        _texts.TryGetValue(language, out var text) || _texts.TryGetValue("en", out text) || _texts.TryGetValue("ko", out text)
            ? text
            : _texts.Values.FirstOrDefault() ?? "";

    /// <summary>True when there is a text in <paramref name="language"/> that is not blank.</summary>
    public bool Has(string language) => _texts.TryGetValue(language, out var text) && !string.IsNullOrWhiteSpace(text);

    /// <summary>All languages with their texts, in ordinal order of the tags.</summary>
    public IReadOnlyDictionary<string, string> All => _texts;

    /// <inheritdoc />
    public override string ToString() => In("ko");
}
