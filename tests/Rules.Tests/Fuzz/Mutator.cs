using System.Text;

namespace Haechi.Rules.Tests.Fuzz;

/// <summary>Spoils a valid text in one to four small ways. The same seed gives the same text.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "'", "\"", "`", "&&", "||", "!", "==", "<=", " in ", " overlaps ", ".exists(", ".all(m, ", ",", ".", ":", "- ", "#", "\n", "\t", "  ", "\0", "\uFEFF", "\uD83D",
        "가", "é", "0", "-1", "1e308", "1e999", "99999999999", "NaN", "2026-02-30", "date('9999-12-31')", "true", "null", "~", "*x", "&x ", "!!int ", "? ", "| ", "> ", "%YAML 1.1\n", "---\n", "...\n",
        "\\u0000", "\\x41", "<<: ", "id: ", "when: ", "extends: t/act", "of: []", "versions: []", "each_year: 02-end", "0001-01-01", "9999-12-31",
    ];

    private readonly Random _random = new(seed);

    public string Spoil(string text)
    {
        var spoiled = new StringBuilder(text);
        for (var left = _random.Next(1, 5); left > 0; left--)
        {
            SpoilOnce(spoiled);
        }
        return spoiled.ToString();
    }

    private void SpoilOnce(StringBuilder text)
    {
        var at = _random.Next(text.Length + 1);
        var length = Math.Min(_random.Next(1, 12), text.Length - at);
        switch (_random.Next(6))
        {
            case 0:
                text.Insert(at, Pieces[_random.Next(Pieces.Length)]);
                break;
            case 1:
                text.Remove(at, length);
                break;
            case 2 when at < text.Length:
                text[at] = (char)_random.Next(1, 0x250);
                break;
            case 3:
                text.Insert(at, text.ToString(at, length));
                break;
            case 4:
                var from = _random.Next(text.Length + 1);
                text.Insert(at, text.ToString(from, Math.Min(_random.Next(1, 60), text.Length - from)));
                break;
            default:
                text.Remove(at, length).Insert(at, Pieces[_random.Next(Pieces.Length)]);
                break;
        }
    }
}
