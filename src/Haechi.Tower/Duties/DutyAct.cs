using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>What every act on one duty has in common: who may, the event with before and after, the journal entry.</summary>
internal static class DutyAct
{
    /// <summary>Finds the duty for someone who may change it.</summary>
    public static async Task<Result<DutyRow>> Find(WriteScope scope, string id, Roles roles, CancellationToken stop)
    {
        if (Permissions.Need(scope.Actor, roles) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<DutyRow>().FindAsync([id], stop) is not { } duty)
        {
            return Refusal.NotFound("의무", "duty", id);
        }
        return await Permissions.NeedScope(scope.Context, scope.Actor, duty.Department) is { } outside ? outside : duty;
    }

    /// <summary>The same for a duty that must be open.</summary>
    public static async Task<Result<DutyRow>> FindOpen(WriteScope scope, string id, Roles roles, CancellationToken stop)
    {
        var found = await Find(scope, id, roles, stop);
        return !found.Done || found.Value.IsOpen ? found : Refusal.Because("closed", "이 의무는 더 이상 따르지 않아 닫혀 있습니다. 시스템의 사실이 바뀌면 다시 열립니다.", "this duty no longer follows and is closed; it opens again when the system's facts change", id);
    }

    /// <summary>Changes the duty and writes event and entry.</summary>
    public static void Do(WriteScope scope, DutyRow duty, string kind, Action<DutyRow> change, string? note = null, string? about = null)
    {
        var before = DutyMark.Of(duty).Write();
        change(duty);
        duty.Settle(scope.Now);
        scope.Context.Add(new DutyEvent { Duty = duty.Id, At = scope.Now, Account = scope.Actor.Account, Kind = kind, Before = before, After = DutyMark.Of(duty).Write(), Note = note, About = about });
        scope.Record("duties." + kind.Replace('_', '-'), "duty:" + duty.Id, new { duty.System, duty.Rule, standing = Standings.Word(duty.Standing), about });
    }

    /// <summary>Reckons progress from the evidence of the present period.</summary>
    public static void Recount(DutyRow duty, IEnumerable<EvidenceRow> all)
    {
        var evidence = all.Where(e => e.Period == duty.Period && e.State != "withdrawn").ToList();
        var (verified, given) = (evidence.Where(e => e.State == "verified").ToList(), evidence.Where(e => e.State == "given").ToList());
        var counting = verified.Count > 0 ? verified : given;
        duty.Progress = verified.Count > 0 ? DutyProgress.Verified : given.Count > 0 ? DutyProgress.Evidenced : evidence.Count > 0 ? DutyProgress.Refused : DutyProgress.InProgress;
        duty.EvidenceUntil = counting.Count == 0 || counting.Any(e => e.Until is null) ? null : counting.Max(e => e.Until);
    }

    /// <summary>Null when the text says something; else the refusal.</summary>
    public static Refusal? NeedReason(string? reason) => reason?.Trim().Length >= 5 ? null
        : Refusal.Because("missing", "사유를 다섯 글자 이상 적어 주십시오. 나중에 확인하는 사람이 읽습니다.", "give a reason of at least five letters; whoever checks it later will read it", "reason");

    public static Task<List<EvidenceRow>> Evidence(TowerContext context, string duty, CancellationToken stop) => context.Set<EvidenceRow>().Where(e => e.Duty == duty).ToListAsync(stop);
}
