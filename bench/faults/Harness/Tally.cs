using System.Collections.Concurrent;
using System.Globalization;

namespace Haechi.Bench.Faults;

/// <summary>What was counted. Programs that call, and whoever kills, count at the same time.</summary>
internal sealed class Tally
{
    private const int MostProblems = 50;
    private int _kills, _beforeOpening, _unanswered, _repeated, _replayed, _cured, _askedAgain, _looked, _waiting, _unpublished;

    /// <summary>Changes that were acknowledged.</summary>
    public ConcurrentQueue<Change> Acknowledged { get; } = new();

    /// <summary>What is not as it has to be.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    public int Kills => _kills;

    /// <summary>Kills while the server was starting, thus also while it recovered.</summary>
    public int BeforeOpening => _beforeOpening;

    /// <summary>Changes whose sending was cut off without an answer at least once.</summary>
    public int Unanswered => _unanswered;

    /// <summary>Requests that were sent again with the same key.</summary>
    public int Repeated => _repeated;

    /// <summary>Unanswered changes that had been kept before the kill: the answer to the repetition says so.</summary>
    public int Replayed => _replayed;

    /// <summary>Answers of the kind "try again" (409, 429, 5xx).</summary>
    public int Cured => _cured;

    /// <summary>Acknowledged changes that were asked for once more and answered as the first time.</summary>
    public int AskedAgain => _askedAgain;

    /// <summary>Marks that an acknowledged change should have left and that are not there.</summary>
    public int Lost { get; set; }

    /// <summary>Marks that are there more than once.</summary>
    public int Doubled { get; set; }

    /// <summary>Entries of the ledger that were verified and held against their rows.</summary>
    public long Entries { get; set; }

    /// <summary>Kills after which somebody looked at the rows.</summary>
    public int Looked => _looked;

    /// <summary>Of those, kills that left entries without an index.</summary>
    public int Waiting => _waiting;

    /// <summary>Of those, kills that left entries with an index that no signed head had yet: the ledger's worker was killed in the midst.</summary>
    public int Unpublished => _unpublished;

    public void Killed(bool opened)
    {
        Interlocked.Increment(ref _kills);
        Interlocked.Add(ref _beforeOpening, opened ? 0 : 1);
    }

    public void Left(bool waiting, bool unpublished)
    {
        Interlocked.Increment(ref _looked);
        Interlocked.Add(ref _waiting, waiting ? 1 : 0);
        Interlocked.Add(ref _unpublished, unpublished ? 1 : 0);
    }

    public void CutOff() => Interlocked.Increment(ref _unanswered);

    public void SentAgain() => Interlocked.Increment(ref _repeated);

    public void WasKept() => Interlocked.Increment(ref _replayed);

    public void TryAgain() => Interlocked.Increment(ref _cured);

    public void Again() => Interlocked.Increment(ref _askedAgain);

    public void Wrong(string problem)
    {
        if (Problems.Count < MostProblems)
        {
            Problems.Enqueue(problem);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kills:N0} kills ({BeforeOpening:N0} while starting), {Acknowledged.Count:N0} acknowledged, {Unanswered:N0} unanswered, {Repeated:N0} repeated, {Replayed:N0} of them kept before the kill, {Cured:N0} told to try again, {AskedAgain:N0} asked for once more, {Lost:N0} lost, {Doubled:N0} doubled, {Entries:N0} ledger entries verified; of {Looked:N0} kills looked at {Waiting:N0} left entries unnumbered, {Unpublished:N0} numbered but unsigned");
}
