namespace Haechi.Tower.Access;

/// <summary>Passwords that many people have had and that guessing therefore begins with (NIST SP 800-63B, section 3.1.1.2). They come with the program: asking a service would tell it that somebody here chooses a password.</summary>
internal static class CommonPasswords
{
    private static readonly Lazy<HashSet<string>> Known = new(Read);

    /// <summary>True when it is one of them, one of them with digits or signs around it, or one of them said twice.</summary>
    public static bool IsLike(string password)
    {
        var folded = password.ToLowerInvariant();
        var core = folded.Trim([.. folded.Where(c => !char.IsLetter(c)).Distinct()]);
        return IsOne(folded) || IsOne(core);
    }

    private static bool IsOne(string text) => Known.Value.Contains(text) || (text.Length % 2 == 0 && text.Length > 0 && text[..(text.Length / 2)] == text[(text.Length / 2)..] && Known.Value.Contains(text[..(text.Length / 2)]));

    private static HashSet<string> Read()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream("Haechi.Tower.Access.common-passwords.txt")!);
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                known.Add(line);
            }
        }
        return known;
    }
}
