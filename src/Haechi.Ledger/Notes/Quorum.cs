namespace Haechi.Ledger.Notes;

/// <summary>A checkpoint counts when its log signed it and enough of the known witnesses cosigned it.</summary>
public static class Quorum
{
    /// <summary>Opens a checkpoint with the signatures that are asked for.</summary>
    /// <param name="note">The signed checkpoint.</param>
    /// <param name="origin">The log's name.</param>
    /// <param name="log">The log's keys; one of them has to have signed.</param>
    /// <param name="witnesses">The keys of witnesses that are known and independent of one another.</param>
    /// <param name="needed">How many of them have to have cosigned.</param>
    public static LedgerResult<Checkpoint> Open(SignedNote note, string origin, IReadOnlyCollection<VerifierKey> log, IReadOnlyCollection<VerifierKey> witnesses, int needed)
    {
        var checkpoint = Checkpoint.Open(note, origin, log);
        if (!checkpoint.Done || witnesses.Count == 0)
        {
            return checkpoint.Done && needed > 0 ? Missing(0, needed) : checkpoint;
        }
        var cosigned = note.Verify(witnesses);
        // No witness's line at all is a matter of the number asked for; a line that does not fit is a forgery.
        var found = cosigned.Done ? cosigned.Value.Length : 0;
        return cosigned is { Done: false, Problem.Code: "signature-wrong" } ? cosigned.Problem : found >= needed ? checkpoint : Missing(found, needed);
    }

    private static LedgerProblem Missing(int found, int needed) => new("not-witnessed", "checkpoint", $"아는 증인 {found}명이 공동서명했습니다. {needed}명이 필요합니다.", $"cosigned by {found} known witnesses; {needed} are needed");
}
