using System.Globalization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Assessment;

/// <summary>
/// Keeps a system of a Korean public body from entering use without a published result of the assessment of Art. 32 or a recorded exemption. A list that
/// records what is already so (an import) is not stopped by it, and shows what it says.
/// </summary>
internal sealed class AssessmentGuard(Standings standings) : IStateGuard
{
    public async Task<IReadOnlyList<IReadOnlyList<Refusal>>> MayEnter(TowerContext context, IReadOnlyList<StateEntry> entries)
    {
        var said = new List<IReadOnlyList<Refusal>>();
        BooksHere? books = null;
        foreach (var entry in entries)
        {
            if (entry.To != Lifecycle.InUse)
            {
                said.Add([]);
                continue;
            }
            books ??= await standings.Books(context);
            var standing = await standings.Of(context, books, entry.System, entry.Facts, entry.From, await Day(context, entry));
            said.Add(standing.MayBeUsed ? [] : [Refuse(standing, entry.System)]);
        }
        return said;
    }

    /// <summary>
    /// A change is valid from no earlier than the version before it, so a day stated before that would be asked about a law that no longer stands. A first entry dated back before the day on which its own
    /// facts say that the use began counts from that day.
    /// </summary>
    private static async Task<DateOnly> Day(TowerContext context, StateEntry entry)
    {
        if (entry.System is { } system)
        {
            var newest = await context.Set<SystemVersion>().AsNoTracking().Where(v => v.System == system).MaxAsync(v => (DateOnly?)v.ValidFrom);
            return newest > entry.On ? newest.Value : entry.On;
        }
        return Introduction.Stated(entry.Facts) is { } placed && placed > entry.On ? placed : entry.On;
    }

    private static Refusal Refuse(Standing standing, string? system)
    {
        var (ko, en) = standing.Kind == StandingKind.LegacyOver ? Legacy(standing) : New(standing);
        var more = More(standing);
        return new Refusal(
            "assessment-missing", LocalText.Of(string.Join(' ', more.Select(m => m.In("ko")).Prepend(ko)), string.Join(' ', more.Select(m => m.In("en")).Prepend(en))), Lifecycle.Question,
            system is null ? null : LocalText.Of($"영향평가 결과를 공개하거나, 생략 사유를 행정안전부와 협의(또는 확인)한 기록을 남기십시오: /systems/{system}/assessments/new, /systems/{system}/exemptions",
                $"publish the result of the assessment, or record the ministry's consultation or confirmation of a ground to skip it: /systems/{system}/assessments/new, /systems/{system}/exemptions"),
            standing.Kind == StandingKind.LegacyOver ? Article32.LegacyCite : Article32.Cite);
    }

    private static (string Ko, string En) New(Standing standing) =>
        ($"{Day(standing.Days!.From)}부터는 인공지능을 도입하기 전에 기본권에 미치는 영향을 평가하고 그 결과를 공개하여야 합니다. 이 시스템에는 공개된 결과도, 확인된 생략 기록도 없습니다.",
         $"from {Day(standing.Days.From)} the effect on basic rights must be assessed and the result published before AI is introduced; this system has neither a published result nor a confirmed exemption.");

    private static (string Ko, string En) Legacy(Standing standing) =>
        ($"{Day(standing.Since!.Value)}부터 사용해 온 시스템이라 {Day(standing.Until!.Value)}까지 평가하고 공개할 시간이 있었으나 그 날이 지났습니다. 그 기한은 부칙의 ‘이 법 시행일’을 {Day(standing.Days!.ActFrom)}로 본 추론입니다.",
         $"it has been in use since {Day(standing.Since.Value)} and had until {Day(standing.Until.Value)} to be assessed and published, which is over. That day is an inference: the addenda's \"enforcement of this Act\" is read as {Day(standing.Days.ActFrom)}.");

    private static IEnumerable<LocalText> More(Standing standing)
    {
        if (standing.Stale is { Count: > 0 } stale)
        {
            yield return LocalText.Of($"공개된 결과는 있으나 그 뒤에 바뀐 사실이 있어 지금의 시스템을 평가한 것으로 볼 수 없습니다(추론): {string.Join("; ", stale.Select(s => s.In("ko")))}.",
                $"There is a published result, but facts changed after it, so it does not assess the system as it is (inference): {string.Join("; ", stale.Select(s => s.In("en")))}.");
        }
        if (standing.Exemption is { Ground: ExemptionGround.Pilot })
        {
            yield return LocalText.Of("시범 운영을 사유로 한 생략은 시범 운영에만 미치고 정식 사용에는 미치지 않습니다(추론).", "An exemption for a pilot covers the pilot and not regular use (inference).");
        }
        else if (standing.Exemption is { } waiting)
        {
            yield return waiting.Answer switch
            {
                ExemptionAnswers.Refused => LocalText.Of("적어 둔 생략 사유는 행정안전부가 받아들이지 않았습니다.", "The ministry did not accept the ground that is recorded."),
                ExemptionAnswers.Pending => LocalText.Of("적어 둔 생략 사유는 아직 행정안전부의 회신을 기다리고 있습니다.", "The ground that is recorded still waits for the ministry's answer."),
                _ => LocalText.Of("적어 둔 생략 기록은 아직 다른 사람의 확인을 받지 않았습니다.", "The recorded exemption has not been confirmed by a second person."),
            };
        }
        if (standing.Review)
        {
            yield return LocalText.Of("법 시행일과 제32조 시행일 사이에 사용을 시작한 시스템은 법에 정한 바가 뚜렷하지 않으니 행정안전부에 문의하십시오(검토).",
                "For a system in use since a day between the Act's and Art. 32's enforcement the law is not clear: ask the ministry (REVIEW).");
        }
        if (standing.BoundUnknown)
        {
            yield return LocalText.Of("기관의 종류(public_body)를 알 수 없어 적용 대상으로 보았습니다.", "What kind of body it is (public_body) is unknown, so it counts as bound.");
        }
        if (standing is { Since: null, Kind: StandingKind.Missing })
        {
            yield return LocalText.Of($"{Day(standing.Days!.From)} 전부터 사용해 온 시스템이라면 사용을 시작한 날(placed_on)을 함께 적으십시오.",
                $"If it has been in use since before {Day(standing.Days.From)}, state the day on which the use began (placed_on) too.");
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
