using System.Globalization;
using System.Text;

namespace Haechi.Tower.Register;

/// <summary>
/// Cuts text into the words that a search looks for, the same on both stores. Korean is written without a fixed place for spaces and its words are short, so each run of Hangul becomes its
/// syllables and pairs of syllables (an index of three letters at a time would not find 복지); names also their initial consonants (ㅂㅈ). Latin words become themselves and a light stem.
/// </summary>
public static class SearchText
{
    /// <summary>A part of a text: a run of Hangul or Han, of initials, or of Latin letters and digits.</summary>
    /// <param name="Glued">For a word that follows another with only a hyphen or the like between, both without it: <c>doj0357</c> for <c>DOJ-0357</c>.</param>
    internal readonly record struct Part(PartKind Kind, string Text, string? Glued = null);

    internal enum PartKind
    {
        Syllables,
        Initials,
        Word,
    }

    private const string Leads = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";

    /// <summary>Two consonants typed one after the other become one letter on a Korean keyboard: whoever types ㄱㅅ for 검사 sends ㄳ.</summary>
    private static readonly Dictionary<char, string> Pairs = new()
    {
        ['ㄳ'] = "ㄱㅅ", ['ㄵ'] = "ㄴㅈ", ['ㄶ'] = "ㄴㅎ", ['ㄺ'] = "ㄹㄱ", ['ㄻ'] = "ㄹㅁ", ['ㄼ'] = "ㄹㅂ", ['ㄽ'] = "ㄹㅅ", ['ㄾ'] = "ㄹㅌ", ['ㄿ'] = "ㄹㅍ", ['ㅀ'] = "ㄹㅎ", ['ㅄ'] = "ㅂㅅ",
    };

    /// <summary>Composed, in one width and without regard to case or to accents on Latin letters; runs of space are one space. Half of a surrogate pair is dropped.</summary>
    public static string Fold(string text)
    {
        var whole = text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Where(r => r != Rune.ReplacementChar)) : text;
        var folded = new StringBuilder(whole.Length);
        // A typed consonant (ㅂ) would become a joining one under compatibility forms, and would then join the next letter: it is kept apart.
        foreach (var piece in Pieces(whole.Normalize(NormalizationForm.FormC)))
        {
            foreach (var c in piece)
            {
                AddFolded(folded, c);
            }
        }
        return folded.ToString().Normalize(NormalizationForm.FormC).TrimEnd();
    }

    /// <summary>
    /// The words of a text for an index, in order: the pairs of each run of Hangul stand side by side, so that a longer word is found as a row of pairs; a single syllable parts two runs.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="initials">Also the initial consonants: for names, where people type them.</param>
    public static IReadOnlyList<string> Tokens(string text, bool initials = true)
    {
        var tokens = new List<string>();
        var singles = new HashSet<string>(StringComparer.Ordinal);
        var runs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Parts(Fold(text), joined: true))
        {
            if (part.Kind == PartKind.Word)
            {
                singles.UnionWith(Stems(part.Text));
                if (part.Glued is { } glued)
                {
                    singles.Add(glued);
                }
            }
            else
            {
                AddRun(part.Text, tokens, singles, runs);
                if (initials && part.Kind == PartKind.Syllables && InitialsOf(part.Text) is { Length: > 0 } leads)
                {
                    AddRun(leads, tokens, singles, runs);
                }
            }
        }
        tokens.AddRange(singles);
        return tokens;
    }

    /// <summary>The initial consonants of a run of syllables; empty when it is not Hangul.</summary>
    public static string InitialsOf(string syllables) => syllables.All(IsSyllable) ? string.Concat(syllables.Select(c => Leads[(c - '가') / 588])) : "";

    /// <summary>The parts of a folded text. <paramref name="joined"/>: runs of Hangul with only a space between them are one, because 민원상담 and 민원 상담 are the same word.</summary>
    internal static IEnumerable<Part> Parts(string folded, bool joined)
    {
        var (kind, start, run, before) = ((PartKind?)null, 0, new StringBuilder(), (End: -2, Text: ""));
        for (var i = 0; i <= folded.Length; i++)
        {
            var here = i == folded.Length ? null : KindOf(folded[i]);
            if (here == kind && here is not null)
            {
                run.Append(folded[i]);
                continue;
            }
            if (joined && kind == PartKind.Syllables && here is null && i + 1 < folded.Length && folded[i] == ' ' && KindOf(folded[i + 1]) == PartKind.Syllables)
            {
                continue;
            }
            if (kind is { } ended)
            {
                var glued = ended == PartKind.Word && before.End == start - 1 && folded[start - 1] is '-' or '_' or '/' or '.' ? before.Text + run : null;
                yield return new Part(ended, run.ToString(), glued);
                before = ended == PartKind.Word ? (i, glued ?? run.ToString()) : (-2, "");
            }
            (kind, start) = (here, i);
            run.Clear();
            if (here is not null)
            {
                run.Append(folded[i]);
            }
        }
    }

    /// <summary>A Latin word as it stands and its stem when that is another word.</summary>
    internal static IEnumerable<string> Stems(string word) => EnglishStem.Of(word) is var stem && stem != word ? [word, stem] : [word];

    private static void AddRun(string run, List<string> tokens, HashSet<string> singles, HashSet<string> runs)
    {
        singles.UnionWith(run.Select(c => c.ToString()));
        if (run.Length < 2 || !runs.Add(run))
        {
            return;
        }
        for (var i = 0; i + 1 < run.Length; i++)
        {
            tokens.Add(run.Substring(i, 2));
        }
        tokens.Add(run[^1].ToString());
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsJamo(text[i]))
            {
                continue;
            }
            if (i > from)
            {
                yield return text[from..i].Normalize(NormalizationForm.FormKD).Normalize(NormalizationForm.FormC);
            }
            yield return Pairs.GetValueOrDefault(text[i]) ?? text[i].ToString();
            from = i + 1;
        }
        if (from < text.Length)
        {
            yield return text[from..].Normalize(NormalizationForm.FormKD).Normalize(NormalizationForm.FormC);
        }
    }

    private static void AddFolded(StringBuilder folded, char c)
    {
        if (char.IsWhiteSpace(c))
        {
            if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
            return;
        }
        if (c >= 'À' && c < '\u0370' && c.ToString().Normalize(NormalizationForm.FormD) is { Length: > 1 } apart)
        {
            c = apart[0];
        }
        if (c is >= '\u1100' and <= '\u1112')
        {
            // A joining consonant that found nothing to join, as another keyboard sends it.
            c = Leads[c - '\u1100'];
        }
        var category = char.GetUnicodeCategory(c);
        if (category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control))
        {
            folded.Append(char.ToLowerInvariant(c));
        }
    }

    private static PartKind? KindOf(char c) =>
        IsSyllable(c) || c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') ? PartKind.Syllables
        : IsJamo(c) ? PartKind.Initials
        : char.IsLetterOrDigit(c) ? PartKind.Word : null;

    private static bool IsSyllable(char c) => c is >= '가' and <= '힣';

    private static bool IsJamo(char c) => c is >= '\u3131' and <= '\u318E';
}
