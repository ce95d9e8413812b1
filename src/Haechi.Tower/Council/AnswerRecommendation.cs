using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Council;

/// <summary>A department answers a recommendation: a plan of improvement, or why it does not follow.</summary>
public sealed record AnswerRecommendation(string Recommendation, bool Followed, string Reply);

/// <summary>A department asks for more time; once, before the time is over, and with the reason.</summary>
public sealed record ExtendRecommendation(string Recommendation, string Reason);

/// <summary>A recommendation and the last day for its answer.</summary>
public sealed record RecommendationRef(string Recommendation, DateOnly Due);

internal sealed class AnswerRecommendationHandler(CouncilDesk desk) : IHandle<AnswerRecommendation, RecommendationRef>
{
    public Task<Result<RecommendationRef>> Handle(Actor actor, AnswerRecommendation command, CancellationToken stop) => desk.Write<RecommendationRef>(actor, "council-recommendation:" + command.Recommendation, async scope =>
    {
        var found = await Replies.Find(scope, command.Recommendation, stop);
        if (!found.Done)
        {
            return Refused.Because<RecommendationRef>(found.Refusals);
        }
        if (CouncilDesk.NeedText(command.Reply, "reply", "개선 계획이나 따르지 않는 까닭", "the plan, or why it is not followed") is { } missing)
        {
            return missing;
        }
        var row = found.Value;
        (row.Followed, row.Reply, row.RepliedBy, row.RepliedOn) = (command.Followed, command.Reply.Trim(), actor.Account, scope.Today);
        scope.Record("council.answer", "council-recommendation:" + row.Id, new { row.Department, row.Followed, late = row.Due < scope.Today });
        return new RecommendationRef(row.Id, row.Due);
    }, stop);
}

internal sealed class ExtendRecommendationHandler(CouncilDesk desk, Calendars calendars) : IHandle<ExtendRecommendation, RecommendationRef>
{
    public Task<Result<RecommendationRef>> Handle(Actor actor, ExtendRecommendation command, CancellationToken stop) => desk.Write<RecommendationRef>(actor, "council-recommendation:" + command.Recommendation, async scope =>
    {
        var found = await Replies.Find(scope, command.Recommendation, stop);
        if (!found.Done)
        {
            return Refused.Because<RecommendationRef>(found.Refusals);
        }
        var row = found.Value;
        if (CouncilDesk.NeedText(command.Reason, "reason", "연장 사유", "the reason") is { } missing)
        {
            return missing;
        }
        if (row.FirstDue is not null)
        {
            return Refusal.Because("already-extended", "회신 기한은 한 번만 연장할 수 있습니다.", "the time for the answer is extended once only", row.Id);
        }
        if (row.Due < scope.Today)
        {
            return new Refusal("too-late", LocalText.Of("회신 기한이 이미 지나 연장할 수 없습니다.", "the time is over and is not extended any more"), row.Id, LocalText.Of("지금 회신하십시오.", "answer now."));
        }
        var (due, sure) = await Decision.ReplyBy(scope.Context, calendars, row.Due);
        (row.FirstDue, row.Due, row.Unsure, row.Extension) = (row.Due, due, !sure, command.Reason.Trim());
        scope.Record("council.extend", "council-recommendation:" + row.Id, new { row.Department, row.Due });
        return new RecommendationRef(row.Id, row.Due);
    }, stop);
}

internal static class Replies
{
    /// <summary>A recommendation without an answer, for somebody who speaks for the department.</summary>
    public static async Task<Result<CouncilRecommendation>> Find(WriteScope scope, string id, CancellationToken stop)
    {
        if (Permissions.Need(scope.Actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<CouncilRecommendation>().FindAsync([id], stop) is not { } row)
        {
            return Refusal.NotFound("권고", "recommendation", id);
        }
        if (await Permissions.NeedScope(scope.Context, scope.Actor, row.Department) is { } outside)
        {
            return outside;
        }
        return row.RepliedOn is null ? row : Refusal.Because("case-fixed", "이미 회신한 권고입니다.", "this recommendation was answered already", id);
    }
}
