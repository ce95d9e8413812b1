using System.Text;
using System.Text.Json;
using Haechi.House.Tests.Support;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Writing;

namespace Haechi.House.Tests.Ledger;

/// <summary>The verbs that outsiders use: a ledger's files, a key, and an answer.</summary>
public sealed class LedgerVerbTests : IDisposable
{
    private const string Origin = "ai.haneul.example/log";

    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-ledger-").FullName;
    private readonly SignerKey _key = SignerKey.Generate(Origin, KeyType.Ed25519);

    public LedgerVerbTests() => Grow(300);

    private string Key => _key.Verifier.ToString();

    private string Log => In("log");

    [Fact]
    public void A_good_ledger_verifies_and_a_changed_byte_is_a_finding()
    {
        Assert.Equal(0, Run("verify", Log, "--key", Key).Code);
        Change("log/tile/entries/000", 40);
        var (code, told, error) = Run("verify", Log, "--key", Key);
        Assert.Equal(1, code);
        Assert.Contains("tile/0/000: entry-differs", error, StringComparison.Ordinal);
        Assert.Contains("Do not trust", told, StringComparison.Ordinal);
        Assert.Contains("믿지 마십시오", Command.Run("ledger", "verify", Log, "--key", Key, "--lang", "ko").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_may_stand_in_a_file_and_a_foreign_key_verifies_nothing()
    {
        File.WriteAllText(In("log.key"), Key + "\n");
        Assert.Equal(0, Run("verify", Log, "--key", In("log.key")).Code);
        Assert.Equal(1, Run("verify", Log, "--key", SignerKey.Generate(Origin, KeyType.Ed25519).Verifier.ToString()).Code);
        Assert.Equal(1, Run("verify", Log, "--key", Key, "--origin", "other.example").Code);
    }

    [Fact]
    public void A_ledger_has_to_continue_the_checkpoint_that_was_kept()
    {
        File.Copy(In("log/checkpoint"), In("kept"));
        Grow(700);
        Assert.Equal(0, Run("verify", Log, "--key", Key, "--since", In("kept")).Code);
        Directory.Delete(Log, recursive: true);
        Grow(700, i => i + 1);
        var (code, _, error) = Run("verify", Log, "--key", Key, "--since", In("kept"));
        Assert.Equal(1, code);
        Assert.Contains("inconsistent", error, StringComparison.Ordinal);
        Assert.Equal(1, Run("prove", Log, "--since", In("kept"), "--key", Key).Code);
    }

    [Fact]
    public void A_proof_is_made_and_checked_without_the_ledger()
    {
        Assert.Equal(0, Run("prove", Log, "--index", "17", "--key", Key, "--out", In("17.tlog-proof")).Code);
        File.WriteAllBytes(In("17"), Entry(17));
        File.WriteAllBytes(In("18"), Entry(18));
        Directory.Delete(Log, recursive: true);
        Assert.Equal(0, Run("verify", "--proof", In("17.tlog-proof"), "--entry", In("17"), "--key", Key).Code);
        Assert.Equal(1, Run("verify", "--proof", In("17.tlog-proof"), "--entry", In("18"), "--key", Key).Code);
        Assert.Equal(1, Run("verify", "--proof", In("17.tlog-proof"), "--entry", In("17"), "--key", Key, "--witnesses-needed", "1").Code);
        Assert.Equal(2, Run("verify", "--proof", In("17"), "--entry", In("17"), "--key", Key).Code);
    }

    [Fact]
    public void A_witness_cosigns_what_grew_and_nothing_else()
    {
        var (code, witness, _) = Run("key", "witness.example/1", "--out", In("witness.secret"));
        Assert.Equal(0, code);
        string[] cosign = ["witness", Log, "--key", Key, "--witness-key", In("witness.secret"), "--memory", In("seen"), "--out", In("cosigned")];
        Assert.Equal(0, Run(cosign).Code);
        File.Copy(In("cosigned"), In("log/checkpoint"), overwrite: true);
        Assert.Equal(0, Run("verify", Log, "--key", Key, "--witness", witness.Trim(), "--witnesses-needed", "1").Code);
        Grow(700);
        Assert.Equal(0, Run(cosign).Code);
        Assert.Equal(1, Run("verify", Log, "--key", Key, "--witness", witness.Trim(), "--witnesses-needed", "1").Code);
        Directory.Delete(Log, recursive: true);
        Grow(800, i => i + 1);
        var refused = Run(cosign);
        Assert.Equal(1, refused.Code);
        Assert.Contains("inconsistent", refused.Error, StringComparison.Ordinal);
        Directory.Delete(Log, recursive: true);
        Grow(10);
        Assert.Contains("rolled-back", Run(cosign).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_key_is_its_owner_s_alone_and_is_never_overwritten()
    {
        Assert.Equal(0, Run("key", "witness.example/1", "--out", In("secret")).Code);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(In("secret")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var secret = File.ReadAllText(In("secret"));
        Assert.Equal(2, Run("key", "witness.example/1", "--out", In("secret")).Code);
        Assert.Equal(secret, File.ReadAllText(In("secret")));
        Assert.Equal(2, Run("key", "two words", "--out", In("other")).Code);
    }

    [Fact]
    public void Entries_are_exported_after_everything_was_verified()
    {
        var (code, lines, _) = Run("export", Log, "--key", Key, "--from", "255", "--until", "258");
        Assert.Equal(0, code);
        var entries = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([255, 256, 257], entries.Select(e => e.GetProperty("index").GetInt64()));
        Assert.Equal(Encoding.UTF8.GetString(Entry(256)), entries[1].GetProperty("text").GetString());
        Assert.Equal(Haechi.Ledger.Tree.TreeHash.OfEntry(Entry(257)).ToString(), entries[2].GetProperty("leaf_hash").GetString());
        Assert.Equal([0xFF, 0xFE], JsonDocument.Parse(Run("export", Log, "--key", Key, "--until", "1").Out).RootElement.GetProperty("base64").GetBytesFromBase64());
        Assert.Equal(2, Run("export", Log, "--key", Key, "--until", "301").Code);
        Change("log/tile/0/000", 9);
        Assert.Equal((1, ""), (Run("export", Log, "--key", Key).Code, Run("export", Log, "--key", Key).Out));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "nowhere", "--key", "KEY")]
    [InlineData("verify", "LOG", "--key", "nonsense")]
    [InlineData("verify", "LOG")]
    [InlineData("verify", "LOG", "--key", "KEY", "--proof", "x")]
    [InlineData("verify", "LOG", "--key", "KEY", "--since", "nowhere")]
    [InlineData("prove", "LOG", "--key", "KEY")]
    [InlineData("prove", "LOG", "--key", "KEY", "--index", "300")]
    [InlineData("prove", "LOG", "--key", "KEY", "--index", "x")]
    [InlineData("witness", "LOG", "--key", "KEY", "--memory", "m", "--witness-key", "nowhere")]
    public void Wrong_use_ends_with_2_and_says_what_to_do(params string[] args)
    {
        var (code, _, error) = Run([.. args.Select(a => a switch { "LOG" => Log, "KEY" => Key, "nowhere" or "m" => In(a), _ => a })]);
        Assert.Equal(2, code);
        Assert.NotEmpty(error.Trim());
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("prove")]
    [InlineData("witness")]
    [InlineData("export")]
    [InlineData("key")]
    public void Help_is_in_both_languages(string verb)
    {
        Assert.Contains("Example:", Run(verb, "--help").Out, StringComparison.Ordinal);
        Assert.Contains("예: haechi ledger", Command.Run("ledger", verb, "--help", "--lang", "ko").Out, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Code, string Out, string Error) Run(params string[] args) => Command.Run(["ledger", .. args, "--lang", "en"]);

    private static byte[] Entry(long index) => index == 0 ? [0xFF, 0xFE] : Encoding.UTF8.GetBytes($"{{\"type\":\"test\",\"n\":{index}}}");

    private string In(string name) => Path.Combine(_folder, name);

    private void Change(string name, int at)
    {
        var bytes = File.ReadAllBytes(In(name));
        bytes[at] ^= 1;
        File.WriteAllBytes(In(name), bytes);
    }

    private void Grow(int size, Func<long, long>? other = null)
    {
        using var log = DerivedLedger.Open(new LedgerOptions(Log, Origin) { Keys = [_key.Verifier] }).Value;
        while (log.Size < size)
        {
            Assert.True(log.AppendAt(log.Size, Entry(other?.Invoke(log.Size) ?? log.Size)).Done);
        }
        Assert.True(log.Publish(SignedNote.Sign(log.Head.Text, _key)).Done);
    }
}
