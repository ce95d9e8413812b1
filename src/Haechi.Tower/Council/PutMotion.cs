using System.Text.Json;
using System.Text.Json.Serialization;
using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Journal;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>A condition as it is proposed.</summary>
/// <param name="Purpose">What it is for. A condition without a purpose is a burden that nobody can judge.</param>
/// <param name="Measure">What is done, and how one sees that it was.</param>
/// <param name="Owner">The account that owes it.</param>
/// <param name="Due">By when.</param>
/// <param name="BeforeUse">True when the system may not come into use before it is shown.</param>
public sealed record ProposedCondition(string Purpose, string Measure, string Owner, DateOnly Due, bool BeforeUse = false);

/// <summary>A recommendation as it is proposed.</summary>
public sealed record ProposedRecommendation(string Department, string Text);

/// <summary>An order as it is proposed.</summary>
/// <param name="Kind">restrict, suspend, resume or withdraw.</param>
/// <param name="System">The system, or null for a kind of use.</param>
/// <param name="Use">The kind of use (<see cref="KindOfUse"/>), or null for one system.</param>
/// <param name="UseTitle">What the kind of use is called.</param>
/// <param name="Provision">On what it rests.</param>
/// <param name="Reason">Why.</param>
/// <param name="Remedy">What those can do who do not agree.</param>
/// <param name="Until">The last day, or null.</param>
/// <param name="Open">For a restriction: the states that stay open, such as <c>pilot</c>.</param>
public sealed record ProposedOrder(string Kind, string? System, string? Use, string? UseTitle, string Provision, string Reason, string Remedy, DateOnly? Until = null, IReadOnlyList<string>? Open = null);

/// <summary>All that is put to the vote.</summary>
/// <param name="Outcome">The outcome if it is carried.</param>
/// <param name="Text">The decision in words.</param>
/// <param name="Conditions">Its conditions.</param>
/// <param name="Recommendations">Its recommendations.</param>
/// <param name="Order">Its order, or null.</param>
public sealed record MotionText(string Outcome, string Text, IReadOnlyList<ProposedCondition> Conditions, IReadOnlyList<ProposedRecommendation> Recommendations, ProposedOrder? Order)
{
    private static readonly JsonSerializerOptions Form = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The one spelling.</summary>
    public string Write() => CanonicalJson.Of(JsonSerializer.SerializeToElement(this, Form));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static MotionText Read(string text) => JsonSerializer.Deserialize<MotionText>(text, Form)!;
}

/// <summary>Puts a motion on an item, or changes one whose vote is not open yet.</summary>
/// <param name="Item">The item.</param>
/// <param name="Outcome">The outcome if it is carried.</param>
/// <param name="Text">The decision in words.</param>
/// <param name="Conditions">Its conditions, or null.</param>
/// <param name="Recommendations">Its recommendations, or null.</param>
/// <param name="Order">Its order, or null.</param>
/// <param name="Motion">The motion to change, or null for another one.</param>
public sealed record PutMotion(
    string Item, string Outcome, string Text, IReadOnlyList<ProposedCondition>? Conditions = null, IReadOnlyList<ProposedRecommendation>? Recommendations = null, ProposedOrder? Order = null, string? Motion = null);

/// <summary>A motion with its hash.</summary>
public sealed record MotionRef(string Motion, string Hash);

