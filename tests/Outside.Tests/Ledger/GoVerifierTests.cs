using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Writing;
using Haechi.Outside.Tests.Support;

namespace Haechi.Outside.Tests.Ledger;

/// <summary>Our logs before the verifier of Go's checksum database, which nobody here wrote: root, inclusion, consistency, and what it says when a byte was changed.</summary>
public sealed class GoVerifierTests(ITestOutputHelper output) : IDisposable
{
    private const string Origin = "ai.haneul.example/log";

    private static readonly SignerKey Key = SignerKey.Generate(Origin, KeyType.Ed25519);

    private readonly string _folder = Directory.CreateTempSubdirectory("haechi-ledger-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(255, 256, 257)]
    [InlineData(1, 300, 511, 70_000)]
    public async Task Go_accepts_root_inclusion_and_consistency(params int[] sizes)
    {
        var kept = await Write(sizes);
        var said = await Verify("", kept);
        Assert.StartsWith($"verified {sizes[^1]} {kept.Count} <nil>", said, StringComparison.Ordinal);
        Figures.Add($"ledger of {sizes[^1]} entries, Go's sumdb", $"root, 50 inclusions, {kept.Count} consistencies: accepted", output);
    }

    [Fact]
    public async Task Go_finds_every_one_of_ten_thousand_changed_bytes()
    {
        const int Tampers = 10_000;
        var kept = await Write([100, 300]);
        var (random, lines) = (new Random(4), new StringBuilder());
        string[][] kinds = [["tile/entries/000", "tile/entries/001.p/44"], ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"], ["checkpoint"]];
        for (var i = 0; i < Tampers; i++)
        {
            var kind = kinds[i % kinds.Length];
            var path = kind[random.Next(kind.Length)];
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"{path} {random.Next((int)new FileInfo(Path.Combine(_folder, "log", path)).Length)} {random.Next(1, 256)}\n");
        }
        var said = await Verify(lines.ToString(), kept);
        Assert.StartsWith("verified 300 2 <nil>", said, StringComparison.Ordinal);
        Assert.Contains($"found {Tampers} of {Tampers}", said, StringComparison.Ordinal);
        Figures.Add("changed bytes found by Go's sumdb", $"{Tampers} of {Tampers}", output);
    }

    [Fact]
    public async Task Go_refuses_a_rewritten_history()
    {
        var kept = await Write([100, 300]);
        Directory.Delete(Path.Combine(_folder, "log"), recursive: true);
        await Write([400], first: 1);
        Assert.StartsWith("verified 0 2 ", await Verify("", kept), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Entry(long index) => Encoding.UTF8.GetBytes($"{{\"type\":\"test\",\"n\":{index}}}");

    /// <summary>Writes a log with the engine's own writer; the checkpoints of all sizes.</summary>
    private async Task<List<string>> Write(int[] sizes, int first = 0)
    {
        var kept = new List<string>();
        await using var writer = LedgerWriter.Open(new LedgerOptions(Path.Combine(_folder, "log"), Origin) { Signers = [Key], PublishEvery = TimeSpan.FromHours(1), PublishAfter = int.MaxValue }).Value;
        foreach (var size in sizes)
        {
            await writer.Append([.. Enumerable.Range((int)writer.Acknowledged, size - (int)writer.Acknowledged).Select(i => (ReadOnlyMemory<byte>)Entry(first + i))]);
            await writer.Publish();
            kept.Add(Path.Combine(_folder, $"checkpoint.{size}"));
            File.Copy(Path.Combine(_folder, "log", "checkpoint"), kept[^1], overwrite: true);
        }
        return kept;
    }

    private async Task<string> Verify(string tampers, IEnumerable<string> kept) =>
        await OtherProgram.Run(await GoVerifier.Build(_folder), [Path.Combine(_folder, "log"), Key.Verifier.ToString(), .. kept], tampers);
}
