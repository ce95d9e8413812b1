using Haechi.Rules.Books;
using Haechi.Tower.Access;
using Haechi.Tower.Clocks;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Carries out a motion that was carried: the case is decided, conditions become duties, recommendations start their clock, the order binds at once.</summary>
internal sealed class Decision(WriteScope scope, Sitting sitting, CouncilMotion motion, Calendars calendars, IEnumerable<IStateGuard> guards)
{
    /// <summary>The time for an answer to a recommendation: the city's policy, modelled on what AI Basic Act Art. 8(3) asks of agencies of the national committee.</summary>
    public const int ReplyMonths = 3;

    /// <summary>All of it, in the transaction that closes the vote.</summary>
    public async Task CarryOut(CancellationToken stop)
    {
        var text = MotionText.Read(motion.Text);
        var @case = (await scope.Context.Set<CouncilCase>().FindAsync([sitting.Item.Case], stop))!;
        sitting.Item.State = motion.Outcome;
        (@case.State, @case.Outcome, @case.DecidedOn, @case.Motion, @case.RevalidateAt, @case.RevalidateKo, @case.RevalidateEn) = ("decided", motion.Outcome, scope.Today, motion.Id, null, null, null);
        await Recommendations(@case, text);
        await Conditions(@case, text, stop);
        if (text.Order is { } order)
        {
            await new OrderMaker(scope, guards).Make(@case, motion, order, stop);
        }
        scope.Record("council.decide", "council-case:" + @case.Id, new { @case.Number, motion.Outcome, motion = motion.Id, motion.Hash, card = sitting.Item.Card, conditions = text.Conditions.Count, order = text.Order?.Kind }, motion.Outcome);
    }

    /// <summary>The answer's last day, and whether it is sure: without the holidays of that year on file it is counted by months alone and may still move.</summary>
    public static async Task<(DateOnly Day, bool Sure)> ReplyBy(TowerContext context, Calendars calendars, DateOnly from)
    {
        var days = calendars.Days(await Choices.Read<CountingChoice>(context, InForce.DaysKey) ?? CountingChoice.Korean);
        return days.Done && days.Value.End(from, ReplyMonths, DueUnit.Months) is { Done: true, Value: var end } ? (end, true) : (from.AddMonths(ReplyMonths), false);
    }

    private async Task Recommendations(CouncilCase @case, MotionText text)
    {
        foreach (var recommendation in text.Recommendations)
        {
            var (due, sure) = await ReplyBy(scope.Context, calendars, scope.Today);
            var row = new CouncilRecommendation { Id = NewId.Next(), Case = @case.Id, Motion = motion.Id, Department = recommendation.Department, Text = recommendation.Text.Trim(), MadeOn = scope.Today, Due = due, Unsure = !sure };
            scope.Context.Add(row);
            scope.Record("council.recommend", "council-case:" + @case.Id, new { recommendation = row.Id, row.Department, row.Due });
        }
    }

    /// <summary>Those of an earlier decision on the case are replaced: their duties close, and the new ones open.</summary>
    private async Task Conditions(CouncilCase @case, MotionText text, CancellationToken stop)
    {
        if (motion.Outcome is not (CouncilWords.Defer or CouncilWords.Recommend))
        {
            foreach (var old in await scope.Context.Set<CouncilCondition>().Where(c => c.Case == @case.Id && c.ReplacedAt == null).ToListAsync(stop))
            {
                old.ReplacedAt = scope.Now;
                await HouseDuties.Close(scope, old.Duty!, "replaced", stop);
            }
        }
        var number = 0;
        foreach (var condition in text.Conditions)
        {
            var id = NewId.Next();
            var name = $"C-{@case.Number} ({++number})";
            var duty = await HouseDuties.Open(scope, new HouseDuty(@case.System!, HouseDuties.Council + id, HouseDuties.CouncilBook, Short($"의결 조건 {name}: {condition.Measure}"), Short($"Condition of decision {name}: {condition.Measure}"),
                $"{sitting.Body.Basis}, C-{@case.Number}", condition.Owner, condition.Due, condition.Purpose), stop);
            scope.Context.Add(new CouncilCondition
            {
                Id = id, Case = @case.Id, Motion = motion.Id, Number = number, Purpose = condition.Purpose.Trim(), Measure = condition.Measure.Trim(), Owner = condition.Owner, Due = condition.Due, BeforeUse = condition.BeforeUse, System = @case.System, Duty = duty.Id,
            });
        }
    }

    private static string Short(string text) => text.Length > 300 ? text[..299] + "…" : text;
}
