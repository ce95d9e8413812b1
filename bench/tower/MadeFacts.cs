using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Register;

namespace Haechi.Bench.Tower;

/// <summary>Made-up systems of a made-up city: names and texts as a city writes them, and answers to some of the questions of the books. The same number gives the same system.</summary>
internal sealed class MadeFacts(IReadOnlyList<Question> questions)
{
    private const int Answers = 24;
    private static readonly string[] Fields = ["복지", "교통", "민원", "세무", "상수도", "도서관", "재난", "환경", "주차", "채용", "보건", "관광", "건축", "청소", "공원", "하천", "체육", "청년", "노인", "보육"];
    private static readonly string[] Things = ["상담 챗봇", "예측 모형", "신호 제어", "부정수급 탐지", "영상 분석", "문서 요약", "추천 서비스", "음성 안내", "자격 판정 지원", "우선순위 산정", "수요 예측", "이상 감지"];
    private static readonly string[] English = ["assistant", "forecast", "signals", "screening", "analysis", "inspection", "classification", "translation", "ranking", "detection"];
    private static readonly string[] Places = ["가람", "나래", "다온", "라온", "마루", "바른", "새솔", "아라", "자운", "차미", "푸른", "하늘"];
    private readonly IReadOnlyList<Question> _asked = [.. questions.Where(q => q.Type is QuestionType.Bool or QuestionType.Enum or QuestionType.Set or QuestionType.Date && q.Values.Count < 40)];

    /// <summary>The facts of a system at first.</summary>
    public SystemFacts Of(int number)
    {
        var (facts, random) = (Texts(number), new Random(number));
        (facts["lifecycle"], facts["public_body"]) = (new TextFact(Lifecycle.All[random.Next(Lifecycle.All.Count)]), new TextFact("basic_local"));
        for (var n = 0; n < Answers; n++)
        {
            Answer(facts, random);
        }
        return Held(SystemFacts.None, facts, "목록.xlsx");
    }

    /// <summary>Another system with the same answers: names and texts are its own.</summary>
    public static SystemFacts Like(SystemFacts other, int number) => Held(other, Texts(number), "목록.xlsx");

    /// <summary>The same system later: another state, and a few more answers.</summary>
    public SystemFacts Later(SystemFacts before, int number, int time)
    {
        var random = new Random((number * 31) + time);
        var facts = new Dictionary<string, FactValue> { ["lifecycle"] = new TextFact(Lifecycle.All[random.Next(Lifecycle.All.Count)]) };
        for (var n = 0; n < 3; n++)
        {
            Answer(facts, random);
        }
        return Held(before, facts, "화면");
    }

    private static SystemFacts Held(SystemFacts before, Dictionary<string, FactValue> facts, string source) => before.With(facts.Select(f => KeyValuePair.Create(f.Key, (HeldFact?)new HeldFact(f.Value, source, null, "bench"))));

    private static Dictionary<string, FactValue> Texts(int number)
    {
        var (place, field, thing, word) = (Places[number % Places.Length], Fields[number / 7 % Fields.Length], Things[number / 3 % Things.Length], English[number / 5 % English.Length]);
        var facts = new Dictionary<string, FactValue>
        {
            ["name"] = new TextFact($"{place} {field} {thing} {number}"), ["name_en"] = new TextFact($"{word} for service {number}"), ["organisation"] = new TextFact($"{place}시"),
            ["summary"] = new TextFact($"{field} 업무에서 들어오는 자료를 읽고 담당자에게 결과를 보여 주어 처리 시간을 줄인다. 결과는 {thing} 화면에서 확인하고, 담당자가 고칠 수 있으며, 고친 이유를 적는다. It supports the {word} of cases for the team in charge."),
            ["purpose"] = new TextFact($"{thing}(으)로 {field} 담당자의 반복 업무를 돕고 주민이 기다리는 시간을 줄인다."),
        };
        if (number % 3 != 0)
        {
            facts["benefits"] = new TextFact($"처리 시간이 평균 {10 + (number % 50)}% 줄었다.");
        }
        return facts;
    }

    private void Answer(Dictionary<string, FactValue> facts, Random random)
    {
        var question = _asked[random.Next(_asked.Count)];
        facts.TryAdd(question.Id, question.Type switch
        {
            QuestionType.Bool => new BoolFact(random.Next(3) == 0),
            QuestionType.Date => new DateFact(new DateOnly(2025, 1, 1).AddDays(random.Next(900))),
            QuestionType.Set => new SetFact([.. question.Values.Where(_ => random.Next(3) == 0).Select(v => v.Id)]),
            _ => new TextFact(question.Values[random.Next(question.Values.Count)].Id),
        });
    }
}
