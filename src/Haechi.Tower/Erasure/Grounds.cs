using Haechi.Rules;

namespace Haechi.Tower.Erasure;

/// <summary>A provision on which things are erased.</summary>
/// <param name="Id">A stable word.</param>
/// <param name="Title">For people.</param>
/// <param name="Provision">The article.</param>
public sealed record Ground(string Id, LocalText Title, string Provision);

/// <summary>The provisions on which this tower erases.</summary>
public static class Grounds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Ground> All { get; } =
    [
        new("request", LocalText.Of("본인이 개인정보를 지워 달라고 함", "The person asked for their data to be erased"), "개인정보 보호법 제36조"),
        new("not-needed", LocalText.Of("개인정보가 더는 필요 없거나 잘못 들어옴", "Personal data no longer needed, or here by mistake"), "개인정보 보호법 제21조제1항"),
        new("time-over", LocalText.Of("보존 기간이 끝남", "The time for which it was kept is over"), "공공기록물 관리에 관한 법률 제27조"),
    ];

    /// <summary>The one with an id, or null.</summary>
    public static Ground? Find(string id) => All.FirstOrDefault(g => g.Id == id);
}
