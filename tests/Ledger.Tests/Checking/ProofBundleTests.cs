using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Proofs;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;

namespace Haechi.Ledger.Tests.Checking;

public sealed class ProofBundleTests
{
    private readonly SimulatedDisk _disk = new();

    [Fact]
    public void A_bundle_is_checked_with_nothing_but_entry_and_keys()
    {
        var folder = Sample.Log(_disk, 600);
        foreach (var index in new[] { 0, 255, 256, 599 })
        {
            var bundle = ProofBundle.Parse(Build(folder, index).ToText()).Value;
            Assert.Equal(600, bundle.Check(Sample.Entry(index), Sample.Origin, [Sample.Key.Verifier], []).Value.Size);
            Assert.Equal("not-included", bundle.Check(Sample.Entry(index + 1), Sample.Origin, [Sample.Key.Verifier], []).Problem?.Code);
            Assert.Equal("not-included", (bundle with { Index = (index + 1) % 600 }).Check(Sample.Entry(index), Sample.Origin, [Sample.Key.Verifier], []).Problem?.Code);
            Assert.Equal("not-witnessed", bundle.Check(Sample.Entry(index), Sample.Origin, [Sample.Key.Verifier], [], 1).Problem?.Code);
            Assert.Equal("not-signed", bundle.Check(Sample.Entry(index), Sample.Origin, [SignerKey.Generate(Sample.Origin, KeyType.Ed25519).Verifier], []).Problem?.Code);
        }
    }

    [Fact]
    public void A_bundle_is_written_as_tlog_proof_lays_down()
    {
        var bundle = Build(Sample.Log(_disk, 3), 1) with { Extra = Encoding.UTF8.GetBytes("age-v1.2.1") };
        var lines = bundle.ToText().Split('\n');
        Assert.Equal(["c2sp.org/tlog-proof@v1", "extra YWdlLXYxLjIuMQ==", "index 1"], lines[..3]);
        Assert.Equal(("", Sample.Origin, "3", ""), (lines[5], lines[6], lines[7], lines[9]));
        Assert.Equal(bundle.ToText(), ProofBundle.Parse(bundle.ToText()).Value.ToText());
    }

    [Fact]
    public void A_proof_of_tampered_files_is_not_given_away()
    {
        var folder = Sample.Log(_disk, 600);
        _disk.Peek("/ledger/tile/0/000")![40] ^= 1;
        var note = folder.ReadCheckpoint().Value;
        Assert.Equal("proof-fails", ProofBundle.Build(folder, 3, note, Checkpoint.Parse(note.Text).Value).Problem?.Code);
    }

    [Fact]
    public void Spoiled_bundles_are_read_without_a_fault_and_never_hold()
    {
        var bundle = Encoding.UTF8.GetBytes(Build(Sample.Log(_disk, 600), 300).ToText());
        var random = new Random(2);
        for (var i = 0; i < 3000; i++)
        {
            var spoiled = bundle.ToArray();
            spoiled[random.Next(bundle.Length)] ^= (byte)random.Next(1, 128);
            var read = ProofBundle.Parse(Encoding.UTF8.GetString(spoiled));
            Assert.False(read.Done && read.Value.Check(Sample.Entry(300), Sample.Origin, [Sample.Key.Verifier], []).Done, Encoding.UTF8.GetString(spoiled));
        }
    }

    private static ProofBundle Build(LedgerFolder folder, long index)
    {
        var note = folder.ReadCheckpoint().Value;
        return ProofBundle.Build(folder, index, note, Checkpoint.Parse(note.Text).Value).Value;
    }
}
