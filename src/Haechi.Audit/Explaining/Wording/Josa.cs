namespace Haechi.Audit.Explaining.Wording;

/// <summary>Korean particles after a word: which form depends on whether its last sound is a consonant.</summary>
internal static class Josa
{
    /// <summary>The word with 이 or 가.</summary>
    public static string Subject(string word) => Pick(word, "이", "가", "이(가)");

    /// <summary>The word with 을 or 를.</summary>
    public static string Object(string word) => Pick(word, "을", "를", "을(를)");

    /// <summary>The word with 은 or 는.</summary>
    public static string Topic(string word) => Pick(word, "은", "는", "은(는)");

    /// <summary>The word with 으로 or 로; a final ㄹ takes 로.</summary>
    public static string To(string word) => Last(word) is 8 ? word + "로" : Pick(word, "으로", "로", "(으)로");

    private static string Pick(string word, string consonant, string vowel, string unsure) => word + (Last(word) switch { null => unsure, 0 => vowel, _ => consonant });

    /// <summary>The number of the final consonant, 0 without one; digits as they are read aloud; null when the sound is not known.</summary>
    private static int? Last(string word)
    {
        var end = word.TrimEnd(')', '"', '\'', '%', ' ');
        return end.Length == 0 ? null : end[^1] switch
        {
            >= '가' and <= '힣' and var c => (c - '가') % 28,
            '1' or '7' or '8' => 8,
            '0' or '3' or '6' => 1,
            '2' or '4' or '5' or '9' => 0,
            _ => null,
        };
    }
}
