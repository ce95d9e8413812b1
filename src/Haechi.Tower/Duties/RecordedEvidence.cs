using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Evidence that is a record of the tower itself, such as a published assessment. Modules above hand it down; it is given, judged and withdrawn like any other evidence.</summary>
/// <param name="Record">Which record, such as <c>assessment:ID</c>; one of a kind for a duty.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Hash">SHA-256 of the document behind it.</param>
/// <param name="Day">The day of the document.</param>
/// <param name="GivenBy">The account that made the record stand.</param>
/// <param name="VerifiedBy">A second person who checked exactly this document, or null: then somebody still has to verify it.</param>
internal sealed record RecordedEvidence(string Record, string Title, string Hash, DateOnly Day, string GivenBy, string? VerifiedBy)
{
    /// <summary>The kind of such evidence.</summary>
    public const string Kind = "record";

    /// <summary>Gives it to an open duty that does not have it yet.</summary>
    public async Task<EvidenceRow> Give(WriteScope scope, DutyRow duty, CancellationToken stop)
    {
        var row = new EvidenceRow
        {
            Id = NewId.Next(), Duty = duty.Id, Period = duty.Period, Kind = Kind, Title = Title, Content = Record, Hash = Hash, Day = Day, GivenBy = GivenBy, GivenAt = scope.Now, State = "given",
        };
        var all = await DutyAct.Evidence(scope.Context, duty.Id, stop);
        scope.Context.Add(row);
        DutyAct.Do(scope, duty, "evidence", d => DutyAct.Recount(d, all.Append(row)), null, row.Id);
        // Nobody verifies what they gave, not even by way of another module.
        if (VerifiedBy is { } second && second != GivenBy)
        {
            (row.State, row.DecidedBy, row.DecidedAt) = ("verified", second, scope.Now);
            DutyAct.Do(scope, duty, "verified", d => DutyAct.Recount(d, all.Append(row)), null, row.Id);
        }
        return row;
    }

    /// <summary>Takes it back, with the reason.</summary>
    public static Task Withdraw(WriteScope scope, EvidenceRow row, string reason, CancellationToken stop) => Change(scope, row, "withdrawn", r =>
        (r.State, r.DecidedBy, r.DecidedAt, r.Reason) = ("withdrawn", scope.Actor.Account, scope.Now, reason), reason, stop);

    /// <summary>Lets it end on a day because what it rests on changed; null lets it count again.</summary>
    public static Task End(WriteScope scope, EvidenceRow row, DateOnly? until, string reason, CancellationToken stop) =>
        Change(scope, row, until is null ? "fresh" : "stale", r => r.Until = until, reason, stop);

    private static async Task Change(WriteScope scope, EvidenceRow row, string kind, Action<EvidenceRow> change, string reason, CancellationToken stop)
    {
        if (await scope.Context.Set<DutyRow>().FindAsync([row.Duty], stop) is not { } duty)
        {
            return;
        }
        change(row);
        var all = await DutyAct.Evidence(scope.Context, row.Duty, stop);
        DutyAct.Do(scope, duty, kind, d => DutyAct.Recount(d, all), reason, row.Id);
    }
}
