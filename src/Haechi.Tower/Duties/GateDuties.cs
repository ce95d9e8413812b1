using System.Globalization;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Evaluation;
using Haechi.Tower.Rulebooks;

namespace Haechi.Tower.Duties;

/// <summary>
/// What the duties of a system say at the gate. Only what binds is looked at (must and must not, in force; a guideline weakens both). Shown means evidence, checked or not, that has not expired, or
/// a reason on file why the duty does not apply or was put off: what a source claims is no evidence.
/// </summary>
internal sealed class GateDuties(LiveSystem live, IReadOnlyDictionary<string, DutyRow> rows, DateOnly day)
{
    private readonly string _system = live.Version.System;

    public IEnumerable<GateReason> Reasons()
    {
        foreach (var (owed, kept) in Binding())
        {
            if (Of(owed, kept, rows.GetValueOrDefault(owed.BaseRule)) is { } reason)
            {
                yield return reason;
            }
        }
        foreach (var open in live.Determination.Open.Where(o => Binds(o.Strength)))
        {
            if (live.Determination.Rules.Find(open.Rule) is { Rule.Duty: { } duty } rule && IsBeforeUse(duty.Due))
            {
                yield return OfOpen(open, rule);
            }
        }
    }

    /// <summary>The duties that follow from the facts as they are now, each with the day on which this installation keeps it.</summary>
    private IEnumerable<(OwedDuty Owed, KeptDuty Kept)> Binding() =>
        live.Determination.Duties.SelectMany(Chain).Zip(ResultJson.Of(live.Determination, live.InForce.Days).Owed).DistinctBy(d => d.First.BaseRule, StringComparer.Ordinal).Where(d => Binds(d.First.Strength) && d.First.Waiver is null);

    private static IEnumerable<OwedDuty> Chain(OwedDuty duty)
    {
        for (var d = duty; d is not null; d = d.Strengthens)
        {
            yield return d;
        }
    }

    private static bool Binds(Modality strength) => strength is Modality.Must or Modality.MustNot;

    /// <summary>Counted back from a day such as the day on which use begins, or without any day: then it holds from the first moment.</summary>
    private static bool IsBeforeUse(Due? due) => due is null or DueFrom { Count: <= 0 };

    private GateReason? Of(OwedDuty owed, KeptDuty kept, DutyRow? row)
    {
        var standing = Standings.On(Standings.Of(row?.Progress ?? DutyProgress.NotStarted, Standings.Claim(kept.Status)), row?.WaivedUntil, row?.EvidenceUntil, day);
        if (standing is DutyStanding.Evidenced or DutyStanding.Verified or DutyStanding.NotApplicable or DutyStanding.Waived)
        {
            return null;
        }
        // A yearly duty that was not done stays due, however the law's next date moves on.
        var due = row is { IsOpen: true, Yearly: true, Due: { } old } && old < day ? old : kept.Keep;
        var (late, before) = (due < day, IsBeforeUse(owed.Duty.Due));
        if (!late && !before && standing != DutyStanding.Expired)
        {
            return null;
        }
        var (code, ko, en) = owed.State != DutyState.Owed ? ("duty-undecided", "예외가 적용되는지 정해지지 않은 의무입니다", "it is open whether an exception lifts this duty")
            : standing == DutyStanding.Expired ? ("evidence-expired", $"증빙의 효력이 {Day(row!.EvidenceUntil!.Value)}에 끝났습니다", $"its evidence expired on {Day(row.EvidenceUntil!.Value)}")
            : late && !before ? ("duty-overdue", $"기한({Day(due!.Value)})이 지났습니다", $"it was due on {Day(due.Value)}")
            : ("duty-open", "사용하기 전에 보여야 하는 증빙이 없습니다", "it has to be shown before use and there is no evidence");
        return new GateReason(code, true,
            LocalText.Of($"{owed.Title.In("ko")}: {ko} (지금: {Standings.Title(standing).In("ko")}).", $"{owed.Title.In("en")}: {en} (now: {Standings.Title(standing).In("en")})"),
            row is null ? LocalText.Of("시스템의 의무 화면에서 증빙을 내십시오. 의무는 곧 열립니다.", "give evidence on the page of the system's duties; the duty will be opened in a moment.")
                : LocalText.Of("의무 화면에서 증빙을 내거나, 적용되지 않는 까닭을 적으십시오.", "give evidence on the page of the duty, or say why it does not apply."),
            row is null ? $"/systems/{_system}/duties" : "/duties/" + row.Id, owed.Cite, owed.Rule, row?.Id);
    }

    private GateReason OfOpen(OpenDuty open, DatedRule rule)
    {
        var title = rule.Rule.Duty!.Title.IsEmpty ? rule.Rule.Title : rule.Rule.Duty.Title;
        return open.Outcome == Outcome.Review
            ? new GateReason("duty-review", true, LocalText.Of($"{title.In("ko")}: 이 의무가 따르는지 사람이 판단해야 합니다.", $"{title.In("en")}: a person has to settle whether this duty follows"),
                LocalText.Of("판정 근거 화면에서 무엇을 판단해야 하는지 보십시오.", "the page of reasons shows what has to be judged."), $"/systems/{_system}/why", rule.Cite, open.Rule)
            : new GateReason("duty-unknown", true, LocalText.Of($"{title.In("ko")}: 사실이 모자라 이 의무가 따르는지 알 수 없습니다.", $"{title.In("en")}: facts are missing, so it is unknown whether this duty follows"),
                LocalText.Of("판정 근거 화면의 질문에 답하십시오.", "answer the questions on the page of reasons."), $"/systems/{_system}/why", rule.Cite, open.Rule);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
