using System.Text;

namespace Haechi.Tower.Files;

/// <summary>Tells what bytes are from how they begin. Unknown bytes are <c>application/octet-stream</c>: a browser saves them and never shows them.</summary>
internal static class Sniff
{
    private static readonly (byte[] Start, string MediaType)[] Known =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ("GIF8"u8.ToArray(), "image/gif"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/x-ole-storage"),
        ([0x50, 0x4B, 0x03, 0x04], "application/zip"),
        ([0x1F, 0x8B], "application/gzip"),
    ];

    public static string MediaType(ReadOnlySpan<byte> head)
    {
        foreach (var (start, type) in Known)
        {
            if (head.StartsWith(start))
            {
                return type == "application/zip" ? Zip(head) : type;
            }
        }
        return head.Length > 0 && IsText(head) ? "text/plain" : "application/octet-stream";
    }

    /// <summary>Office files are archives whose first entry gives them away.</summary>
    private static string Zip(ReadOnlySpan<byte> head) =>
        head.IndexOf("mimetypeapplication/hwp+zip"u8) >= 0 ? "application/hwp+zip"
        : head.IndexOf("mimetypeapplication/vnd.oasis.opendocument."u8) >= 0 ? "application/vnd.oasis.opendocument"
        : head.IndexOf("word/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        : head.IndexOf("xl/"u8) >= 0 ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        : "application/zip";

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        // The last character may be cut; up to three of its bytes are left out.
        for (var cut = 0; cut <= Math.Min(3, head.Length - 1); cut++)
        {
            try
            {
                var text = new UTF8Encoding(false, true).GetString(head[..^cut]);
                return !text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t'));
            }
            catch (DecoderFallbackException)
            {
                // One byte less is tried.
            }
        }
        return false;
    }
}
