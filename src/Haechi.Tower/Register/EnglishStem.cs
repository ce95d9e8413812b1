using System.Buffers;

namespace Haechi.Tower.Register;

/// <summary>
/// A light stem of an English word, so that <em>inspections</em>, <em>inspecting</em> and <em>inspected</em> find one another. It cuts endings and nothing else: a stem need not be a word,
/// it must only be the same for the forms of one. Words with digits or other letters than a-z stay as they are.
/// </summary>
internal static class EnglishStem
{
    private const int Least = 3;
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Longest endings first; what is cut and what takes its place.</summary>
    private static readonly (string Ending, string Instead)[] Endings =
    [
        ("ifications", "ifi"), ("ification", "ifi"), ("izations", "iz"), ("ization", "iz"), ("isations", "iz"), ("isation", "iz"), ("plications", "pli"), ("plication", "pli"),
        ("ations", "at"), ("ation", "at"), ("ments", ""), ("ment", ""), ("ysis", "ys"), ("yses", "ys"), ("yzing", "ys"), ("ysing", "ys"), ("yzed", "ys"), ("ysed", "ys"), ("yzes", "ys"),
        ("yze", "ys"), ("yse", "ys"), ("sses", "ss"), ("ions", ""), ("ies", "i"), ("ied", "i"), ("ion", ""), ("ings", ""), ("ing", ""), ("es", ""), ("ed", ""), ("s", ""), ("e", ""), ("y", "i"),
    ];

    public static string Of(string word)
    {
        var (stem, before) = (Cut(word), word);
        while (stem != before)
        {
            (stem, before) = (Cut(stem), stem);
        }
        return stem;
    }

    private static string Cut(string word)
    {
        if (word.Length <= Least || !word.All(char.IsAsciiLetterLower))
        {
            return word;
        }
        foreach (var (ending, instead) in Endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal) && May(word, ending, word.Length - ending.Length + instead.Length))
            {
                return Finish(word[..^ending.Length] + instead);
            }
        }
        return word;
    }

    /// <summary>"gas", "status", "analysis" keep their s; "need" and "string" keep what only looks like an ending.</summary>
    private static bool May(string word, string ending, int left) => left >= Least && ending switch
    {
        "s" => word[^2] is not ('s' or 'u' or 'i'),
        "ed" or "ing" or "ings" => word.AsSpan(0, word.Length - ending.Length).IndexOfAny(Vowels) >= 0,
        "ion" or "ions" => word[^(ending.Length + 1)] is 's' or 't',
        "ment" or "ments" => left >= 4,
        _ => true,
    };

    /// <summary>"planning" and "plan", "estimated" and "estimate", "translation" and "translate", "imaging" and "images" meet.</summary>
    private static string Finish(string stem)
    {
        var cut = stem.Length > Least + 1 && stem.EndsWith("at", StringComparison.Ordinal) ? stem[..^2] : stem;
        cut = cut.Length > Least && cut[^1] == 'e' ? cut[..^1] : cut;
        return cut.Length > Least && cut[^1] == cut[^2] && cut[^1] is not ('l' or 's' or 'z' or 'e' or 'o') ? cut[..^1] : cut;
    }
}
