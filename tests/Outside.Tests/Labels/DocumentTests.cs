using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Haechi.Labels;
using Haechi.Labels.Keys;
using Haechi.Labels.Signing;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Labels;

/// <summary>Labelled PDF files and texts before programs that nobody here wrote.</summary>
public sealed class DocumentTests(ITestOutputHelper output) : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly TestAuthority Authority = TestAuthority.Create("하늘시", Now);
    private static readonly KeySigner Signer = KeySigner.Create(Authority.KeyPem, Authority.ChainPem, "keys").Value;
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-documents-").FullName;

    [Fact]
    public async Task Labelled_pdf_files_say_the_same_and_every_reader_takes_them()
    {
        Needs("qpdf", "pdftotext", "pdftoppm", "exiftool", "chromium");
        var told = new List<string>();
        foreach (var file in await Documents.Make(_folder))
        {
            var once = Add(file, SourceType.Generated);
            foreach (var labelled in new[] { once, Add(once, SourceType.Edited) })
            {
                Assert.Equal(await Text(file), await Text(labelled));
                Assert.Equal(await Picture(file), await Picture(labelled));
                await OtherProgram.Run("qpdf", ["--check", labelled]);
                Assert.Contains("PDF", await OtherProgram.Run("exiftool", ["-s3", "-FileType", labelled]), StringComparison.Ordinal);
                told.Add(labelled);
            }
        }
        Assert.Contains("나무를 심습니다", await Text(told[0]), StringComparison.Ordinal);
        var said = await Official(told);
        Assert.All(said, s => Assert.True(s.State == "Trusted" && s.Failures.Length == 0, s.Line));
        Figures.Add("PDF files of other programs labelled and read by c2pa-rs", $"{said.Count} of {said.Count} trusted; text, pixels and structure by poppler and qpdf the same", output);
    }

    [Fact]
    public async Task A_signature_that_was_there_keeps_holding()
    {
        Needs("qpdf", "pdfsig", "chromium");
        var file = await Documents.Sign((await Documents.Make(_folder)).Single(f => Path.GetFileName(f) == "table.pdf"));
        Assert.Contains("Signature is Valid", await OtherProgram.Run("pdfsig", ["-nocert", file]), StringComparison.Ordinal);
        var labelled = Add(Add(file, SourceType.Generated), SourceType.Edited);
        Assert.Contains("Signature is Valid", await OtherProgram.Run("pdfsig", ["-nocert", labelled]), StringComparison.Ordinal);
        Assert.Equal("Trusted", Assert.Single(await Official([labelled])).State);
        // And one that was changed is still told apart.
        var bytes = await File.ReadAllBytesAsync(labelled, TestContext.Current.CancellationToken);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(labelled, bytes, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Signature is Valid", await OtherProgram.Run("pdfsig", ["-nocert", labelled]), StringComparison.Ordinal);
        Assert.NotEqual("Trusted", Assert.Single(await Official([labelled])).State);
    }

    [Fact]
    public async Task An_encrypted_pdf_file_is_refused()
    {
        Needs("qpdf", "chromium");
        var (file, locked) = ((await Documents.Make(_folder))[0], Path.Combine(_folder, "locked.pdf"));
        await OtherProgram.Run("qpdf", ["--encrypt", "", "owner", "256", "--", file, locked]);
        await using var source = File.OpenRead(locked);
        Assert.Equal("pdf-encrypted", ContentCredentials.Add(source, locked, Stream.Null, Request(SourceType.Generated), Now).Problem?.Code);
    }

    [Fact]
    public async Task A_reading_after_the_specification_finds_the_same_in_text()
    {
        var files = new Dictionary<string, string>
        {
            ["notice.txt"] = "하늘시 공고 ☺\uFE0F\n나무를 심습니다.\n", ["apart.txt"] = "한글 Café\n".Normalize(NormalizationForm.FormD), ["notice.md"] = "# 공고\r\n\r\n본문\r\n", ["front.md"] = "---\ntitle: 공고\n---\n\n본문\n", ["mark.md"] = "\uFEFF# 공고\n",
            ["notice.html"] = "<!doctype html><html><head><meta charset=utf-8><title>공고</title></head><body><p>본문</p></body></html>\n", ["bare.html"] = "<!doctype html><title>공고</title><p>본문\n",
        };
        var labelled = new List<string>();
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(_folder, name);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            labelled.Add(Add(file, SourceType.Generated));
            labelled.Add(Add(labelled[^1], SourceType.Edited));
        }
        var told = await Reading(labelled);
        Assert.Equal(labelled.Count, told.Count);
        Assert.All(told, t => Assert.True(t.GetProperty("valid").GetBoolean() && t.GetProperty("exact").GetBoolean(), t.ToString()));
        var wanted = files.SelectMany(f => Enumerable.Repeat(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(f.Key.EndsWith("txt", StringComparison.Ordinal) ? f.Value.Normalize() : f.Value))), 2));
        Assert.Equal(wanted, told.Select(t => t.GetProperty("without").GetString()));
        foreach (var file in labelled)
        {
            // A letter of the text is changed.
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var at = bytes.AsSpan().LastIndexOf("본"u8) is >= 0 and var body ? body : bytes.AsSpan().IndexOfAny("공한"u8) + 1;
            bytes[at + 2] ^= 1;
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }
        Assert.All(await Reading(labelled), t => Assert.False(t.GetProperty("valid").GetBoolean(), t.ToString()));
        Figures.Add("texts labelled and read after the specification, judged by c2pa-ts", $"{told.Count} of {told.Count} valid with exact places, 0 after a change", output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Needs(params string[] programs)
    {
        foreach (var program in programs)
        {
            Assert.SkipUnless(File.Exists(Path.Combine("/usr/bin", program)), $"{program} not found");
        }
    }

    private static Task<string> Text(string file) => OtherProgram.Run("pdftotext", ["-layout", file, "-"]);

    private async Task<string> Picture(string file)
    {
        var root = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        await OtherProgram.Run("pdftoppm", ["-r", "40", file, root]);
        return string.Join(' ', Directory.EnumerateFiles(_folder, Path.GetFileName(root) + "*").Order(StringComparer.Ordinal).Select(p => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(p)))));
    }

    private static SignRequest Request(SourceType source) => new(Signer, source, ("Haechi", "0.1.0"));

    private string Add(string file, SourceType source)
    {
        var target = Path.Combine(_folder, $"{Guid.NewGuid():N}{Path.GetExtension(file)}");
        using var from = File.OpenRead(file);
        using var to = File.Create(target);
        var result = ContentCredentials.Add(from, file, to, Request(source), Now);
        Assert.True(result.Done, result.Problem?.ToLine("en"));
        return target;
    }

    private static async Task<List<(string State, string[] Failures, string Line)>> Official(IEnumerable<string> files)
    {
        Checkout.NodeFile("@contentauth", "c2pa-wasm", "package.json");
        return [.. (await Node("readers.mjs", new { trust = Authority.AnchorPem, files, second = false })).Select(l =>
            (l.GetProperty("state").GetString()!, l.GetProperty("failures").EnumerateArray().Select(f => f.GetString()!).ToArray(), l.ToString()))];
    }

    private static Task<List<JsonElement>> Reading(IEnumerable<string> files)
    {
        Checkout.NodeFile("@trustnxt", "c2pa-ts", "package.json");
        return Node("texts.mjs", new { files });
    }

    private static async Task<List<JsonElement>> Node(string script, object input)
    {
        var said = await OtherProgram.Run("node", [Path.Combine(Checkout.Root, "tests", "Outside.Tests", "Labels", script), Checkout.NodeModules], JsonSerializer.Serialize(input));
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<JsonElement>(l))];
    }
}
