using Haechi.Rules;

namespace Haechi.Tower.Register;

/// <summary>The words of the fact <c>lifecycle</c>, the state of a system, and which state may follow which.</summary>
public static class Lifecycle
{
    /// <summary>The question's id.</summary>
    public const string Question = "lifecycle";

    /// <summary>The state that guards protect first of all.</summary>
    public const string InUse = "in_use";

    private static readonly (string Id, string Ko, string En, string[] Next)[] States =
    [
        ("idea", "구상", "idea", ["review", "withdrawn"]),
        ("review", "검토", "review", ["idea", "procurement_development", "pilot", InUse, "withdrawn"]),
        ("procurement_development", "개발·구매", "development or purchase", ["review", "pilot", InUse, "suspended", "withdrawn"]),
        ("pilot", "시범", "pilot", ["review", "procurement_development", InUse, "suspended", "retired", "withdrawn"]),
        (InUse, "사용", "in use", ["pilot", "suspended", "retired"]),
        ("suspended", "중지", "suspended", ["review", "procurement_development", "pilot", InUse, "retired"]),
        ("retired", "종료", "retired", ["review"]),
        ("withdrawn", "철회", "withdrawn", ["idea", "review"]),
    ];

    /// <summary>All states in the order of a life.</summary>
    public static IReadOnlyList<string> All { get; } = [.. States.Select(s => s.Id)];

    /// <summary>The state's name for people; "unknown" for null.</summary>
    public static LocalText Title(string? state) =>
        States.FirstOrDefault(s => s.Id == state) is { Id: not null } known ? LocalText.Of(known.Ko, known.En) : LocalText.Of("모름", "unknown");

    /// <summary>The states that may follow; from unknown, any.</summary>
    public static IReadOnlyList<string> Next(string? state) => States.FirstOrDefault(s => s.Id == state) is { Id: not null } known ? known.Next : All;
}
