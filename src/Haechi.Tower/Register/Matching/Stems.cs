namespace Haechi.Tower.Register.Matching;

/// <summary>
/// Brings the forms of a word together: "develop", "developed" and "development"; in Korean a word without its particle. It need not be right as grammar, only the same
/// on both sides of a comparison.
/// </summary>
internal static class Stems
{
    private static readonly (string Ending, string Instead)[] Endings =
    [
        ("ified", "if"), ("isation", "iz"), ("ization", "iz"), ("ifications", "if"), ("ification", "if"), ("ations", ""), ("ation", ""), ("ments", ""), ("ment", ""), ("ings", ""), ("ing", ""),
        ("ions", ""), ("ion", ""), ("ities", ""), ("ity", ""), ("ised", "iz"), ("ized", "iz"), ("ied", ""), ("ies", ""), ("ers", ""), ("ed", ""), ("es", ""), ("ate", ""),
        ("at", ""), ("al", ""), ("ify", "if"), ("ise", "iz"), ("ize", "iz"), ("er", ""), ("or", ""), ("e", ""), ("y", ""),
    ];

    // Longer particles first.
    private static readonly string[] Particles = ["에서의", "으로의", "에서", "으로", "에게", "까지", "부터", "이나", "은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과", "도", "및"];

    /// <summary>The stem of a word in lower case.</summary>
    public static string Of(string word) => word.Length == 0 ? word : IsHangul(word[0]) ? WithoutParticle(word) : English(word);

    public static bool IsHangul(char c) => c is >= '가' and <= '힣' or >= 'ㄱ' and <= 'ㅣ';

    /// <summary>A Korean word without a particle at its end; a word of one syllable stays.</summary>
    public static string WithoutParticle(string word)
    {
        foreach (var particle in Particles)
        {
            if (word.Length > particle.Length + 1 && word.EndsWith(particle, StringComparison.Ordinal))
            {
                return word[..^particle.Length];
            }
        }
        return word;
    }

    private static string English(string word)
    {
        var stem = word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? string.Concat(word.AsSpan(0, word.Length - 3), "y")
            : word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1] : word;
        for (var pass = 0; pass < 3; pass++)
        {
            var shorter = Shorten(stem);
            if (shorter.Length == stem.Length)
            {
                break;
            }
            stem = shorter;
        }
        return stem;
    }

    private static string Shorten(string word)
    {
        foreach (var (ending, instead) in Endings)
        {
            if (word.Length - ending.Length >= (ending is "or" or "er" ? 5 : 4) && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return string.Concat(word.AsSpan(0, word.Length - ending.Length), instead);
            }
        }
        return word;
    }
}
