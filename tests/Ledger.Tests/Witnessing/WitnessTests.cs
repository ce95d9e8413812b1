using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Tests.Support;
using Haechi.Ledger.Tree;
using Haechi.Ledger.Witnessing;

namespace Haechi.Ledger.Tests.Witnessing;

/// <summary>The answers that C2SP tlog-witness asks for, one by one.</summary>
public sealed class WitnessTests : IDisposable
{
    private static readonly SignerKey Key = SignerKey.Generate("witness.example/1", KeyType.Cosignature);

    private readonly SimulatedDisk _disk = new();
    private readonly SimulatedDisk _memory = new();
    private readonly LogWitness _witness;

    public WitnessTests() => _witness = Open();

    [Fact]
    public void A_growing_log_is_cosigned_again_and_again()
    {
        foreach (var (old, size) in new[] { (0, 0), (0, 0), (0, 10), (10, 10), (10, 300), (300, 700) })
        {
            var folder = Sample.Log(_disk, size);
            var answer = _witness.AddCheckpoint(Request(folder, old, size));
            Assert.True(answer.Status == 200, answer.Body);
            var note = SignedNote.Parse(folder.ReadCheckpoint().Value.ToText() + answer.Body).Value;
            Assert.True(Quorum.Open(note, Sample.Origin, [Sample.Key.Verifier], [Key.Verifier], 1).Done);
            Assert.Equal(size, Checkpoint.Open(_witness.Latest(Sample.Origin)!.Value, Sample.Origin, Key.Verifier).Value.Size);
        }
    }

    [Fact]
    public void Its_memory_survives_it()
    {
        Cosigned(300);
        _memory.LosePower(new Random(1));
        using var again = Open();
        var answer = again.AddCheckpoint(Request(Sample.Log(_disk, 400), 0, 400));
        Assert.Equal((409, "300\n", "text/x.tlog.size"), (answer.Status, answer.Body, answer.ContentType));
    }

    [Fact]
    public void Another_history_is_not_cosigned()
    {
        Cosigned(300);
        var other = new SimulatedDisk();
        using (var log = Sample.Derived(other))
        {
            for (var i = 0; i < 400; i++)
            {
                log.AppendAt(i, Sample.Entry(i == 7 ? 8 : i));
            }
            log.Publish(SignedNote.Sign(log.Head.Text, Sample.Key));
        }
        Assert.Equal(422, _witness.AddCheckpoint(Request(new LedgerFolder(Sample.Folder, other), 300, 400)).Status);
        Assert.Equal(300, Checkpoint.Parse(_witness.Latest(Sample.Origin)!.Value.Text).Value.Size);
    }

    [Fact]
    public void Unknown_logs_keys_and_sizes_get_their_own_answers()
    {
        var folder = Sample.Log(_disk, 10);
        var note = folder.ReadCheckpoint().Value;
        var request = new WitnessRequest(0, [], note);
        Assert.Equal(404, Status(request with { Checkpoint = SignedNote.Sign(new Checkpoint("other.example", 0, TreeHash.Empty).Text, Sample.Key) }));
        Assert.Equal(403, Status(request with { Checkpoint = SignedNote.Sign(note.Text, SignerKey.Generate(Sample.Origin, KeyType.Ed25519)) }));
        Assert.Equal(403, Status(request with { Checkpoint = note with { Signatures = [note.Signatures[0] with { Bytes = new byte[64] }] } }));
        Assert.Equal(400, Status(request with { OldSize = 11 }));
        Assert.Equal(422, Status(request with { Path = [TreeHash.Empty] }));
        Assert.Equal(409, Status(request with { OldSize = 10 }));
        Assert.Equal(400, _witness.AddCheckpoint("old 0\n" + note.ToText()).Status);
        Assert.Equal(400, _witness.AddCheckpoint("").Status);
        Assert.Equal(400, _witness.AddCheckpoint("old 00\n\n" + note.ToText()).Status);
        Assert.Null(_witness.Latest(Sample.Origin));
    }

    [Fact]
    public void The_same_size_with_another_root_is_not_cosigned()
    {
        Cosigned(10);
        var forged = SignedNote.Sign(new Checkpoint(Sample.Origin, 10, TreeHash.Empty).Text, Sample.Key);
        Assert.Equal(422, Status(new WitnessRequest(10, [], forged)));
    }

    [Fact]
    public void A_changed_memory_is_not_believed()
    {
        Cosigned(10);
        var path = $"/witness/{LogWitness.NameOf(Sample.Origin)}";
        _memory.Peek(path)![Sample.Origin.Length + 1] ^= 1;
        Assert.Equal(500, _witness.AddCheckpoint(Request(Sample.Log(_disk, 20), 10, 20)).Status);
    }

    [Fact]
    public void A_witness_that_loses_power_anywhere_has_never_cosigned_two_histories()
    {
        for (var at = 1; at < 40; at++)
        {
            var (memory, left) = (new SimulatedDisk(), at);
            string? given = null;
            memory.Before = (_, _) => _ = --left == 0 ? throw new PowerLostException() : 0;
            try
            {
                using var first = Open(memory);
                given = first.AddCheckpoint(Request(Sample.Log(new SimulatedDisk(), 10), 0, 10)).Status == 200 ? "" : null;
            }
            catch (PowerLostException)
            {
                memory.LosePower(new Random(at));
            }
            memory.Before = null;
            using var again = Open(memory);
            Assert.True(given is null || again.Latest(Sample.Origin) is { Done: true }, $"call {at}");
        }
    }

    [Fact]
    public void A_key_of_another_kind_is_refused() =>
        Assert.Equal("not-a-witness-key", LogWitness.Open("/w", Sample.Key, new Dictionary<string, IReadOnlyList<VerifierKey>>(), _disk).Problem?.Code);

    public void Dispose() => _witness.Dispose();

    private LogWitness Open(SimulatedDisk? memory = null) =>
        LogWitness.Open("/witness", Key, new Dictionary<string, IReadOnlyList<VerifierKey>> { [Sample.Origin] = [Sample.Key.Verifier] }, memory ?? _memory).Value;

    private void Cosigned(int size) => Assert.Equal(200, _witness.AddCheckpoint(Request(Sample.Log(_disk, size), 0, size)).Status);

    private int Status(WitnessRequest request) => _witness.AddCheckpoint(request.ToText()).Status;

    private static string Request(LedgerFolder folder, long old, long size) => WitnessRequest.Build(folder, old, folder.ReadCheckpoint().Value, size).Value.ToText();
}
