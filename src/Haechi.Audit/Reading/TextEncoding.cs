using System.Text;
using System.Text.Unicode;

namespace Haechi.Audit.Reading;

/// <summary>UTF-8 first; else CP949 when that gives Hangul; else Windows-1252, as everywhere in the house (decision 5). All three keep separators and quotes as single bytes.</summary>
internal static class TextEncoding
{
    private const int Sample = 4 << 20;

    public static bool IsUtf8(ReadOnlySpan<byte> part) => Utf8.IsValid(part);

    public static bool IsUtf16(ReadOnlySpan<byte> start) => start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    /// <summary>The encoding in which texts lie in a file of which this was told; null for an unknown name.</summary>
    public static Encoding? Named(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return name switch { "utf-8" or "utf-16" => Encoding.UTF8, "cp949" => Encoding.GetEncoding(949), "windows-1252" => Encoding.GetEncoding(1252), _ => null };
    }

    /// <summary>The encoding of bytes that are not UTF-8, judged by the first four million of them that hold such bytes.</summary>
    public static (Encoding Encoding, string Name) Legacy(ReadOnlySpan<byte> bytes)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var from = Math.Max(0, bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) - 1024);
        var sample = bytes.Slice(from, Math.Min(Sample, bytes.Length - from));
        var korean = Encoding.GetEncoding(949).GetString(sample);
        var hangul = korean.Count(c => c is >= '가' and <= '힣');
        var odd = korean.Count(c => c is '\uFFFD' or '?' or (>= '\u3400' and <= '\u9FFF'));
        return hangul > odd ? (Encoding.GetEncoding(949), "cp949") : (Encoding.GetEncoding(1252), "windows-1252");
    }

    /// <summary>A UTF-16 file as a temporary UTF-8 file, a part at a time.</summary>
    public static string ToUtf8File(string path)
    {
        var copy = Path.GetTempFileName();
        using var reader = new StreamReader(path, Encoding.Unicode, detectEncodingFromByteOrderMarks: true);
        using var writer = new StreamWriter(copy, append: false, new UTF8Encoding(false));
        var buffer = new char[1 << 16];
        for (int n; (n = reader.Read(buffer)) > 0;)
        {
            writer.Write(buffer.AsSpan(0, n));
        }
        return copy;
    }
}
