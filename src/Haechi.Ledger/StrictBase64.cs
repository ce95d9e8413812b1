namespace Haechi.Ledger;

/// <summary>Base64 with exactly one spelling for each value. Loose readers pass over blanks and over the unused bits of the last letter, so a changed file could read the same.</summary>
internal static class StrictBase64
{
    public static bool TryRead(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[((text.Length + 3) / 4) * 3];
        if (!Convert.TryFromBase64Chars(text, bytes, out var length))
        {
            return false;
        }
        Array.Resize(ref bytes, length);
        return text.SequenceEqual(Convert.ToBase64String(bytes));
    }
}
