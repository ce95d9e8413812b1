namespace Haechi.Audit;

/// <summary>The same statement in Korean and English.</summary>
public readonly record struct LocalText(string Ko, string En)
{
    /// <summary>The text for a language tag: Korean for <c>ko</c>, else English.</summary>
    public string In(string language) => language == "ko" ? Ko : En;

    /// <summary>The same words in both languages: a name, a number.</summary>
    public static LocalText Same(string text) => new(text, text);

    /// <inheritdoc />
    public override string ToString() => En;
}
