using System.Globalization;
using System.Text;

namespace Haechi.Labels.Carriers.Pdf;

/// <summary>A value of a PDF file (ISO 32000-2, 7.3). Bytes are kept as characters of Latin-1, so that what is not understood is written again as it was.</summary>
internal abstract class PdfValue
{
    /// <summary>The value as bytes of a file.</summary>
    public override abstract string ToString();
}

/// <summary>A number, a truth value or null, as it was written.</summary>
internal sealed class PdfAtom(string raw) : PdfValue
{
    /// <summary>The value of a whole number, or null.</summary>
    public long? Whole => long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;

    public override string ToString() => raw;
}

/// <summary>A name, without its slash and with its escapes undone.</summary>
internal sealed class PdfName(string text) : PdfValue
{
    public string Text => text;

    public override string ToString() => "/" + string.Concat(text.Select(c => c is > ' ' and <= '~' && !"()<>[]{}/%#".Contains(c, StringComparison.Ordinal) ? c.ToString() : $"#{(int)c:X2}"));
}

/// <summary>A string, in the form in which it was written.</summary>
internal sealed class PdfText(string raw) : PdfValue
{
    /// <summary>What it says, byte for byte.</summary>
    public string Bytes => raw[0] == '<' ? FromHex(raw[1..^1]) : FromLiteral(raw[1..^1]);

    /// <summary>A string that says these bytes.</summary>
    public static PdfText Of(string bytes) => new($"<{Convert.ToHexString(Encoding.Latin1.GetBytes(bytes))}>");

    public override string ToString() => raw;

    private static string FromHex(string digits)
    {
        var clean = string.Concat(digits.Where(char.IsAsciiHexDigit));
        return Encoding.Latin1.GetString(Convert.FromHexString(clean.Length % 2 == 0 ? clean : clean + "0"));
    }

    private static string FromLiteral(string written)
    {
        var said = new StringBuilder();
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] != '\\' || i + 1 == written.Length)
            {
                said.Append(written[i]);
                continue;
            }
            var digits = written.AsSpan(i + 1, Math.Min(3, written.Length - i - 1));
            var octal = digits.IndexOfAnyExceptInRange('0', '7') is >= 0 and var end ? digits[..end] : digits;
            said.Append(octal.Length > 0 ? (char)(octal.ToString().Aggregate(0, (sum, d) => (sum * 8) + d - '0') & 0xFF)
                : written[i + 1] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var c => c });
            i += Math.Max(1, octal.Length);
        }
        return said.ToString();
    }
}

/// <summary>Where another object is.</summary>
internal sealed class PdfReference(int number, int generation) : PdfValue
{
    public int Number => number;

    public int Generation => generation;

    public override string ToString() => $"{number} {generation} R";
}

/// <summary>Values in order.</summary>
internal sealed class PdfArray : PdfValue
{
    public List<PdfValue> Items { get; } = [];

    public override string ToString() => $"[{string.Join(' ', Items)}]";
}

/// <summary>Values by name, in the order in which they were written. Of a name that is there twice the first counts.</summary>
internal sealed class PdfDictionary : PdfValue
{
    private readonly List<(string Key, PdfValue Value)> _entries = [];

    public IEnumerable<(string Key, PdfValue Value)> Entries => _entries;

    public PdfValue? this[string key]
    {
        get => _entries.FirstOrDefault(e => e.Key == key).Value;
        set
        {
            var at = _entries.FindIndex(e => e.Key == key);
            _entries.RemoveAll(e => e.Key == key);
            if (value is not null)
            {
                _entries.Insert(at < 0 ? _entries.Count : at, (key, value));
            }
        }
    }

    /// <summary>The whole number of that name, or null.</summary>
    public long? Whole(string key) => (this[key] as PdfAtom)?.Whole;

    /// <summary>Adds an entry without looking for another of its name: a file may have many, and looking each time would take long.</summary>
    public void Add(string key, PdfValue value) => _entries.Add((key, value));

    public override string ToString() => $"<<{string.Concat(_entries.Select(e => $"{new PdfName(e.Key)} {e.Value}"))}>>";
}
