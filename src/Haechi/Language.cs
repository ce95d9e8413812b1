using System.Globalization;

namespace Haechi;

/// <summary>The language of what the command prints: <c>--lang</c>, else HAECHI_LANG, else the locale when it is English, else Korean.</summary>
internal sealed record Language(string Tag)
{
    public static Language Choose(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var value = args[i] == "--lang" && i + 1 < args.Count ? args[i + 1]
                : args[i].StartsWith("--lang=", StringComparison.Ordinal) ? args[i]["--lang=".Length..] : null;
            if (value is "ko" or "en")
            {
                return new Language(value);
            }
        }
        var setting = Environment.GetEnvironmentVariable("HAECHI_LANG") ?? CultureInfo.CurrentCulture.TwoLetterISOLanguageName;
        return new Language(setting == "en" ? "en" : "ko");
    }

    /// <summary>One of two texts.</summary>
    public string Say(string ko, string en) => Tag == "ko" ? ko : en;
}
