namespace Haechi.Tower.Register.Matching;

/// <summary>
/// A text as weighted terms: stems, or concepts where the thesaurus knows the word or phrase. Also its letter groups, by which misspelt words still meet. Immutable.
/// </summary>
internal sealed class Terms
{
    /// <summary>Up to so many telling words a header is a label and no sentence.</summary>
    private const int LabelWords = 3;

    private Terms(string text, Dictionary<string, double> weights)
    {
        Text = text;
        Weights = weights;
        Folded = HeaderText.Letters(text);
        Groups = LetterGroups(Folded);
    }

    public string Text { get; }

    public string Folded { get; }

    public Dictionary<string, double> Weights { get; }

    /// <summary>The groups of neighbouring letters as numbers, ascending, each once.</summary>
    public int[] Groups { get; }

    /// <summary>The terms of a header or a name.</summary>
    public static Terms Of(string header)
    {
        var bare = HeaderText.Bare(header);
        return new Terms(bare, Weigh(bare, Thesaurus.Default));
    }

    /// <summary>The header as a whole and, where it has brackets or sub-headings, what is left without them.</summary>
    public static IReadOnlyList<Terms> VariantsOf(string header)
    {
        var bare = HeaderText.Bare(header);
        var texts = new List<string> { bare };
        var question = bare.IndexOf('?', StringComparison.Ordinal);
        if (question > 10)
        {
            texts.Add(bare[..question]);
        }
        var sub = bare.IndexOf("practice", StringComparison.OrdinalIgnoreCase);
        if (sub > 15)
        {
            texts.Add(bare[..sub]);
        }
        texts.AddRange(texts.ToList().Select(WithoutBrackets));
        return [.. texts.Where(t => t.Any(char.IsLetterOrDigit)).Select(t => t.Trim()).Distinct(StringComparer.Ordinal).Select(t => new Terms(t, Weigh(t, Thesaurus.Default)))];
    }

    /// <summary>
    /// 1, or less when a label says more than the other text: "function on the road" is not what the system does. A long header is a sentence and always says more.
    /// </summary>
    public static double Covered(Terms header, Terms other, double narrower)
    {
        double size = 0, shared = 0;
        var telling = 0;
        foreach (var (term, weight) in header.Weights)
        {
            size += weight;
            shared += other.Weights.ContainsKey(term) ? weight : 0;
            telling += weight > 0.1 ? 1 : 0;
        }
        return telling is > 1 and <= LabelWords && shared < 0.6 * size && header.Folded != other.Folded ? narrower : 1;
    }

    private static string WithoutBrackets(string text)
    {
        var kept = new System.Text.StringBuilder(text.Length);
        var depth = 0;
        foreach (var c in text)
        {
            depth += c is '(' or '[' or '{' ? 1 : 0;
            if (depth == 0)
            {
                kept.Append(c);
            }
            depth -= c is ')' or ']' or '}' && depth > 0 ? 1 : 0;
        }
        return kept.ToString();
    }

    private static Dictionary<string, double> Weigh(string text, Thesaurus words)
    {
        var stems = Tokens.Split(text, words).Select(t => (Word: t, Stem: Stems.Of(t))).ToList();
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < stems.Count;)
        {
            var (key, length) = TermAt(stems, i, words);
            var weight = Math.Min(words.WeightOf(key), length > 1 ? 1 : Math.Min(words.WeightOf(stems[i].Word), words.WeightOf(stems[i].Stem)));
            weights[key] = Math.Max(weight, weights.GetValueOrDefault(key));
            i += length;
        }
        return weights;
    }

    private static (string Key, int Length) TermAt(List<(string Word, string Stem)> stems, int at, Thesaurus words)
    {
        var longest = words.BeginsPhrase(stems[at].Word, stems[at].Stem) ? Thesaurus.LongestPhrase : 1;
        for (var length = Math.Min(longest, stems.Count - at); length >= 1; length--)
        {
            var phrase = stems.GetRange(at, length);
            if (words.ConceptOf(string.Join(' ', phrase.Select(s => s.Word)), string.Join(' ', phrase.Select(s => s.Stem))) is { } concept)
            {
                return (concept, length);
            }
        }
        return (words.ConceptOfSlip(stems[at].Word) ?? stems[at].Stem, 1);
    }

    private static int[] LetterGroups(string folded)
    {
        var size = folded.Any(Stems.IsHangul) ? 2 : 3;
        var groups = new SortedSet<int>();
        for (var i = 0; i + size <= folded.Length; i++)
        {
            groups.Add(HashCode.Combine(folded[i], folded[i + 1], size == 3 ? folded[i + 2] : '\0'));
        }
        return [.. groups];
    }
}
