namespace Haechi.Tower.Register.Matching;

/// <summary>
/// Which known field concepts a header or a field is near to, by the phrases of <c>synonyms.yaml</c>. Two texts without a common word meet when both are near to the same
/// concept: 관리번호 and "Use Case ID".
/// </summary>
internal sealed class FieldConcepts
{
    private const double Near = 0.6;

    /// <summary>What a phrase counts for a label that says more.</summary>
    private const double Narrower = 0.8;

    /// <summary>What a phrase counts that the list marks with "~": it means the field only where none fits better.</summary>
    private const double Weak = 0.85;

    private readonly List<(string Concept, Terms Phrase, double Worth)> _phrases = [];
    private readonly Dictionary<string, List<int>> _byTerm = new(StringComparer.Ordinal);
    private readonly Similarity _similarity;

    private FieldConcepts(Thesaurus words, IEnumerable<string> without)
    {
        var left = without.Select(h => WordsOf(h, words)).ToHashSet(StringComparer.Ordinal);
        foreach (var (concept, phrase) in words.Fields.SelectMany(f => f.Value.Select(p => (f.Key, p))).Where(p => left.Count == 0 || !left.Contains(WordsOf(p.p.TrimStart('~'), words))))
        {
            var weak = phrase.StartsWith('~');
            var terms = Terms.Of(weak ? phrase[1..] : phrase);
            foreach (var term in terms.Weights.Keys)
            {
                (_byTerm.TryGetValue(term, out var list) ? list : _byTerm[term] = []).Add(_phrases.Count);
            }
            _phrases.Add((concept, terms, weak ? Weak : 1));
        }
        _similarity = new Similarity([.. _phrases.GroupBy(p => p.Concept, StringComparer.Ordinal).Select(g => g.SelectMany(p => p.Phrase.Weights.Keys))]);
    }

    /// <summary>Those of the program's own thesaurus.</summary>
    public static FieldConcepts Default { get; } = new(Thesaurus.Default, []);

    /// <summary>Those of the program's own thesaurus without the phrases that say a header of these in the same words, so that it can be seen what is known without them.</summary>
    public static FieldConcepts Without(IEnumerable<string> headers) => new(Thesaurus.Default, headers);

    /// <summary>The concepts that a text is near to, each with how near; those far behind the nearest are left out.</summary>
    public IReadOnlyDictionary<string, double> Of(IReadOnlyList<Terms> variants)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var variant in variants)
        {
            // Words that say nothing ("does", "the") lead to no phrase, unless there is no other word.
            var telling = variant.Weights.Where(w => w.Value > 0.1).Select(w => w.Key).ToList();
            foreach (var i in (telling.Count > 0 ? telling : [.. variant.Weights.Keys]).SelectMany(t => _byTerm.TryGetValue(t, out var list) ? list : []).Distinct())
            {
                var (concept, phrase, worth) = _phrases[i];
                var near = worth * _similarity.Of(variant, phrase) * Terms.Covered(variant, phrase, Narrower);
                if (near >= Near && near > found.GetValueOrDefault(concept))
                {
                    found[concept] = near;
                }
            }
        }
        var most = found.Count == 0 ? 0 : found.Values.Max();
        return found.Where(f => f.Value >= most - 0.2).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
    }

    /// <summary>The same for the names of a field: what is one concept exactly is the others that it touches only faintly.</summary>
    public Dictionary<string, double> OfField(IReadOnlyList<Terms> variants)
    {
        var found = Of(variants);
        var most = found.Count == 0 ? 0 : found.Values.Max();
        return found.ToDictionary(f => f.Key, f => f.Value * f.Value * f.Value / (most * most), StringComparer.Ordinal);
    }

    /// <summary>The telling words of a text in any order: "Bureau / Department" and "department or bureau" are the same header.</summary>
    private static string WordsOf(string text, Thesaurus words) =>
        string.Join(' ', Tokens.Split(HeaderText.Bare(text), words).Select(Stems.Of).Where(w => words.WeightOf(w) > 0.1).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>"If other, please explain" asks about the column before it and says nothing by itself.</summary>
    public static bool IsFollowUp(IReadOnlyDictionary<string, double> concepts) => concepts.Count == 1 && concepts.GetValueOrDefault("follow_up") >= 0.85;

    /// <summary>How well two texts meet in one concept.</summary>
    public static double Meet(IReadOnlyDictionary<string, double> a, IReadOnlyDictionary<string, double> b)
    {
        var best = 0.0;
        foreach (var (concept, near) in a)
        {
            best = b.TryGetValue(concept, out var other) ? Math.Max(best, near * other) : best;
        }
        return best;
    }
}
