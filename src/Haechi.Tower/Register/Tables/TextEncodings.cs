using System.Text;

namespace Haechi.Tower.Register.Tables;

/// <summary>The encodings that are read and written, by the names used here. All are strict: a byte or a character that has no counterpart is an error, never a question mark.</summary>
internal static class TextEncodings
{
    public const string Utf8 = "utf-8";
    public const string Utf16Le = "utf-16le";
    public const string Utf16Be = "utf-16be";
    public const string Cp949 = "cp949";
    public const string Cp1252 = "cp1252";

    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The name used here for any usual name; null when the encoding is not supported.</summary>
    public static string? NameOf(string asked) => asked.Trim().ToLowerInvariant().Replace('_', '-') switch
    {
        "utf-8" or "utf8" or "utf-8-sig" or "ascii" or "us-ascii" => Utf8,
        "utf-16" or "utf-16le" or "utf16" or "unicode" => Utf16Le,
        "utf-16be" => Utf16Be,
        "cp949" or "949" or "ms949" or "uhc" or "euc-kr" or "euckr" or "ks-c-5601-1987" or "windows-949" => Cp949,
        "cp1252" or "1252" or "windows-1252" or "latin1" or "iso-8859-1" => Cp1252,
        _ => null,
    };

    public static Encoding Strict(string name) => name switch
    {
        Utf8 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        Utf16Le => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true),
        Utf16Be => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true),
        Cp949 => Encoding.GetEncoding(949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        Cp1252 => Encoding.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not an encoding of this list"),
    };

    public static byte[] Mark(string name) => name switch
    {
        Utf8 => [0xEF, 0xBB, 0xBF],
        Utf16Le => [0xFF, 0xFE],
        Utf16Be => [0xFE, 0xFF],
        _ => [],
    };
}
