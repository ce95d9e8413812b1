using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;

namespace Haechi.Tower.Duties;

/// <summary>What speaks against a deployment besides duties: the register, the state, the classes, the guards, glass that was broken before.</summary>
internal static class GateReasons
{
    public static GateReason NotRegistered(string asked) => new(GateCheck.Unregistered, true,
        LocalText.Of($"'{Short(asked)}'은(는) 등록부에 없습니다. 등록하지 않은 인공지능은 배포할 수 없습니다.", $"'{Short(asked)}' is not in the register; AI that is not registered is not deployed"),
        LocalText.Of("시스템을 등록하고 그 번호(AI-12 꼴)를 쓰십시오.", "register the system and use its number, such as AI-12."), "/systems/new");

    public static GateReason HasLeft(AiSystem system) => new(GateCheck.Left, true,
        system.MergedInto is { } other ? LocalText.Of($"이 시스템은 다른 시스템({other})과 같은 것으로 밝혀져 등록부에서 빠졌습니다.", $"this system turned out to be another one ({other}) and left the register")
            : LocalText.Of("이 시스템은 등록부에서 빠졌습니다.", "this system has left the register"),
        LocalText.Of("배포 설정의 번호를 맞는 시스템으로 바꾸거나 다시 등록하십시오.", "name the right system in the deployment, or register it again."), "/systems/" + (system.MergedInto ?? system.Id));

    public static GateReason Undetermined(Refusal refusal, string system) => new("undetermined", true,
        LocalText.Of("지금 판정할 수 없습니다: " + refusal.Message.In("ko"), "it cannot be determined now: " + refusal.Message.In("en")),
        refusal.Next ?? LocalText.Of("시스템의 사실과 설치된 규칙책을 확인하십시오.", "check the system's facts and the installed rulebooks."), refusal.Code == "no-books" ? "/rulebooks" : "/systems/" + system, refusal.Provision);

    /// <summary>A deployment to production is use, so the state must be use or lead there.</summary>
    public static IEnumerable<GateReason> OfState(string? state, string system)
    {
        var (link, title) = ("/systems/" + system, Lifecycle.Title(state));
        if (state == GateCheck.Suspended)
        {
            yield return new GateReason(GateCheck.Suspended, true, LocalText.Of("사용이 중지된 시스템입니다.", "the system is suspended"),
                LocalText.Of("중지한 까닭을 푼 뒤 상태를 바꾸십시오.", "resolve why it was suspended, then change its state."), link, null, Lifecycle.Question);
        }
        else if (state is null)
        {
            yield return new GateReason("state-unknown", true, LocalText.Of("시스템의 상태를 모릅니다.", "the state of the system is unknown"),
                LocalText.Of("시스템 화면에서 상태를 정하십시오.", "state it on the system's page."), link, null, Lifecycle.Question);
        }
        else if (state != Lifecycle.InUse && !Lifecycle.Next(state).Contains(Lifecycle.InUse))
        {
            yield return new GateReason("wrong-state", true, LocalText.Of($"‘{title.In("ko")}’ 상태의 시스템은 사용할 수 없습니다.", $"a system in the state '{title.In("en")}' cannot be used"),
                LocalText.Of("검토를 거쳐 상태를 바꾸십시오.", "bring it through review and change its state."), link, null, Lifecycle.Question);
        }
    }

    /// <summary>The classes of risk: a prohibited one refuses, and one that is open refuses until it is settled.</summary>
    public static IEnumerable<GateReason> OfClasses(LiveSystem live, string system)
    {
        foreach (var (words, outcome) in live.Determination.Classes.Where(c => SystemReader.TellsRisk(c.Words)))
        {
            var (code, ko, en) = outcome switch
            {
                Outcome.Yes when words.Yes == "PROHIBITED" => (GateCheck.Prohibited, "금지된 관행에 해당합니다", "this is a prohibited practice"),
                Outcome.Unknown => ("class-unknown", "사실이 모자라 분류를 알 수 없습니다", "facts are missing, so the class is unknown"),
                Outcome.Review => ("class-review", "사람이 판단해야 분류가 정해집니다", "a person has to settle the class"),
                _ => (null, "", ""),
            };
            if (code is null)
            {
                continue;
            }
            var rule = live.Determination.Rules.Rules.Where(r => r.Rule.Class == words.Id).OrderByDescending(r => live.Determination.OutcomeOf(r.Index) == outcome).FirstOrDefault();
            yield return new GateReason(code, true, LocalText.Of($"{ko}: {Title(words, "ko")}.", $"{en}: {Title(words, "en")}"),
                code == GateCheck.Prohibited ? LocalText.Of("배포하지 마십시오. 근거를 읽고 총괄 담당관과 상의하십시오. 비상 통과도 되지 않습니다.", "do not deploy it; read the reasons and ask the officer. Breaking the glass does not help.")
                    : LocalText.Of("판정 근거 화면에서 무엇을 답하거나 판단해야 하는지 보십시오.", "the page of reasons shows what has to be answered or judged."),
                $"/systems/{system}/why", rule?.Cite, rule?.Rule.Id);
        }
    }

    public static GateReason OfGuard(Refusal refusal, string system) => new(refusal.Code, true, refusal.Message,
        refusal.Next ?? LocalText.Of("시스템 화면에서 확인하십시오.", "see the system's page."), "/systems/" + system, refusal.Provision);

    /// <summary>Glass that was broken and is not accounted for: until its time a reminder, after it a refusal.</summary>
    public static IEnumerable<GateReason> OfGlasses(IEnumerable<BrokenGlass> glasses, IReadOnlyDictionary<string, DutyRow> rows, long now) =>
        from glass in glasses
        where rows.GetValueOrDefault(BrokenGlass.Rule) is { } duty && !glass.AccountedBy(duty)
        orderby glass.DueAt
        let late = glass.DueAt < now
        let until = TowerClock.Show(glass.DueAt)
        select new GateReason(late ? "break-glass-overdue" : "break-glass-open", late,
            late ? LocalText.Of($"{TowerClock.Show(glass.At)}의 비상 통과를 {until}까지 소명하지 않았습니다.", $"the glass broken at {TowerClock.Show(glass.At)} was not accounted for by {until} (Korean time)")
                : LocalText.Of($"{TowerClock.Show(glass.At)}의 비상 통과를 {until}까지 소명하여야 합니다.", $"the glass broken at {TowerClock.Show(glass.At)} has to be accounted for by {until} (Korean time)"),
            LocalText.Of("의무 화면에서 무슨 일이 있었고 무엇을 했는지 증빙을 내십시오.", "give evidence on the page of the duty: what happened and what was done."), "/duties/" + glass.Duty, "Haechi gate, break-glass", BrokenGlass.Rule, glass.Duty);

    private static string Title(ClassWords words, string language) => words.Title.IsEmpty ? words.Id : words.Title.In(language);

    private static string Short(string text) => text.Length > 80 ? text[..80] : text;
}
