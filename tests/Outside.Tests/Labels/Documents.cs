using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Labels;

/// <summary>PDF files that other programs made: a web page printed by Chromium, and what qpdf makes of it; with a signature that pdfsig judges.</summary>
internal static class Documents
{
    private const string Page = "<!doctype html><meta charset=utf-8><title>공고</title><style>h1{break-after:page}</style><h1>하늘시 공고</h1><p>나무를 심습니다. We plant trees.</p>";

    /// <summary>Files by name: as printed, with tables of each kind, linearised, with attachments.</summary>
    public static async Task<List<string>> Make(string folder)
    {
        var (page, printed) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "printed.pdf"));
        await File.WriteAllTextAsync(page, Page);
        await OtherProgram.Run("chromium", ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", $"--user-data-dir={Path.Combine(folder, "profile")}", $"--print-to-pdf={printed}", page]);
        var made = new List<string> { printed };
        async Task Qpdf(string name, params string[] how)
        {
            made.Add(Path.Combine(folder, name));
            await OtherProgram.Run("qpdf", [.. how, "--", printed, made[^1]]);
        }
        await Qpdf("table.pdf", "--object-streams=disable");
        await Qpdf("streams.pdf", "--object-streams=generate");
        await Qpdf("linear-table.pdf", "--linearize", "--object-streams=disable");
        await Qpdf("linear-streams.pdf", "--linearize", "--object-streams=generate");
        made.Add(Path.Combine(folder, "attached.pdf"));
        await OtherProgram.Run("qpdf", ["--object-streams=generate", printed, "--add-attachment", page, "--", made[^1]]);
        return made;
    }

    /// <summary>The file with a signature over all its bytes (ISO 32000-2, 12.8), put in by an update of its own with a key made for it.</summary>
    public static async Task<string> Sign(string file)
    {
        const int Room = 6_000;
        var bytes = await File.ReadAllBytesAsync(file);
        var text = Encoding.Latin1.GetString(bytes);
        string Between(string from, string to, int at) => text[(text.IndexOf(from, at, StringComparison.Ordinal) + from.Length)..text.IndexOf(to, text.IndexOf(from, at, StringComparison.Ordinal) + from.Length, StringComparison.Ordinal)];
        var trailer = text.LastIndexOf("trailer", StringComparison.Ordinal);
        var (last, root) = (text.LastIndexOf("startxref", StringComparison.Ordinal), Between("/Root ", " ", trailer));
        var (previous, size) = (Between("startxref\n", "\n", last), int.Parse(Between("/Size ", " ", trailer), System.Globalization.CultureInfo.InvariantCulture));
        var catalog = Between($"\n{root} 0 obj\n<<", "endobj", 0).TrimEnd();
        var update = new StringBuilder();
        var places = new List<(int Number, int At)>();
        void Put(int number, string value)
        {
            places.Add((number, bytes.Length + update.Length));
            update.Append(System.Globalization.CultureInfo.InvariantCulture, $"{number} 0 obj\n{value}\nendobj\n");
        }
        Put(int.Parse(root, System.Globalization.CultureInfo.InvariantCulture), $"<</AcroForm<</SigFlags 3/Fields[{size} 0 R]>> {catalog}");
        Put(size, $"<</FT/Sig/T(Sign)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]/F 2/V {size + 1} 0 R>>");
        Put(size + 1, $"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 {new string('1', 10)} {new string('2', 10)} {new string('3', 10)}]/Contents<{new string('0', Room)}>>>");
        var table = bytes.Length + update.Length;
        update.Append("xref\n").AppendJoin("", places.Select(p => $"{p.Number} 1\n{p.At:D10} 00000 n \n")).Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer\n<</Size {size + 2}/Root {root} 0 R/Prev {previous}>>\nstartxref\n{table}\n%%EOF\n");
        var whole = text + update;
        var at = whole.LastIndexOf("/Contents<", StringComparison.Ordinal) + 9;
        var end = at + Room + 2;
        whole = whole.Replace(new string('1', 10), at.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(10), StringComparison.Ordinal)
            .Replace(new string('2', 10), end.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(10), StringComparison.Ordinal)
            .Replace(new string('3', 10), (whole.Length - end).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(10), StringComparison.Ordinal);
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Haneul", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var signed = new SignedCms(new ContentInfo(Encoding.Latin1.GetBytes(whole[..at] + whole[end..])), detached: true);
        signed.ComputeSignature(new CmsSigner(certificate));
        var signature = Convert.ToHexString(signed.Encode());
        var target = Path.ChangeExtension(file, ".signed.pdf");
        await File.WriteAllBytesAsync(target, Encoding.Latin1.GetBytes($"{whole[..(at + 1)]}{signature.PadRight(Room, '0')}{whole[(end - 1)..]}"));
        return target;
    }
}
