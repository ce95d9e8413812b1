using System.CommandLine;
using System.Text.Json;
using Haechi.Labels;
using Haechi.Labels.Keys;
using Haechi.Labels.Signing;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary>What the verbs of labels share: files, keys and trust.</summary>
internal sealed class LabelInputs(Terminal terminal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Argument<string[]> Files { get; } = new("FILE") { Description = terminal.Say("파일. 여럿을 줄 수 있음", "the files"), Arity = ArgumentArity.OneOrMore };

    public Option<string> Keys { get; } = new("--keys")
    {
        Description = terminal.Say("서명 키 폴더 (기본: HAECHI_LABEL_KEYS). chain.pem 과 key.pem, 또는 chain.pem 과 signer.json", "folder of the signing key (default: HAECHI_LABEL_KEYS): chain.pem and key.pem, or chain.pem and signer.json"), HelpName = "DIR",
    };

    public Option<string> Trust { get; } = new("--trust")
    {
        Description = terminal.Say("믿는 기관: 신뢰 목록 폴더 또는 PEM 파일 (기본: HAECHI_LABEL_TRUST)", "whom to trust: a folder of trust lists, or a PEM file (default: HAECHI_LABEL_TRUST)"), HelpName = "PATH",
    };

    public static HttpClient Http() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };

    public static RefusedException Refused(LabelProblem problem) => RefusedException.Because(problem.Code, new Place(problem.Where, 0, 0), problem.Ko, problem.En);

    public static T Value<T>(LabelResult<T> result) => result.Done ? result.Value : throw Refused(result.Problem!);

    /// <summary>Whom to trust; nobody when nothing was said.</summary>
    public TrustAnchors TrustOf(ParseResult parsed)
    {
        if ((parsed.GetValue(Trust) ?? Environment.GetEnvironmentVariable("HAECHI_LABEL_TRUST")) is not { Length: > 0 } path)
        {
            return TrustAnchors.None;
        }
        return Directory.Exists(path) ? Value(new TrustFolder(path).Read()) : new TrustAnchors(Value(TrustAnchors.Read(File.ReadAllText(path), path)), []);
    }

    /// <summary>Who signs.</summary>
    public IClaimSigner SignerOf(ParseResult parsed, HttpClient http)
    {
        if ((parsed.GetValue(Keys) ?? Environment.GetEnvironmentVariable("HAECHI_LABEL_KEYS")) is not { Length: > 0 } folder)
        {
            throw RefusedException.Because("wrong-use", new Place("--keys", 0, 0), "서명 키 폴더를 --keys 로 주십시오. 시험용은 haechi label keys -o DIR 로 만듭니다.",
                "give the folder of the signing key with --keys; haechi label keys -o DIR makes one for trying things out");
        }
        var chain = File.ReadAllText(Path.Combine(folder, "chain.pem"));
        var remote = Path.Combine(folder, "signer.json");
        return File.Exists(remote)
            ? Value(RemoteSigner.Create(AddressIn(remote), chain, Environment.GetEnvironmentVariable("HAECHI_SIGNER_TOKEN"), http, remote))
            : Value(KeySigner.Create(File.ReadAllText(Path.Combine(folder, "key.pem")), chain, folder));
    }

    private static Uri AddressIn(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address))
            {
                return address;
            }
        }
        catch (JsonException)
        {
            // Said below: the file is not what it should be, whichever way.
        }
        throw RefusedException.Because("signer-unreadable", new Place(file, 0, 0), "{\"url\": \"https://…\"} 꼴이어야 합니다.", "{\"url\": \"https://…\"} was expected");
    }
}
