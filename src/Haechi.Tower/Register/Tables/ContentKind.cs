using System.Text.RegularExpressions;

namespace Haechi.Tower.Register.Tables;

/// <summary>What the first bytes of a file say it is.</summary>
internal static partial class ContentKind
{
    public enum Kind
    {
        Text,
        Zip,
        Compound,
        OldWorkbook,
        Other,
    }

    /// <summary>The kind, and for other files their name in Korean and English.</summary>
    public static (Kind Kind, string Ko, string En) Of(Stream bytes)
    {
        bytes.Position = 0;
        Span<byte> head = stackalloc byte[16];
        var read = bytes.ReadAtLeast(head, 16, throwOnEndOfStream: false);
        return head[..read] switch
        {
            [0x50, 0x4B, 3, 4, ..] or [0x50, 0x4B, 5, 6, ..] => (Kind.Zip, "", ""),
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => (Kind.Compound, "", ""),
            [0x09, 0x00 or 0x02 or 0x04, 0x06 or 0x04, 0x00, ..] or [0x09, 0x08, 0x08 or 0x10, 0x00, ..] => (Kind.OldWorkbook, "", ""),
            [0x25, 0x50, 0x44, 0x46, ..] => (Kind.Other, "PDF 문서", "a PDF document"),
            [0x1F, 0x8B, ..] => (Kind.Other, "gzip 압축 파일", "a gzip file"),
            [0x37, 0x7A, 0xBC, 0xAF, ..] => (Kind.Other, "7z 압축 파일", "a 7z archive"),
            [0x52, 0x61, 0x72, 0x21, ..] => (Kind.Other, "RAR 압축 파일", "a RAR archive"),
            [0x89, 0x50, 0x4E, 0x47, ..] or [0xFF, 0xD8, 0xFF, ..] or [0x47, 0x49, 0x46, 0x38, ..] => (Kind.Other, "그림 파일", "a picture"),
            [0x53, 0x51, 0x4C, 0x69, 0x74, 0x65, 0x20, 0x66, ..] => (Kind.Other, "SQLite 데이터베이스", "an SQLite database"),
            [0x50, 0x41, 0x52, 0x31, ..] => (Kind.Other, "Parquet 파일", "a Parquet file"),
            _ => (Kind.Text, "", ""),
        };
    }

    public static bool IsMarkup(string sample) => Markup().IsMatch(sample);

    public static bool IsJson(string sample) => JsonStart().IsMatch(sample);

    public static bool IsSql(string sample) => SqlStart().IsMatch(sample);

    // Many programs save an HTML table under the name of a workbook.
    [GeneratedRegex(@"\A[\s\uFEFF]*<(?:!doctype|html|table|\?xml|meta|head|body|div|style)\b", RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\A[\s\uFEFF]*(?:\[\s*(?:[\{\]\[""]|-?\d|\z)|\{\s*[""\}])", RegexOptions.None, 10_000)]
    private static partial Regex JsonStart();

    // Atomic groups: spaces and comments without end must not be tried in every combination.
    [GeneratedRegex(@"\A\uFEFF?(?>(?:\s+|--[^\n]*\n|/\*(?>(?:[^*]+|\*(?!/))*)\*/)*)(?:INSERT\s+INTO|CREATE\s+TABLE|BEGIN\s+TRANSACTION\s*;|BEGIN\s*;|PRAGMA\s+\w+\s*=|SET\s+\w+\s*=\s*[^,;\n]+;)", RegexOptions.IgnoreCase | RegexOptions.Singleline, 10_000)]
    private static partial Regex SqlStart();
}
