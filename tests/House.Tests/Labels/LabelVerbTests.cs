using System.Text.Json;
using Haechi.House.Tests.Support;

namespace Haechi.House.Tests.Labels;

/// <summary>What <c>haechi label</c> does with files, and how it ends.</summary>
public sealed class LabelVerbTests : IDisposable
{
    /// <summary>A PNG of one black dot.</summary>
    private static readonly byte[] Dot = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==");

    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-label-").FullName;

    [Fact]
    public void A_file_is_labelled_and_checked()
    {
        var (keys, source) = (At("keys"), At("dot.png"));
        File.WriteAllBytes(source, Dot);
        Assert.Equal(0, Command.Run("label", "keys", "--name", "하늘시", "-o", keys).Code);
        Assert.Equal(0, Command.Run("label", "add", source, "--system", "haneul-poster", "--keys", keys, "-o", At("out")).Code);
        Assert.Equal(Dot, File.ReadAllBytes(source));

        var (code, told, _) = Command.Run("label", "check", At("out/dot.png"), "--trust", At("keys/anchor.pem"), "--format", "json");
        using var json = JsonDocument.Parse(told);
        var credential = json.RootElement.GetProperty("credential");
        Assert.Equal((0, "trusted", "하늘시"), (code, credential.GetProperty("state").GetString(), credential.GetProperty("signer").GetString()));
        Assert.Equal("haneul-poster", credential.GetProperty("claims")[0].GetProperty("actions")[0].GetProperty("agent").GetString());
    }

    [Fact]
    public void A_check_ends_with_1_for_what_does_not_hold_and_2_for_what_cannot_be_read()
    {
        File.WriteAllBytes(At("dot.png"), Dot);
        File.WriteAllText(At("text.png"), "not a picture");
        File.WriteAllBytes(At("empty.png"), []);
        Command.Run("label", "keys", "-o", At("keys"));
        Command.Run("label", "add", At("dot.png"), "--keys", At("keys"), "-o", At("out"));
        Command.Run("label", "keys", "-o", At("others"));
        Assert.Equal(0, Command.Run("label", "check", At("out/dot.png")).Code);
        Assert.Equal(1, Command.Run("label", "check", At("out/dot.png"), "--trust", At("others/anchor.pem")).Code);
        Assert.Equal(1, Command.Run("label", "check", At("dot.png")).Code);
        Assert.Equal(2, Command.Run("label", "check", At("text.png")).Code);
        Assert.Equal(2, Command.Run("label", "check", At("dot.png"), At("empty.png")).Code);
        var bytes = File.ReadAllBytes(At("out/dot.png"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(At("changed.png"), bytes);
        var changed = Command.Run("label", "check", At("changed.png"), "--lang", "en");
        Assert.Equal(1, changed.Code);
        Assert.Contains("assertion.dataHash.mismatch", changed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        File.WriteAllBytes(At("dot.png"), Dot);
        Assert.Equal(0, Command.Run("label", "keys", "-o", At("keys")).Code);
        Assert.Equal(2, Command.Run("label", "keys", "-o", At("keys")).Code);
        Assert.Equal(2, Command.Run("label", "add", At("dot.png"), "--keys", At("keys"), "-o", _folder).Code);
        Assert.Equal(Dot, File.ReadAllBytes(At("dot.png")));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.tmp"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("keys/key.pem")));
        }
    }

    [Fact]
    public void Trust_lists_are_kept_in_a_folder()
    {
        Command.Run("label", "keys", "-o", At("keys"));
        File.WriteAllBytes(At("dot.png"), Dot);
        Command.Run("label", "add", At("dot.png"), "--keys", At("keys"), "-o", At("out"));
        Assert.Equal("signers\tcity\t1\t-\n", Command.Run("label", "trust", At("trust"), "--add", At("keys/anchor.pem"), "--name", "city").Out);
        Assert.Equal(0, Command.Run("label", "check", At("out/dot.png"), "--trust", At("trust")).Code);
        Assert.Equal(2, Command.Run("label", "trust", At("trust"), "--add", "http://lists.example/list.pem").Code);
        Assert.Equal("", Command.Run("label", "trust", At("trust"), "--remove", "city").Out);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string path) => Path.Combine(_folder, path);
}
