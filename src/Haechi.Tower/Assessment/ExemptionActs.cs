using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>Adds the ministry's answer to a record that waits for one.</summary>
public sealed record AnswerExemption(string Exemption, string Answer, DateOnly AnsweredOn, string? Reference = null, string? FileHash = null)
{
    /// <summary>The ministry's letter itself, uploaded; its hash takes the place of <see cref="FileHash"/>.</summary>
    public ExemptionDocument? Document { get; init; }
}

/// <summary>A second person confirms that the record is what the documents say. Only then may it lift the duty.</summary>
public sealed record ConfirmExemption(string Exemption);

/// <summary>Ends an exemption, with the reason: the ground no longer applies, or the ministry took its answer back.</summary>
public sealed record EndExemption(string Exemption, string Reason);

/// <summary>Carries out <see cref="AnswerExemption"/>.</summary>
internal sealed class AnswerExemptionHandler(TowerStore store) : IHandle<AnswerExemption, Exemption>
{
    public Task<Result<Exemption>> Handle(Actor actor, AnswerExemption command, CancellationToken stop) => store.Write<Exemption>(actor, async scope =>
    {
        var found = await OpenExemption.For(scope, Roles.Owner | Roles.Officer, command.Exemption);
        if (!found.Done)
        {
            return found;
        }
        var exemption = found.Value;
        if (exemption.Answer != ExemptionAnswers.Pending)
        {
            return Refusal.Because("wrong-state", "회신이 이미 적혀 있습니다. 회신이 바뀌었으면 이 기록을 끝내고 새로 적으십시오.", "the answer is already recorded; if it changed, end this record and make a new one");
        }
        List<Refusal> wrong = [.. ExemptionChecks.Answer(command.Answer, command.AnsweredOn, exemption.AskedOn, scope.Today)];
        if (command.FileHash is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            wrong.Add(Refusal.Because("wrong-hash", "문서의 SHA-256은 64자리 16진수여야 합니다.", "the document's SHA-256 has 64 hexadecimal digits", "file"));
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<Exemption>(wrong);
        }
        (exemption.Answer, exemption.AnsweredOn, exemption.AnsweredBy) = (command.Answer, command.AnsweredOn, actor.Account);
        exemption.Reference = string.IsNullOrWhiteSpace(command.Reference) ? exemption.Reference : command.Reference.Trim();
        (exemption.FileHash, exemption.FileName) = command.FileHash is { } given ? (given.ToLowerInvariant(), null) : (exemption.FileHash, exemption.FileName);
        if (command.Document is { } document)
        {
            await document.Attach(scope, exemption);
        }
        // Whoever confirmed the record saw it without the answer, so somebody has to look again.
        (exemption.ConfirmedBy, exemption.ConfirmedOn) = (null, null);
        scope.Record("assessment.exempt-answer", "exemption:" + exemption.Id, new { exemption.System, command.Answer, command.AnsweredOn, exemption.FileHash });
        return exemption;
    }, stop);
}

/// <summary>Carries out <see cref="ConfirmExemption"/>.</summary>
internal sealed class ConfirmExemptionHandler(TowerStore store) : IHandle<ConfirmExemption, Exemption>
{
    public Task<Result<Exemption>> Handle(Actor actor, ConfirmExemption command, CancellationToken stop) => store.Write<Exemption>(actor, async scope =>
    {
        var found = await OpenExemption.For(scope, Roles.Verifier | Roles.Officer, command.Exemption);
        if (!found.Done)
        {
            return found;
        }
        var exemption = found.Value;
        if (exemption.RecordedBy == actor.Account || exemption.AnsweredBy == actor.Account)
        {
            return new Refusal("second-person", LocalText.Of("생략 기록을 적은 사람은 그 기록을 확인할 수 없습니다.", "whoever made the record cannot confirm it"), null,
                LocalText.Of("기록에 참여하지 않은 확인자나 총괄 담당관에게 요청하십시오.", "ask a verifier or officer who had no part in it."));
        }
        if (exemption.Answer == ExemptionAnswers.Pending)
        {
            return new Refusal("no-answer", LocalText.Of("행정안전부의 회신이 아직 없습니다. 회신이 있기 전에는 의무가 그대로 있습니다.", "the ministry has not answered; until it has, the duty stands"), null,
                LocalText.Of("회신을 적은 뒤 확인하십시오.", "record the answer first."), ExemptionGround.Find(exemption.Ground)?.Cite);
        }
        if (exemption.ConfirmedOn is not null)
        {
            return Refusal.Because("wrong-state", "이미 확인된 기록입니다.", "this record is confirmed already");
        }
        (exemption.ConfirmedBy, exemption.ConfirmedOn) = (actor.Account, scope.Today);
        await ExemptionFacts.Set(scope, exemption);
        scope.Record("assessment.exempt-confirm", "exemption:" + exemption.Id, new { exemption.System, exemption.Ground, exemption.Answer });
        return exemption;
    }, stop);
}

/// <summary>Carries out <see cref="EndExemption"/>.</summary>
internal sealed class EndExemptionHandler(TowerStore store, AssessmentEvidence evidence) : IHandle<EndExemption, Exemption>
{
    public Task<Result<Exemption>> Handle(Actor actor, EndExemption command, CancellationToken stop) => store.Write<Exemption>(actor, async scope =>
    {
        var found = await OpenExemption.For(scope, Roles.Owner | Roles.Officer, command.Exemption);
        if (!found.Done)
        {
            return found;
        }
        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            return Reasons.Needed("reason");
        }
        var exemption = found.Value;
        (exemption.EndedOn, exemption.EndReason) = (scope.Today, command.Reason.Trim());
        await ExemptionFacts.Forget(scope, exemption);
        scope.Record("assessment.exempt-end", "exemption:" + exemption.Id, new { exemption.System, exemption.Ground });
        await evidence.Follow(scope, exemption.System, stop);
        return exemption;
    }, stop);
}

/// <summary>Opens a record that has not ended, checked for role and scope.</summary>
internal static class OpenExemption
{
    public static async Task<Result<Exemption>> For(WriteScope scope, Roles roles, string id)
    {
        if (Permissions.Need(scope.Actor, roles) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<Exemption>().FirstOrDefaultAsync(x => x.Id == id) is not { } exemption)
        {
            return Refusal.NotFound("생략 기록", "record of an exemption", id);
        }
        var system = await SystemToday.Read(scope.Context, exemption.System, scope.Today);
        if (await Permissions.NeedScope(scope.Context, scope.Actor, system?.Version.Department) is { } outside)
        {
            return outside;
        }
        return exemption.EndedOn is { } ended ? Refusal.Because("wrong-state", $"{ended:yyyy-MM-dd}에 끝난 기록입니다.", $"this record ended on {ended:yyyy-MM-dd}") : exemption;
    }
}
