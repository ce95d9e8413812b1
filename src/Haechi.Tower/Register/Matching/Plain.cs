namespace Haechi.Tower.Register.Matching;

/// <summary>Words that mean the same in every list: yes, no, not applicable, none, not yet known.</summary>
internal static class Plain
{
    private static readonly HashSet<string> YesWords = Set("yes", "y", "true", "t", "예", "네", "o", "○", "있음", "해당", "유", "ja", "oui", "해당함", "실시", "포함", "✓", "✔", "v");
    private static readonly HashSet<string> NoWords = Set("no", "n", "false", "f", "아니요", "아니오", "x", "×", "미해당", "무", "nee", "non", "미실시", "미포함");
    private static readonly HashSet<string> NotApplicableWords = Set("n/a", "na", "not applicable", "n.a.", "해당 없음", "해당없음", "해당사항 없음", "해당사항없음", "niet van toepassing", "nvt", "n.v.t.", "not relevant");
    private static readonly HashSet<string> NoneWords = Set("none", "없음", "geen", "nil", "none.");
    private static readonly HashSet<string> OpenWords = Set("tbd", "tba", "unknown", "to be determined", "미정", "모름", "확인 중", "확인중", "검토중", "unsure", "not sure", "onbekend", "depends", "-", "–", "?");

    public static bool IsYes(string text) => YesWords.Contains(Key(text));

    public static bool IsNo(string text) => NoWords.Contains(Key(text));

    public static bool IsYesNo(string text) => IsYes(text) || IsNo(text);

    public static bool IsNotApplicable(string text) => NotApplicableWords.Contains(Key(text));

    public static bool IsNone(string text) => NoneWords.Contains(Key(text));

    /// <summary>The cell says that nothing is known yet.</summary>
    public static bool IsOpen(string text) => OpenWords.Contains(Key(text));

    /// <summary>The cell tells nothing about what its column holds.</summary>
    public static bool SaysNothing(string text) => string.IsNullOrWhiteSpace(text) || IsNotApplicable(text) || IsNone(text) || IsOpen(text);

    private static string Key(string text) => text.Length > 40 ? "" : HeaderText.Clean(text).ToLowerInvariant().TrimEnd('.', ' ');

    private static HashSet<string> Set(params string[] words) => new(words.Select(w => w.TrimEnd('.')), StringComparer.Ordinal);
}
