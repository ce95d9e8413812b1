using System.Net;
using Haechi.House.Tests.Support;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Witnessing;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Microsoft.EntityFrameworkCore;

namespace Haechi.House.Tests.Journal;

public sealed class WitnessTests : IDisposable
{
    private readonly string _memory = Directory.CreateTempSubdirectory("haechi-witness-").FullName;
    private readonly SignerKey _key = SignerKey.Generate("witness.example/1", KeyType.Cosignature);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_witness_cosigns_and_its_signature_is_published()
    {
        await using var node = await TowerLedger.Open();
        await node.Act(10);
        await node.Round();
        await using var witness = await Listening(node);
        await Choose(node, witness.Url);
        Assert.Equal(1, await node.Worker.AskWitnesses(Stop));
        await node.Round();
        var ledger = new PublicLedger(node.Store);
        var note = SignedNote.Parse((await ledger.File(null, PublicLedger.Witnessed, Stop))!).Value;
        Assert.True(Quorum.Open(note, note.Text.Split('\n')[0], await LedgerTests.Keys(node), [_key.Verifier], 1).Done);
        var reach = await node.Store.Read(c => LedgerQueries.Reach(c, Stop));
        Assert.Equal(LedgerStanding.Witnessed, reach.Of(3));
        // The choice of witnesses is an entry itself: the log has gone on, and the proof still rests on what was cosigned.
        Assert.Equal(note.ToText(), Haechi.Ledger.Proofs.ProofBundle.Parse((await ledger.Prove(3, Stop)).Value!).Value.Checkpoint.ToText());
        Assert.Equal(LedgerStanding.Recorded, reach.Of(null));
        // Its turn has not come again.
        await node.Round();
        Assert.Equal(0, await node.Worker.AskWitnesses(Stop));
        node.Tower.Time.Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(1, await node.Worker.AskWitnesses(Stop));
    }

    [Fact]
    public async Task A_witness_that_is_down_changes_nothing()
    {
        await using var node = await TowerLedger.Open();
        await node.Act(10);
        await node.Round();
        await Choose(node, "http://127.0.0.1:9");
        Assert.Equal(0, await node.Worker.AskWitnesses(Stop));
        await node.Act();
        Assert.Equal(13, await node.Round());
        await node.Holds();
        Assert.Equal("no-connection", await node.Store.Read(c => c.Set<LedgerWitness>().Select(w => w.Problem).SingleAsync(Stop)));
    }

    [Fact]
    public async Task A_witness_that_saw_more_than_the_database_is_told_of()
    {
        await using var node = await TowerLedger.Open();
        await node.Act(10);
        await node.Round();
        await using var witness = await Listening(node, answer: _ => (409, "500\n"));
        await Choose(node, witness.Url);
        Assert.Equal(0, await node.Worker.AskWitnesses(Stop));
        Assert.Equal("witness-saw-more", await node.Store.Read(c => c.Set<LedgerWitness>().Select(w => w.Problem).SingleAsync(Stop)));
    }

    [Theory]
    [InlineData("https://witness.example")]
    [InlineData("http://witness.example KEY")]
    [InlineData("ftp://127.0.0.1 KEY")]
    [InlineData("https://witness.example nonsense+00000000+AAAA")]
    public async Task A_line_that_names_no_witness_is_refused(string line)
    {
        await using var node = await TowerLedger.Open();
        var refused = await node.Tower.Do<ChooseWitnesses, Done>(TestTower.Officer, new ChooseWitnesses(line.Replace("KEY", _key.Verifier.ToString(), StringComparison.Ordinal)));
        Assert.Equal("wrong-witness", refused.Refusals.Single().Code);
    }

    public void Dispose() => Directory.Delete(_memory, recursive: true);

    private async Task Choose(TowerLedger node, string url)
    {
        var chosen = await node.Tower.Do<ChooseWitnesses, Done>(TestTower.Officer, new ChooseWitnesses($"{url} {_key.Verifier}\n"));
        Assert.True(chosen.Done, chosen.Done ? "" : chosen.Refusals[0].ToLine("en"));
    }

    private async Task<WitnessServer> Listening(TowerLedger node, Func<string, (int, string)>? answer = null)
    {
        var origin = await node.Store.Read(c => c.Set<LedgerLog>().Select(l => l.Origin).SingleAsync(Stop));
        var witness = LogWitness.Open(_memory, _key, new Dictionary<string, IReadOnlyList<VerifierKey>> { [origin] = await LedgerTests.Keys(node) }).Value;
        return new WitnessServer(witness, answer);
    }

    /// <summary>A witness behind HTTP, as tlog-witness lays it down.</summary>
    private sealed class WitnessServer : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly LogWitness _witness;
        private readonly Task _serving;

        public WitnessServer(LogWitness witness, Func<string, (int Status, string Body)>? answer)
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }
            _witness = witness;
            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            _serving = Serve(answer ?? (body => witness.AddCheckpoint(body) is var given ? (given.Status, given.Body) : default));
        }

        public string Url { get; }

        public async ValueTask DisposeAsync()
        {
            _listener.Close();
            await _serving;
            _witness.Dispose();
        }

        private async Task Serve(Func<string, (int Status, string Body)> answer)
        {
            try
            {
                while (_listener.IsListening)
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    var (status, body) = answer(await reader.ReadToEndAsync(Stop));
                    context.Response.StatusCode = status;
                    await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body), Stop);
                    context.Response.Close();
                }
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
