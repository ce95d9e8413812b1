namespace Haechi.Web.Assessment;

/// <summary>A stretch of text that is the same (0), was taken out (-1) or put in (1).</summary>
internal sealed record DiffPart(int Kind, string Text);

/// <summary>What changed between two texts, word by word.</summary>
internal static class TextDiff
{
    private const int MostWords = 1500;

    public static IReadOnlyList<DiffPart> Of(string before, string now)
    {
        var (a, b) = (Words(before), Words(now));
        if (a.Length > MostWords || b.Length > MostWords)
        {
            return before == now ? [new DiffPart(0, now)] : [new DiffPart(-1, before), new DiffPart(1, now)];
        }
        var lengths = Lengths(a, b);
        var parts = new List<DiffPart>();
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                parts.Add(new DiffPart(0, a[i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j >= b.Length || (i < a.Length && lengths[i + 1, j] >= lengths[i, j + 1]))
            {
                parts.Add(new DiffPart(-1, a[i++]));
            }
            else
            {
                parts.Add(new DiffPart(1, b[j++]));
            }
        }
        return Joined(parts);
    }

    /// <summary>Words with the space that follows, so that joining gives the text back.</summary>
    private static string[] Words(string text)
    {
        var words = new List<string>();
        for (int start = 0, at = 0; at < text.Length; start = at)
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            words.Add(text[start..at]);
        }
        return [.. words];
    }

    private static int[,] Lengths(string[] a, string[] b)
    {
        var lengths = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = a[i] == b[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }
        return lengths;
    }

    private static List<DiffPart> Joined(List<DiffPart> parts)
    {
        var joined = new List<DiffPart>();
        foreach (var part in parts)
        {
            if (joined.Count > 0 && joined[^1].Kind == part.Kind)
            {
                joined[^1] = part with { Text = joined[^1].Text + part.Text };
            }
            else
            {
                joined.Add(part);
            }
        }
        return joined;
    }
}
