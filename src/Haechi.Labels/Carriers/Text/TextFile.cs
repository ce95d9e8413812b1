using System.Globalization;
using System.Text;

namespace Haechi.Labels.Carriers.Text;

/// <summary>A file of text in UTF-8, read whole.</summary>
internal static class TextFile
{
    /// <summary>The largest text that is handled.</summary>
    public const int Largest = 32 * 1024 * 1024;

    // Far more marks on one letter than any language has: sorting them, as NFC does, takes time with the square of their number.
    private const int MostMarks = 256;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="MalformedException">There are too many.</exception>
    public static byte[] Read(Stream file) => file.Length <= Largest ? Bytes.ReadExactly(file, new ByteRange(0, file.Length))
        : throw new MalformedException("file-too-large", $"글은 {Largest >> 20} MB까지 다룹니다.", $"text is handled up to {Largest >> 20} MB");

    /// <summary>True when these bytes are text in UTF-8: no controls but those of lines, pages and tabs.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b is < 32 and not (9 or 10 or 12 or 13) or 127)
            {
                return false;
            }
        }
        return System.Text.Unicode.Utf8.IsValid(bytes);
    }

    /// <summary>The text in Unicode's composed form (NFC), over which the binding of plain text goes.</summary>
    public static byte[] Composed(byte[] bytes)
    {
        var text = Strict.GetString(bytes);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var isMark = rune.Value is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF)) && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark;
            marks = isMark ? marks + 1 : 0;
            if (marks > MostMarks)
            {
                throw new MalformedException("text-marks", $"한 글자에 결합 부호가 {MostMarks}개 넘게 붙어 있어 다루지 않습니다.", $"a letter carries more than {MostMarks} combining marks, which is not handled");
            }
        }
        return text.IsNormalized(NormalizationForm.FormC) ? bytes : Strict.GetBytes(text.Normalize(NormalizationForm.FormC));
    }

    public static MalformedException Elsewhere(string address) => new("store-elsewhere",
        $"이 파일의 자격증명은 파일 밖에 있습니다({Short(address)}). 밖의 것은 가져오지 않습니다. 자격증명을 담은 파일을 주십시오.",
        $"the credential of this file is elsewhere ({Short(address)}), and nothing is fetched; give a file that holds its credential");

    private static string Short(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
