using System.Globalization;
using System.Net;
using System.Text;
using Haechi.Ledger.Notes;
using Haechi.Ledger.Storage;
using Haechi.Ledger.Witnessing;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Journal;

/// <summary>
/// Asks the chosen witnesses to cosign the latest checkpoint (C2SP tlog-witness, <c>add-checkpoint</c>). One that does not answer changes nothing but its own row.
/// </summary>
internal sealed class WitnessRound(TowerStore store, TimeSpan? every = null) : IDisposable
{
    private const int LongestAnswer = 1 << 16;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(3) }) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = LongestAnswer };

    /// <summary>Asks those whose turn it is; how many cosigned.</summary>
    public async Task<int> Once(CancellationToken stop)
    {
        await using var context = store.Open();
        if (await LedgerQueries.Present(context, stop) is not { } log || await LedgerQueries.Latest(context, log.Number, stop) is not { } latest)
        {
            return 0;
        }
        var due = store.Clock.Micros - ((long)(every ?? Usual).TotalMilliseconds * 1000);
        var waiting = (await context.Set<LedgerWitness>().Where(w => w.TriedAt <= due).ToListAsync(stop)).Where(w => w.SeenLog != log.Number || w.SeenSize < latest.Size).ToList();
        var answers = await Task.WhenAll(waiting.Select(w => Ask(w, log, latest, stop)));
        foreach (var (witness, answer) in waiting.Zip(answers))
        {
            await Keep(witness, latest, answer, stop);
        }
        return answers.Count(a => a.Line is not null);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What came of asking: a signature line, or a word for the problem; and the size that the witness is at.</summary>
    private sealed record Answer(string? Line, string? Problem, long Seen);

    private async Task<Answer> Ask(LedgerWitness witness, LedgerLog log, LedgerCheckpoint latest, CancellationToken stop)
    {
        var seen = witness.SeenLog == log.Number ? witness.SeenSize : 0;
        try
        {
            var (status, body) = await Send(witness, log, latest, seen, stop);
            if (status == HttpStatusCode.Conflict && long.TryParse(body.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            {
                if (at > latest.Size)
                {
                    // The witness saw entries that this database does not have.
                    return new Answer(null, "witness-saw-more", at);
                }
                (seen, (status, body)) = (at, await Send(witness, log, latest, at, stop));
            }
            return status == HttpStatusCode.OK ? Read(witness, latest, body, seen) : new Answer(null, status == 0 ? body : $"http-{(int)status}", seen);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return new Answer(null, away is HttpRequestException ? "no-connection" : "no-answer", seen);
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> Send(LedgerWitness witness, LedgerLog log, LedgerCheckpoint latest, long seen, CancellationToken stop)
    {
        var request = WitnessRequest.Build(new LedgerFolder(NodeLedger.FolderOf(store.Options, log.Number)), seen, SignedNote.Parse(latest.Note).Value, latest.Size);
        if (!request.Done)
        {
            return (0, request.Problem!.Code);
        }
        using var content = new StringContent(request.Value.ToText(), Encoding.UTF8, "text/plain");
        using var answer = await _http.PostAsync(new Uri(witness.Url.TrimEnd('/') + "/add-checkpoint"), content, stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
    }

    /// <summary>A cosignature counts only when it fits this checkpoint and this witness's key.</summary>
    private static Answer Read(LedgerWitness witness, LedgerCheckpoint latest, string body, long seen)
    {
        var key = VerifierKey.Parse(witness.Key).Value;
        var text = SignedNote.Parse(latest.Note).Value.Text;
        var line = body.Split('\n').Select(NoteSignature.Parse).FirstOrDefault(s => s is not null && s.Name == key.Name && s.KeyId == key.Id && key.Verifies(text, s.Bytes.Span));
        return line is null ? new Answer(null, "cosignature-wrong", seen) : new Answer(line.ToLine(), null, latest.Size);
    }

    private Task<Result<Done>> Keep(LedgerWitness witness, LedgerCheckpoint latest, Answer answer, CancellationToken stop) => store.Derive<Done>(async scope =>
    {
        await scope.Context.Set<LedgerWitness>().Where(w => w.Url == witness.Url).ExecuteUpdateAsync(u => u.SetProperty(w => w.TriedAt, scope.Now)
            .SetProperty(w => w.SeenLog, latest.Log).SetProperty(w => w.SeenSize, answer.Seen).SetProperty(w => w.Problem, answer.Problem), stop);
        var name = VerifierKey.Parse(witness.Key).Value.Name;
        if (answer.Line is { } line && !await scope.Context.Set<LedgerCosignature>().AnyAsync(c => c.Log == latest.Log && c.Size == latest.Size && c.Witness == name, stop))
        {
            scope.Context.Add(new LedgerCosignature { Log = latest.Log, Size = latest.Size, Witness = name, Line = line, At = scope.Now });
        }
        return Done.Well;
    }, stop);
}
