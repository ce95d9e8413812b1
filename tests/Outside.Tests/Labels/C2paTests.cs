using System.Text.Json;
using Haechi.Labels;
using Haechi.Labels.Keys;
using Haechi.Labels.Signing;
using Haechi.Labels.Tests.Support;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Labels;

/// <summary>Content credentials before readers that nobody here wrote: c2pa-rs, which is the specification's own, and c2pa-ts.</summary>
public sealed class C2paTests(ITestOutputHelper output) : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly TestAuthority Authority = TestAuthority.Create("하늘시", Now);
    private static readonly KeySigner Signer = KeySigner.Create(Authority.KeyPem, Authority.ChainPem, "keys").Value;
    private static readonly string Data = Path.GetFullPath(Path.Combine(Checkout.Root, "..", "shared", "data", "labels"));
    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-labels-").FullName;

    [Fact]
    public async Task Both_readers_trust_every_format_that_we_write()
    {
        var written = Unsigned().Select(f => Add(f, SourceType.Generated)).ToList();
        // Once more: what had a credential keeps it.
        written.AddRange(written.ToList().Select(f => Add(f, SourceType.Edited)));
        var told = await Ask(written, Authority.AnchorPem, second: true);
        Assert.Equal(written.Count, told.Count);
        Assert.All(told, t => Assert.True(t is { State: "Trusted", Failures: [] }, t.ToString()));
        Assert.All(told.Skip(told.Count / 2), t => Assert.Equal(2, t.Manifests));
        Assert.All(told.Where(t => Path.GetExtension(t.File) is ".png" or ".jpg"), t => Assert.Equal("True", t.Second));
        Figures.Add("files labelled and read by c2pa-rs", $"{told.Count} of {told.Count} trusted, by c2pa-ts {told.Count(t => t.Second == "True")} valid", output);
    }

    [Fact]
    public async Task The_official_reader_finds_what_was_changed()
    {
        var (files, random) = (new List<string>(), new Random(20_261_122));
        foreach (var file in Unsigned().Select(f => Add(f, SourceType.Generated)).ToList())
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            // The last fifth holds no store in any format but WAV, WebP and PDF, whose store is at the end.
            var at = Path.GetExtension(file) is ".wav" or ".webp" or ".pdf" ? random.Next(100, bytes.Length / 2) : random.Next(bytes.Length * 4 / 5, bytes.Length - 20);
            bytes[at] ^= 1;
            files.Add(Path.Combine(_folder, $"changed-{files.Count}{Path.GetExtension(file)}"));
            await File.WriteAllBytesAsync(files[^1], bytes, TestContext.Current.CancellationToken);
        }
        var told = await Ask(files, Authority.AnchorPem);
        Assert.All(told, t => Assert.True(t.State is "Invalid" or "Error", t.ToString()));
        Assert.All(files, f => Assert.NotEqual("Trusted", Ours(f, Authority.AnchorPem).State));
    }

    [Fact]
    public async Task Our_verifier_agrees_on_every_public_test_file()
    {
        Assert.SkipUnless(Directory.Exists(Data), "shared data not found: data/labels");
        var files = Directory.EnumerateFiles(Path.Combine(Data, "public-testfiles"), "*.jp*").Order(StringComparer.Ordinal).ToList();
        var told = await Ask(files, trust: null);
        Assert.All(told, t =>
        {
            var (state, failures) = Ours(t.File, trust: null);
            Assert.Equal((t.State, string.Join(", ", t.Failures)), (state, string.Join(", ", failures)));
        });
        Figures.Add("public test files, c2pa-rs", $"{told.Count} of {told.Count} agree in state and failing codes", output);
    }

    [Fact]
    public async Task Pictures_and_sounds_decode_to_the_same_after_labelling()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "ffmpeg not found");
        foreach (var file in Unsigned().Where(f => Path.GetExtension(f) is not (".svg" or ".pdf")))
        {
            var (before, after) = (await Decoded(file), await Decoded(Add(file, SourceType.Generated)));
            Assert.StartsWith("MD5=", before, StringComparison.Ordinal);
            Assert.True(before == after, $"{file}: {before} before, {after} after");
        }
    }

    [Fact]
    public async Task The_official_reader_accepts_our_time_stamp()
    {
        using var authority = new StampingAuthority(Now);
        using var http = new HttpClient(authority);
        var file = Add(Unsigned().First(f => f.EndsWith(".jpg", StringComparison.Ordinal)), SourceType.Generated, new TimeStampAuthority(new Uri("https://time.example/"), http).Stamp);
        var told = Assert.Single(await Ask([file], Authority.AnchorPem));
        Assert.Equal("Trusted", told.State);
        Assert.Contains("timeStamp.validated", told.Successes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> Decoded(string file) => (await OtherProgram.Run("ffmpeg", ["-v", "error", "-i", file, "-f", "md5", "-"])).Trim();

    private static List<string> Unsigned()
    {
        Assert.SkipUnless(Directory.Exists(Data), "shared data not found: data/labels");
        return [.. Directory.EnumerateFiles(Path.Combine(Data, "unsigned")).Order(StringComparer.Ordinal)];
    }

    private string Add(string file, SourceType source, Func<byte[], byte[]>? stamp = null)
    {
        var target = Path.Combine(_folder, $"{Guid.NewGuid():N}{Path.GetExtension(file)}");
        using var from = File.OpenRead(file);
        using var to = File.Create(target);
        var result = ContentCredentials.Add(from, file, to, new SignRequest(Signer, source, ("Haechi", "0.1.0")) { TimeStamp = stamp }, Now);
        Assert.True(result.Done, result.Problem?.ToLine("en"));
        return target;
    }

    private static (string State, IEnumerable<string> Failures) Ours(string file, string? trust)
    {
        using var stream = File.OpenRead(file);
        var report = ContentCredentials.Check(stream, file, trust is null ? TrustAnchors.None : new TrustAnchors(TrustAnchors.Read(trust, "anchor").Value, []), Now);
        return report.Done ? (report.Value.State.ToString(), report.Value.Failures.Order(StringComparer.Ordinal)) : ("Error", []);
    }

    private static async Task<List<Told>> Ask(IEnumerable<string> files, string? trust, bool second = false)
    {
        Checkout.NodeFile("@contentauth", "c2pa-wasm", "package.json");
        Checkout.NodeFile("@trustnxt", "c2pa-ts", "package.json");
        var script = Path.Combine(Checkout.Root, "tests", "Outside.Tests", "Labels", "readers.mjs");
        var said = await OtherProgram.Run("node", [script, Checkout.NodeModules], JsonSerializer.Serialize(new { trust, files, second }));
        return [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Told.Read)];
    }

    private sealed record Told(string File, string State, string[] Failures, string[] Successes, int Manifests, string? Second, string Line)
    {
        public static Told Read(string line)
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            string[] Texts(string name) => [.. root.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
            return new Told(root.GetProperty("file").GetString()!, root.GetProperty("state").GetString()!, Texts("failures"), Texts("successes"), root.GetProperty("manifests").GetInt32(), root.GetProperty("second").ToString(), line);
        }

        public override string ToString() => Line;
    }
}
