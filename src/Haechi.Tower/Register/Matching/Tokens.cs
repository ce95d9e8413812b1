using System.Globalization;
using System.Text;

namespace Haechi.Tower.Register.Matching;

/// <summary>Splits a text into words: at spaces and punctuation, where lower case meets upper, where scripts meet, and Korean compounds into known words.</summary>
internal static class Tokens
{
    public static IEnumerable<string> Split(string text, Thesaurus words)
    {
        foreach (var run in Runs(text))
        {
            if (!Stems.IsHangul(run[0]))
            {
                // "IT" in capitals is the field of work, not the pronoun.
                yield return run == "IT" ? "ict" : run.ToLower(CultureInfo.InvariantCulture);
                continue;
            }
            foreach (var word in Compound(run, words))
            {
                yield return word;
            }
        }
    }

    private static IEnumerable<string> Runs(string text)
    {
        var run = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            // "agency's" and "agency’s" are the word and an ending.
            if (!char.IsLetterOrDigit(text[i]) || (run.Length > 0 && Meets(text, i)))
            {
                if (run.Length > 0)
                {
                    yield return run.ToString();
                    run.Clear();
                }
            }
            if (char.IsLetterOrDigit(text[i]))
            {
                run.Append(text[i]);
            }
        }
        if (run.Length > 0)
        {
            yield return run.ToString();
        }
    }

    private static bool Meets(string text, int i)
    {
        var (a, b) = (text[i - 1], text[i]);
        return Stems.IsHangul(a) != Stems.IsHangul(b)
            || (char.IsLower(a) && char.IsUpper(b))
            || (char.IsUpper(a) && char.IsUpper(b) && i + 2 < text.Length && char.IsLower(text[i + 1]) && char.IsLower(text[i + 2]));
    }

    /// <summary>Known words from the left, the longest first; what is between them stays together. A single syllable is a word only at the end (시스템+명).</summary>
    private static IEnumerable<string> Compound(string run, Thesaurus words)
    {
        var rest = new StringBuilder();
        for (var i = 0; i < run.Length;)
        {
            var length = LengthAt(run, i, words);
            if (length == 0)
            {
                rest.Append(run[i++]);
                continue;
            }
            if (rest.Length > 0)
            {
                yield return rest.ToString();
                rest.Clear();
            }
            yield return run.Substring(i, length);
            i += length;
        }
        // A lone particle after a known word (시스템+의) says nothing.
        if (rest.Length > 1 || (rest.Length == 1 && rest.Length == run.Length))
        {
            yield return rest.ToString();
        }
    }

    private static int LengthAt(string run, int i, Thesaurus words)
    {
        for (var length = Math.Min(12, run.Length - i); length >= 2; length--)
        {
            if (words.IsKorean(run.Substring(i, length)))
            {
                return length;
            }
        }
        return i > 0 && i == run.Length - 1 && words.IsKorean(run[i..]) ? 1 : 0;
    }
}
