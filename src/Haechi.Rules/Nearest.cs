namespace Haechi.Rules;

/// <summary>Finds the declared name that a mistyped one most likely meant.</summary>
internal static class Nearest
{
    private const int Longest = 64;

    /// <summary>The nearest name within a third of the word's length (edit distance), or null. Words over 64 characters have none.</summary>
    public static string? To(string word, IEnumerable<string> names)
    {
        if (word.Length is 0 or > Longest)
        {
            return null;
        }
        var best = names.Where(n => n.Length <= Longest)
            .Select(n => (Name: n, Distance: Distance(word, n)))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, word.Length / 3) ? best.Name : null;
    }

    /// <summary>A hint to append to a message, in Korean and English, or two empty texts.</summary>
    public static (string Ko, string En) Hint(string word, IEnumerable<string> names) =>
        To(word, names) is { } name ? ($" '{name}'을(를) 뜻했습니까?", $" Did you mean '{name}'?") : ("", "");

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
