namespace Haechi.Tower.Register.Matching;

/// <summary>How alike two texts are, from 0 to 1. Rare terms count more than those that many fields share.</summary>
internal sealed class Similarity
{
    /// <summary>What a term is worth that no field and no synonym has.</summary>
    private const double Unseen = 1;

    private const double LeastAlike = 0.6;

    private readonly Dictionary<string, double> _rarity;

    /// <param name="documents">The terms of each field, all its names together.</param>
    public Similarity(IReadOnlyCollection<IEnumerable<string>> documents)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in documents.SelectMany(d => d.Distinct(StringComparer.Ordinal)))
        {
            counts[term] = counts.GetValueOrDefault(term) + 1;
        }
        var most = Math.Log(1 + documents.Count);
        // Never under a third: a small list of fields says little about what is rare in the world.
        _rarity = counts.ToDictionary(c => c.Key, c => most == 0 ? 1 : Math.Max(0.34, Math.Log((1.0 + documents.Count) / c.Value) / most), StringComparer.Ordinal);
    }

    /// <summary>
    /// Shared terms over all terms, together with how much of the shorter text is in the longer; a shorter text that says next to nothing ("name") proves little by being
    /// contained. Misspelt texts meet by their letter groups.
    /// </summary>
    public double Of(Terms a, Terms b)
    {
        if (a.Folded.Length > 0 && a.Folded == b.Folded)
        {
            return 1;
        }
        return Math.Max(ByTerms(a, b), Math.Max(ByLetters(a, b), Slip.IsOne(a.Folded, b.Folded) ? 0.88 : 0));
    }

    private double ByTerms(Terms a, Terms b)
    {
        var (few, many) = a.Weights.Count <= b.Weights.Count ? (a, b) : (b, a);
        double shared = 0, sizeFew = 0;
        foreach (var (term, weight) in few.Weights)
        {
            var rarity = _rarity.GetValueOrDefault(term, Unseen);
            sizeFew += weight * rarity;
            shared += many.Weights.TryGetValue(term, out var other) ? Math.Min(weight, other) * rarity : 0;
        }
        if (shared == 0)
        {
            return 0;
        }
        var sizeMany = 0.0;
        foreach (var (term, weight) in many.Weights)
        {
            sizeMany += weight * _rarity.GetValueOrDefault(term, Unseen);
        }
        var least = Math.Min(sizeFew, sizeMany);
        var said = least / (least + 0.25);
        return Math.Min(0.97, (0.55 * 2 * shared / (sizeFew + sizeMany)) + (0.45 * shared / least * said));
    }

    private static double ByLetters(Terms a, Terms b)
    {
        var (x, y) = (a.Groups, b.Groups);
        // Texts of very different length cannot be alike by letters.
        if (x.Length < 3 || y.Length < 3 || 2.0 * Math.Min(x.Length, y.Length) < LeastAlike * (x.Length + y.Length))
        {
            return 0;
        }
        var shared = 0;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            shared += x[i] == y[j] ? 1 : 0;
            (i, j) = x[i] <= y[j] ? (i + 1, x[i] == y[j] ? j + 1 : j) : (i, j + 1);
        }
        var alike = 2.0 * shared / (x.Length + y.Length);
        return alike < LeastAlike ? 0 : alike * 0.95;
    }
}