internal sealed class PutMotionHandler(CouncilDesk desk, RegisterFields fields, BookRegistry books) : IHandle<PutMotion, MotionRef>
{
    public Task<Result<MotionRef>> Handle(Actor actor, PutMotion command, CancellationToken stop) => desk.Write<MotionRef>(actor, "council-item:" + command.Item, async scope =>
    {
        var known = command.Motion is null ? null : await scope.Context.Set<CouncilMotion>().FindAsync([command.Motion], stop);
        if (known is { State: not "draft" })
        {
            return new Refusal("motion-fixed", LocalText.Of("표결에 부친 안은 한 글자도 바꿀 수 없습니다.", "nothing of a motion changes once its vote was opened"), command.Motion, LocalText.Of("다른 안을 새로 내어 다시 표결하십시오.", "put another motion and vote on that."));
        }
        if (command.Motion is not null && known?.Item != command.Item)
        {
            return Refusal.NotFound("안", "motion", command.Motion);
        }
        var sitting = await Sitting.Open(scope, command.Item, stop);
        if (!sitting.Done)
        {
            return Refused.Because<MotionRef>(sitting.Refusals);
        }
        if (sitting.Value.SeatOf(actor.Account) is { } own && sitting.Value.Aside.Contains(own.Id))
        {
            return Voting.Stepped(command.Item);
        }
        if (sitting.Value.SeatOf(actor.Account) is null && Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        var text = new MotionText(command.Outcome, command.Text?.Trim() ?? "", command.Conditions ?? [], command.Recommendations ?? [], command.Order);
        var @case = (await scope.Context.Set<CouncilCase>().FindAsync([sitting.Value.Item.Case], stop))!;
        if ((await Wrong(scope, sitting.Value.Rules, @case, text, stop)).ToList() is { Count: > 0 } wrong)
        {
            return Refused.Because<MotionRef>(wrong);
        }
        var (written, hash) = (text.Write(), Digest.Of(text.Write()));
        if (known is null)
        {
            var number = await scope.Context.Set<CouncilMotion>().Where(m => m.Item == command.Item).MaxAsync(m => (int?)m.Number, stop) ?? 0;
            known = new CouncilMotion { Id = NewId.Next(), Item = command.Item, Number = number + 1, Outcome = text.Outcome, Text = written, Hash = hash, State = "draft", Account = actor.Account };
            scope.Context.Add(known);
        }
        else
        {
            (known.Outcome, known.Text, known.Hash) = (text.Outcome, written, hash);
        }
        scope.Record("council.motion", "council-item:" + command.Item, new { motion = known.Id, known.Number, known.Outcome, hash });
        return new MotionRef(known.Id, hash);
    }, stop);

    private async Task<IEnumerable<Refusal>> Wrong(WriteScope scope, BodyRules rules, CouncilCase @case, MotionText text, CancellationToken stop)
    {
        var wrong = new List<Refusal>();
        if (!rules.Outcomes.Contains(text.Outcome))
        {
            wrong.Add(Refusal.Because("wrong-outcome", $"이 회의체는 {string.Join(", ", rules.Outcomes.Select(o => CouncilWords.Outcomes.Say(o).In("ko")))}만 의결할 수 있습니다.", $"this body decides only: {string.Join(", ", rules.Outcomes)}", "outcome"));
        }
        if (CouncilDesk.NeedText(text.Text, "text", "의결 내용", "the decision in words") is { } missing)
        {
            wrong.Add(missing);
        }
        if (text.Outcome == CouncilWords.WithConditions != text.Conditions.Count > 0)
        {
            wrong.Add(Refusal.Because("wrong-conditions", "조건은 조건부 승인에만, 그리고 하나 이상 붙습니다.", "conditions stand with an approval with conditions, and only there", "conditions"));
        }
        if (text.Outcome == CouncilWords.Recommend != text.Recommendations.Count > 0 || text.Recommendations.Count > 20 || text.Conditions.Count > 50)
        {
            wrong.Add(Refusal.Because("wrong-recommendations", "권고는 권고 의결에만, 그리고 하나 이상 적습니다.", "recommendations stand with the outcome recommend, and only there", "recommendations"));
        }
        foreach (var condition in text.Conditions)
        {
            wrong.AddRange(await Condition(scope, @case, condition, stop));
        }
        foreach (var recommendation in text.Recommendations)
        {
            if (CouncilDesk.NeedText(recommendation.Text, "recommendations", "권고 내용", "the recommendation") is { } no)
            {
                wrong.Add(no);
            }
            if (!await scope.Context.Set<Department>().AnyAsync(d => d.Id == recommendation.Department && !d.Closed, stop))
            {
                wrong.Add(Refusal.NotFound("부서", "department", recommendation.Department));
            }
        }
        wrong.AddRange(await Order(scope, rules, text, stop));
        return wrong;
    }

    private static async Task<IEnumerable<Refusal>> Condition(WriteScope scope, CouncilCase @case, ProposedCondition condition, CancellationToken stop)
    {
        var wrong = new[] { CouncilDesk.NeedText(condition.Purpose, "purpose", "조건의 목적", "the purpose of the condition"), CouncilDesk.NeedText(condition.Measure, "measure", "조치와 확인 방법", "what is done, and how one sees it") }.OfType<Refusal>().ToList();
        if (condition.Due < scope.Today)
        {
            wrong.Add(Refusal.Because("wrong-day", "조건의 기한이 이미 지난 날짜입니다.", "the condition would be due in the past", "due"));
        }
        if (!await scope.Context.Set<Account>().AnyAsync(a => a.Id == condition.Owner && !a.Closed && (a.Roles & (Roles.Owner | Roles.Officer)) != 0, stop))
        {
            wrong.Add(Refusal.Because("wrong-owner", "조건을 맡을 사람은 시스템 담당자나 총괄 담당관이어야 합니다.", "whoever owes a condition is an owner of systems or an officer", "owner"));
        }
        if (@case.System is null)
        {
            wrong.Add(Refusal.Because("wrong-conditions", "조건은 시스템에 관한 안건에만 붙습니다.", "conditions are set only in a case about a system", "conditions"));
        }
        return wrong;
    }

    private async Task<IEnumerable<Refusal>> Order(WriteScope scope, BodyRules rules, MotionText text, CancellationToken stop)
    {
        if (text.Order is not { } order)
        {
            return [];
        }
        List<Refusal> wrong =
        [
            .. new[]
            {
                CouncilDesk.NeedText(order.Provision, "provision", "명령의 근거 조항", "the provision of the order", 400), CouncilDesk.NeedText(order.Reason, "reason", "명령의 까닭", "the reason of the order"), CouncilDesk.NeedText(order.Remedy, "remedy", "불복의 길", "the remedy"),
                rules.Orders ? null : Refusal.Because("no-orders", "이 회의체는 명령을 내릴 수 없습니다.", "this body makes no orders", "order"),
                CouncilWords.OrderKinds.ContainsKey(order.Kind) ? null : Refusal.Because("wrong-kind", $"명령은 {string.Join(", ", CouncilWords.OrderKinds.Keys)} 가운데 하나여야 합니다.", $"an order is one of {string.Join(", ", CouncilWords.OrderKinds.Keys)}", "kind"),
                (order.System is null) == (order.Use is null) ? Refusal.Because("wrong-target", "명령은 시스템 하나나 이용의 종류 하나에 내립니다.", "an order names one system, or one kind of use", "system") : null,
                order.Until < scope.Today ? Refusal.Because("wrong-day", "명령의 끝 날짜가 이미 지났습니다.", "the order would end in the past", "until") : null,
                (order.Open ?? []).FirstOrDefault(s => !Lifecycle.All.Contains(s)) is { } state ? Refusal.Because("wrong-state", $"'{state}'은(는) 시스템의 상태가 아닙니다.", $"'{state}' is no state of a system", "open") : null,
            }.OfType<Refusal>(),
        ];
        if (order.System is { } system && !await scope.Context.Set<AiSystem>().AnyAsync(s => s.Id == system && s.LeftAt == null, stop))
        {
            wrong.Add(Refusal.NotFound("시스템", "system", system));
        }
        if (order.Use is { } use)
        {
            wrong.AddRange((await KindOfUse.Read(use, fields, books, scope.Context)).Refusals);
        }
        return wrong;
    }
}
