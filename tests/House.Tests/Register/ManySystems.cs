using Haechi.House.Tests.Support;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;

namespace Haechi.House.Tests.Register;

/// <summary>Fills a tower with many made-up systems, each a little different.</summary>
internal static class ManySystems
{
    private static readonly string[] Fields = ["복지", "교통", "민원", "세무", "상수도", "도서관", "재난", "환경", "주차", "채용", "보건", "관광"];
    private static readonly string[] Things = ["상담 챗봇", "예측 모형", "신호 제어", "사기 탐지", "영상 분석", "문서 요약", "추천 서비스", "음성 안내"];
    private static readonly string[] English = ["assistant", "forecast", "signals", "screening", "analysis", "inspection", "classification", "translation"];

    public static async Task<IReadOnlyList<AiSystem>> Add(TestTower tower, int count, IReadOnlyList<string>? departments = null) =>
        (await tower.Store.Write<IReadOnlyList<AiSystem>>(TestTower.Officer, async scope =>
        {
            var systems = await Versions.NewSystems(scope, count);
            await Versions.AppendMany(scope, [.. systems.Select((s, i) => new BulkVersion(s, true, null,
                new NextVersion(Facts(i), departments?[i % departments.Count], null, "import", scope.Today, SourceIds: [("test", $"T-{i:D5}")])))]);
            scope.Record("test.fill", "systems", new { count });
            return Tower.Common.Refused.Not(systems);
        })).Value!;

    private static SystemFacts Facts(int i)
    {
        var (field, thing, word) = (Fields[i % Fields.Length], Things[i / 3 % Things.Length], English[i / 5 % English.Length]);
        var facts = new Dictionary<string, FactValue>
        {
            ["name"] = new TextFact($"{field} {thing} {i}"), ["name_en"] = new TextFact($"{word} {i}"), ["organisation"] = new TextFact($"기관 {i % 40}"),
            ["summary"] = new TextFact($"{field} 업무에서 들어오는 자료를 읽고 담당자에게 결과를 보여 주어 처리 시간을 줄입니다. It supports the {word} of cases and reports results to the team in charge, number {i}."),
            ["purpose"] = new TextFact($"{thing}(으)로 {field} 담당자의 반복 업무를 돕는다."), ["lifecycle"] = new TextFact(Lifecycle.All[i % 8]),
        };
        return SystemFacts.None.With(facts.Select(f => KeyValuePair.Create(f.Key, (HeldFact?)new HeldFact(f.Value, "test", null, "test"))));
    }
}
