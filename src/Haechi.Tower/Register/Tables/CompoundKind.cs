using System.Text;
using Haechi.Tower.Common;

namespace Haechi.Tower.Register.Tables;

/// <summary>What a compound file (the container of old Office files) is when it is no workbook: its streams are named in UTF-16.</summary>
internal static class CompoundKind
{
    private const int Most = 32 * 1024 * 1024;

    public static Refusal? Of(Stream bytes, string file)
    {
        var all = new byte[Math.Min(bytes.Length, Most)];
        bytes.Position = 0;
        var read = bytes.ReadAtLeast(all, all.Length, throwOnEndOfStream: false);
        bool Names(string stream) => all.AsSpan(0, read).IndexOf(Encoding.Unicode.GetBytes(stream)) >= 0;
        return true switch
        {
            _ when Names("EncryptedPackage") => WorkbookTables.Encrypted(file),
            _ when Names("HwpSummaryInformation") => WorkbookTables.NotRead(file, "한글 문서(.hwp)", "a Hangul document (.hwp)"),
            _ when Names("WordDocument") => WorkbookTables.NotRead(file, "워드 문서(.doc)", "a Word document (.doc)"),
            _ when Names("PowerPoint Document") => WorkbookTables.NotRead(file, "파워포인트 문서(.ppt)", "a PowerPoint document (.ppt)"),
            _ when !Names("Workbook") && !Names("Book") => WorkbookTables.NotRead(file, "통합 문서가 아닌 오피스 파일", "an Office file that is no workbook"),
            _ => null,
        };
    }
}
