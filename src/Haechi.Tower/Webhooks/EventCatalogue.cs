using Haechi.Rules;

namespace Haechi.Tower.Webhooks;

/// <summary>A type of event that others may be told of.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Acts">The acts of the journal that it is made of; none for what no act is.</param>
public sealed record EventType(string Name, LocalText Title, IReadOnlyList<string> Acts)
{
    /// <summary>What is told of the entry's details, by its name there: ids, counts and words of a short list, never a text that a person wrote.</summary>
    internal IReadOnlyList<(string Detail, string Data)> Members { get; init; } = [];

    /// <summary>The outcome that the act must have come to, or null for any.</summary>
    internal string? Outcome { get; init; }

    /// <summary>Told only when one of these counts is above zero; empty: always.</summary>
    internal IReadOnlyList<string> AnyOf { get; init; } = [];
}

/// <summary>
/// What can be subscribed to. The names are a promise to outsiders: one is added, never changed. Acts of the journal that stand in no row, such as signing in, are nobody's business outside.
/// </summary>
public static class EventCatalogue
{
    /// <summary>Stands for every type, also those that come later.</summary>
    public const string All = "*";

    /// <summary>A duty's day has passed and it is not settled; follows from the day, not from an act.</summary>
    public const string Overdue = "duty.overdue";

    /// <summary>What an administrator sends to try the receiver; comes to every subscription.</summary>
    public const string Test = "webhook.test";

    private static readonly (string, string)[] OfDuty = [("System", "system"), ("Rule", "rule"), ("standing", "standing")];

    /// <summary>Every type, in the order in which people see them.</summary>
    public static IReadOnlyList<EventType> Types { get; } =
    [
        Of("system.registered", "시스템이 등록됨", "a system was registered", ["register.create"]),
        Of("system.changed", "시스템의 사실이 바뀜", "facts of a system changed", ["register.change", "register.undo"], ("version", "version")),
        Of("system.joined", "두 시스템이 하나로 합쳐짐", "two entries turned out to be one system", ["register.match"], ("Other", "other"), ("version", "version")),
        Of("systems.assigned", "시스템들이 부서에 배정됨", "systems were assigned to a department", ["register.assign"], ("systems", "count")),
        Of("import.done", "목록을 가져옴", "an inventory was imported", ["register.import"]),
        Of("import.undone", "가져오기를 되돌림", "an import was undone", ["register.undo-import"], ("restored", "restored"), ("removed", "removed")),
        Of("rulebooks.installed", "규칙책이 설치되거나 바뀜", "rulebooks were installed or changed", ["rulebooks.install"]),
        Of("determinations.changed", "판정이 바뀐 시스템이 있음", "systems have other determinations than before", ["rulebooks.determine"], ("systems", "systems"), ("changed", "changed")) with { AnyOf = ["changed"] },
        Of("duties.changed", "판정에 따라 의무가 생기거나 바뀌거나 닫힘", "duties opened, changed or closed after determinations", ["duties.follow"], ("opened", "opened"), ("changed", "changed"), ("closed", "closed")) with { AnyOf = ["opened", "changed", "closed"] },
        Of("duties.assigned", "의무의 담당자가 정해짐", "duties were assigned to somebody", ["duties.assign"], ("duties", "count")),
        Of("duty.started", "의무를 시작함", "a duty was begun", ["duties.started"], OfDuty),
        Of("duty.evidenced", "증빙이 제출됨", "evidence was given for a duty", ["duties.evidence"], OfDuty),
        Of("duty.verified", "증빙이 확인됨", "evidence for a duty was verified", ["duties.verified"], OfDuty),
        Of("duty.refused", "증빙이 반려됨", "evidence for a duty was refused", ["duties.refused"], OfDuty),
        Of("duty.withdrawn", "증빙을 거둠", "evidence for a duty was withdrawn", ["duties.withdrawn"], OfDuty),
        Of("duty.stale", "증빙의 근거가 된 사실이 바뀜", "facts behind the evidence of a duty changed", ["duties.stale"], OfDuty),
        Of("duty.waived", "의무가 유예됨", "a duty was waived until a day", ["duties.waived"], OfDuty),
        Of("duty.not_applicable", "의무가 해당 없음으로 됨", "a duty was said not to apply", ["duties.not-applicable"], OfDuty),
        Of("duty.undone", "의무에 한 일을 되돌림", "the last act on a duty was taken back", ["duties.undone"], OfDuty),
        Of(Overdue, "의무의 기한이 지남", "a duty's day has passed", []),
        Of("assessment.submitted", "영향평가가 제출됨", "an assessment was submitted", ["assessment.submit"], ("version", "version")),
        Of("assessment.returned", "영향평가가 되돌아옴", "an assessment was given back", ["assessment.return"], ("version", "version")),
        Of("assessment.approved", "영향평가가 승인됨", "an assessment was approved", ["assessment.approve"], ("version", "version")),
        Of("assessment.published", "영향평가가 공개됨", "an assessment was published", ["assessment.publish"], ("version", "version")),
        Of("assessment.withdrawn", "영향평가를 거둠", "an assessment was withdrawn", ["assessment.withdraw"], ("version", "version")),
        Of("exemption.confirmed", "영향평가 생략이 확인됨", "an exemption was confirmed", ["assessment.exempt-confirm"]),
        Of("exemption.ended", "영향평가 생략이 끝남", "an exemption ended", ["assessment.exempt-end"]),
        Of("gate.allowed", "관문이 배포를 허용함", "the gate allowed a deployment", ["gate.ask"], ("production", "production"), ("broken", "broken_glass")) with { Outcome = "allowed" },
        Of("gate.refused", "관문이 배포를 거절함", "the gate refused a deployment", ["gate.ask"], ("production", "production"), ("refusing", "reasons")) with { Outcome = "not-allowed" },
        Of("erasure.signed", "지운 것이 있음: 사본도 지울 것", "things were erased; copies are to be erased too", ["erasure.sign"], ("things", "count")),
    ];

    private static readonly ILookup<string, EventType> ByAct = Types.SelectMany(t => t.Acts.Select(a => (Act: a, Type: t))).ToLookup(p => p.Act, p => p.Type, StringComparer.Ordinal);

    /// <summary>The types that an act may be; which one, its outcome says.</summary>
    internal static IEnumerable<EventType> OfAct(string act) => ByAct[act];

    /// <summary>True when it can be subscribed to.</summary>
    public static bool Knows(string name) => name == All || Types.Any(t => t.Name == name);

    private static EventType Of(string name, string ko, string en, string[] acts, params (string, string)[] members) => new(name, LocalText.Of(ko, en), acts) { Members = members };
}
