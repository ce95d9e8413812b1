namespace Haechi.Tower.Register;

/// <summary>The form in which names of systems are compared: folded, letters and digits only, so that spaces, hyphens and quotation marks make no difference.</summary>
internal static class NameForm
{
    private const int Pair = 3;

    public static string Of(string name) => string.Concat(SearchText.Fold(name).Where(char.IsLetterOrDigit));

    /// <summary>The numbers in a name: two names that differ in them mean two things, however alike they are.</summary>
    public static string Numbers(string form) => string.Join(' ', form.Split([.. form.Where(c => !char.IsDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The runs of letters by which likeness is measured, sorted and distinct: two syllables of Hangul, three letters of Latin.</summary>
    public static int[] Grams(string form)
    {
        var length = form.Any(c => c >= '\u3040') ? 2 : Pair;
        if (form.Length < length)
        {
            return form.Length == 0 ? [] : [Hash(form)];
        }
        var grams = new HashSet<int>();
        for (var i = 0; i + length <= form.Length; i++)
        {
            grams.Add(Hash(form.AsSpan(i, length)));
        }
        var sorted = grams.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Twice what both have, by what each has: 1 for the same, 0 for nothing in common (Dice 1945).</summary>
    public static double Likeness(int[] one, int[] other)
    {
        var (i, j, both) = (0, 0, 0);
        while (i < one.Length && j < other.Length)
        {
            var order = one[i].CompareTo(other[j]);
            (i, j, both) = (order <= 0 ? i + 1 : i, order >= 0 ? j + 1 : j, order == 0 ? both + 1 : both);
        }
        return one.Length + other.Length == 0 ? 0 : 2.0 * both / (one.Length + other.Length);
    }

    // Stable within a run is enough: the numbers are compared and never kept.
    private static int Hash(ReadOnlySpan<char> gram)
    {
        var hash = 17;
        foreach (var c in gram)
        {
            hash = unchecked((hash * 65_599) + c);
        }
        return hash;
    }
}
