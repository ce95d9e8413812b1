using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Duties;

/// <summary>Asks whether a system may be deployed to an environment now. The question and its outcome are recorded.</summary>
/// <param name="System">The system's number (<c>AI-12</c>), its id, or an id that a source gives it, as <c>scheme:value</c>.</param>
/// <param name="Environment">The environment, such as <c>prod</c>.</param>
/// <param name="BreakGlass">Why it has to be deployed in spite of what refuses it, or null. It opens a duty to account for it within 72 hours, and never helps against a practice that is prohibited.</param>
public sealed record AskGate(string System, string Environment, string? BreakGlass = null);

internal sealed class AskGateHandler(TowerStore store, GateCheck check) : IHandle<AskGate, GateAnswer>
{
    private const int LongestReason = 4000;

    public async Task<Result<GateAnswer>> Handle(Actor actor, AskGate command, CancellationToken stop)
    {
        if (command.BreakGlass is { } words && (DutyAct.NeedReason(words) ?? TooLong(words)) is { } noReason)
        {
            return noReason;
        }
        var looked = await check.Look(command.System.Trim(), command.Environment.Trim(), stop);
        return looked.Done ? await store.Write<GateAnswer>(actor, scope => Record(scope, looked.Value, command.BreakGlass?.Trim(), stop), stop) : looked;
    }

    private static async Task<Result<GateAnswer>> Record(WriteScope scope, GateAnswer answer, string? reason, CancellationToken stop)
    {
        if (reason is not null && !answer.Allowed && !GateCheck.IsFinal(answer))
        {
            if ((Permissions.Need(scope.Actor, Roles.Owner | Roles.Officer) ?? await Permissions.NeedScope(scope.Context, scope.Actor, answer.System!.Department)) is { } refusal)
            {
                return refusal;
            }
            var glass = await BrokenGlass.Keep(scope, answer, reason, stop);
            answer = answer with { Allowed = true, Glass = new GlassBroken(glass.Duty, glass.DueAt) };
        }
        scope.Record("gate.ask", answer.System is { } system ? "system:" + system.Id : "gate", new
        {
            production = answer.Production, broken = answer.Glass is not null, version = answer.System?.Version ?? 0, refusing = answer.Reasons.Count(r => r.Blocks), warning = answer.Reasons.Count(r => !r.Blocks),
        }, answer.Allowed ? "allowed" : "not-allowed", answer.Books.Select(b => $"{b.Id}@{b.Version}"));
        return answer;
    }

    private static Refusal? TooLong(string reason) => reason.Length <= LongestReason ? null
        : Refusal.Because("too-long", $"사유는 {LongestReason}자 안에서 적어 주십시오.", $"give a reason of at most {LongestReason} letters", "break_glass");
}
