using Haechi.Tower.Common;
using Haechi.Tower.Register.Contracts;
using Haechi.Tower.Storage;

namespace Haechi.Tower.Register;

/// <summary>Which state may follow, and what the guards of other modules say. Asked by everything that a person does to one system's state.</summary>
internal static class StateRules
{
    /// <summary>The reasons why the system may not change so; empty when it may, or when its state stays. <paramref name="back"/>: an undo may go where no ordinary step leads, but the guards are asked all the same.</summary>
    public static async Task<IReadOnlyList<Refusal>> Refusals(IEnumerable<IStateGuard> guards, TowerContext context, string? system, SystemFacts before, SystemFacts after, DateOnly on, bool back = false)
    {
        var (from, to) = (before.Text(Lifecycle.Question), after.Text(Lifecycle.Question));
        if (from == to || to is null)
        {
            return [];
        }
        if (!back && !Lifecycle.Next(from).Contains(to))
        {
            return [Refusal.Because("wrong-state", $"'{Lifecycle.Title(from).In("ko")}'에서 '{Lifecycle.Title(to).In("ko")}'(으)로 바로 갈 수 없습니다. 가능한 다음 상태: {Titles(from, "ko")}.",
                $"'{Lifecycle.Title(from).In("en")}' cannot become '{Lifecycle.Title(to).In("en")}' at once; possible next: {Titles(from, "en")}", Lifecycle.Question)];
        }
        return (await StateBreaches.Of(guards, context, [new StateEntry(system, after, from, to, on)]))[0];
    }

    private static string Titles(string? from, string language) => string.Join(", ", Lifecycle.Next(from).Select(s => Lifecycle.Title(s).In(language)));
}
