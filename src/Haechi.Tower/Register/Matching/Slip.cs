namespace Haechi.Tower.Register.Matching;

/// <summary>A slip of the fingers in a short word: one letter missing, added, changed, or two neighbours in the wrong order.</summary>
internal static class Slip
{
    /// <summary>The shortest word in which a changed letter is taken for a slip.</summary>
    private const int Changed = 6;

    /// <summary>True for two different words of 4 to 16 letters that one slip tells apart. One changed letter makes too many other words of a short one: score and scope, data and date.</summary>
    public static bool IsOne(string a, string b)
    {
        if (Math.Min(a.Length, b.Length) < 4 || Math.Max(a.Length, b.Length) > 16 || Math.Abs(a.Length - b.Length) > 1 || a.Any(char.IsDigit) || b.Any(char.IsDigit))
        {
            return false;
        }
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
        {
            start++;
        }
        var x = a.AsSpan(start);
        var y = b.AsSpan(start);
        return a.Length == b.Length
            ? x.Length > 0 && ((a.Length >= Changed && x[1..].SequenceEqual(y[1..])) || (x.Length > 1 && x[0] == y[1] && x[1] == y[0] && x[2..].SequenceEqual(y[2..])))
            : a.Length > b.Length ? x[1..].SequenceEqual(y) : y[1..].SequenceEqual(x);
    }
}
