using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Brings a case before a body. Its words do not change afterwards; who wants others withdraws it and brings another.</summary>
/// <param name="Body">The body.</param>
/// <param name="SubjectKind">The kind of the subject, such as <c>system</c>.</param>
/// <param name="Subject">Which one.</param>
/// <param name="TitleKo">The title in Korean.</param>
/// <param name="Ask">What the body is asked.</param>
/// <param name="Affected">Who is affected and how.</param>
/// <param name="Options">Between what it can choose, one a line.</param>
/// <param name="TitleEn">The title in English; the Korean one when left out.</param>
public sealed record BringCase(string Body, string SubjectKind, string Subject, string TitleKo, string Ask, string Affected, string Options, string? TitleEn = null);

/// <summary>Takes a case back that was not decided.</summary>
public sealed record WithdrawCase(string Case, string Reason);

/// <summary>A case.</summary>
public sealed record CaseRef(string Case, int Number);

internal sealed class BringCaseHandler(CouncilDesk desk, CardMaker cards) : IHandle<BringCase, CaseRef>
{
    public Task<Result<CaseRef>> Handle(Actor actor, BringCase command, CancellationToken stop) => desk.Write<CaseRef>(actor, "council:" + command.Body, async scope =>
    {
        if (Permissions.Need(actor, Roles.Owner | Roles.Officer) is { } role)
        {
            return role;
        }
        List<Refusal> wrong =
        [
            .. new[]
            {
                CouncilDesk.NeedText(command.TitleKo, "titleKo", "제목", "the title", 200), CouncilDesk.NeedText(command.Ask, "ask", "무엇을 묻는지", "what the body is asked"),
                CouncilDesk.NeedText(command.Affected, "affected", "영향을 받는 사람", "who is affected"), CouncilDesk.NeedText(command.Options, "options", "선택지", "the options"),
                command.TitleEn?.Length > 200 ? Refusal.Because("too-long", "영어 제목은 200자 안에서 적어 주십시오.", "give the English title in at most 200 letters", "titleEn") : null,
            }.OfType<Refusal>(),
        ];
        if (await scope.Context.Set<CouncilBody>().FindAsync([command.Body], stop) is null)
        {
            wrong.Add(Refusal.NotFound("회의체", "body", command.Body));
        }
        if (cards.Find(command.SubjectKind) is not { CanBeBrought: true } subject)
        {
            wrong.Add(Refusal.Because("wrong-kind", $"안건의 대상은 {string.Join(", ", cards.Brought.Select(s => s.Kind))} 가운데 하나여야 합니다.", $"the kind of subject is one of {string.Join(", ", cards.Brought.Select(s => s.Kind))}", "subjectKind"));
            return Refused.Because<CaseRef>(wrong);
        }
        var pinned = await subject.Pin(scope.Context, command.Subject.Trim(), new Moment(scope.Today), stop);
        wrong.AddRange(pinned.Refusals);
        if (wrong.Count == 0 && await Outside(scope, pinned.Value!.System, stop) is { } outside)
        {
            wrong.Add(outside);
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<CaseRef>(wrong);
        }
        var @case = new CouncilCase
        {
            Id = NewId.Next(), Number = (await scope.Context.Set<CouncilCase>().MaxAsync(c => (int?)c.Number, stop) ?? 0) + 1, Body = command.Body, SubjectKind = command.SubjectKind, Subject = pinned.Value!.Pins[0].Thing, System = pinned.Value.System,
            TitleKo = command.TitleKo.Trim(), TitleEn = command.TitleEn?.Trim() is { Length: > 0 } en ? en : command.TitleKo.Trim(), Ask = command.Ask.Trim(), Affected = command.Affected.Trim(), Options = command.Options.Trim(),
            State = "prepared", BroughtBy = actor.Account, BroughtAt = scope.Now,
        };
        scope.Context.Add(@case);
        scope.Record("council.bring", "council-case:" + @case.Id, new { @case.Number, @case.Body, kind = @case.SubjectKind, @case.System });
        return new CaseRef(@case.Id, @case.Number);
    }, stop);

    private static async Task<Refusal?> Outside(WriteScope scope, string? system, CancellationToken stop) => system is null
        ? Permissions.Need(scope.Actor, Roles.Officer)
        : await Permissions.NeedScope(scope.Context, scope.Actor, await scope.Context.Set<Register.SystemNow>().AsNoTracking().Where(n => n.System == system).Select(n => n.Department).FirstOrDefaultAsync(stop));
}

internal sealed class WithdrawCaseHandler(CouncilDesk desk) : IHandle<WithdrawCase, CaseRef>
{
    public Task<Result<CaseRef>> Handle(Actor actor, WithdrawCase command, CancellationToken stop) => desk.Write<CaseRef>(actor, "council-case:" + command.Case, async scope =>
    {
        if ((Permissions.Need(actor, Roles.Owner | Roles.Officer) ?? CouncilDesk.NeedText(command.Reason, "reason", "사유", "the reason")) is { } no)
        {
            return no;
        }
        if (await scope.Context.Set<CouncilCase>().FindAsync([command.Case], stop) is not { } @case)
        {
            return Refusal.NotFound("안건", "case", command.Case);
        }
        if (!actor.Is(Roles.Officer) && @case.BroughtBy != actor.Account)
        {
            return Refusal.Because("forbidden", "안건을 올린 사람이나 총괄 담당관만 거둘 수 있습니다.", "only whoever brought the case, or an officer, can withdraw it", command.Case);
        }
        if (@case.State != "prepared" || @case.Motion is not null)
        {
            return Refusal.Because("case-fixed", "회의에 오른 안건이나 이미 의결한 안건은 거둘 수 없습니다.", "a case that is on an agenda, or was decided, is not withdrawn", command.Case);
        }
        @case.State = "withdrawn";
        scope.Record("council.withdraw", "council-case:" + @case.Id, new { @case.Number, reason = Digest.Of(command.Reason) });
        return new CaseRef(@case.Id, @case.Number);
    }, stop);
}
