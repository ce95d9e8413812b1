using System.Globalization;
using System.Text.Json.Nodes;
using Haechi.Rules;

namespace Haechi.Verbs;

/// <summary>The tools that <c>haechi mcp</c> offers. Each reads the API, so that an answer is the same as on a page.</summary>
internal static class McpTools
{
    private const int Most = 50;
    private const int MostRules = 20;
    private static readonly string[] Ids = ["id", "class", "duty"];
    private static readonly McpArgument Subject = McpArgument.Of("system", "시스템의 번호(AI-12)나 id", "the system's number (AI-12) or id", required: true);

    public static IReadOnlyList<McpTool> All { get; } =
    [
        new("find_systems", LocalText.Of("시스템 찾기", "Find systems"), LocalText.Of("등록부에서 인공지능 시스템을 찾습니다. 50건까지.", "Finds AI systems in the register, at most 50."),
            [McpArgument.Of("query", "찾을 말. 초성(ㅂㅈ)도 됨", "words to search for"), McpArgument.Of("state", "상태", "state of the life cycle", words: [.. Tower.Register.Lifecycle.All, "unknown"]), McpArgument.Of("department", "부서의 id와 그 아래", "id of a department, with all below it")], Find),
        new("get_class", LocalText.Of("분류와 이유", "Class with reasons"), LocalText.Of("시스템의 분류와, 규칙·조항·쓰인 사실·빠진 사실.", "A system's classes with rules, provisions, facts used and facts missing."),
            [Subject, McpArgument.Of("class", "한 분류만", "one class only")], Why),
        new("get_duties", LocalText.Of("시스템의 의무", "A system's duties"), LocalText.Of("시스템의 의무와 조항, 기한, 이행 상태.", "A system's duties with provisions, due days and how far they are."), [Subject], Duties),
        new("gap_summary", LocalText.Of("이행 현황", "Gap summary"), LocalText.Of("의무마다 몇 곳이 어디까지 했는지, 조항과 함께.", "How far each obligation is over the whole register, with its provision."),
            [McpArgument.Of("department", "부서의 id와 그 아래", "id of a department, with all below it"), McpArgument.Of("book", "규칙책", "the rulebook"), McpArgument.Of("risk", "시스템의 위험", "risk of the systems", words: Tower.Duties.DutyFilter.Risks)], Gaps),
        new("explain_provision", LocalText.Of("조항·규칙 설명", "Explain a provision or rule"), LocalText.Of("설치된 규칙책에서 조항, 규칙, 분류, 의무를 찾아 조건과 함께 보여 줍니다.", "Finds a provision, rule, class or duty in the installed rulebooks, with its conditions."),
            [McpArgument.Of("query", "규칙·분류·의무의 id나 조항의 일부. 예: 제32조", "id of a rule, class or duty, or part of a provision such as Art. 6", required: true)], Explain),
        new("ask_gate", LocalText.Of("관문의 답 보기", "Look at the gate"), LocalText.Of("이 시스템을 이 환경에 지금 배포해도 되는지 봅니다. 배포로 기록하지 않습니다.", "Whether a system may be deployed to an environment now. It is not recorded as a deployment."),
            [Subject, McpArgument.Of("environment", "환경. 예: prod", "the environment, such as prod", required: true)], Gate),
    ];

    private static async Task<JsonNode> Find(McpCall call)
    {
        var found = await call.Get($"/systems", ("q", call["query"]), ("state", call["state"]), ("department", call["department"]), ("limit", Most.ToString(CultureInfo.InvariantCulture)));
        Each(found["items"], s => s["link"] = $"/systems/{s["id"]}");
        found["link"] = "/systems";
        return found;
    }

    private static async Task<JsonNode> Why(McpCall call)
    {
        var why = await call.Get($"/systems/{call["system"]!}/why", ("class", call["class"]));
        why["link"] = $"/systems/{why["system"]}/why";
        return why;
    }

    private static async Task<JsonNode> Duties(McpCall call)
    {
        var duties = await call.Get($"/systems/{call["system"]!}/duties");
        Each(duties, d => d["link"] = $"/duties/{d["id"]}");
        return new JsonObject { ["duties"] = duties, ["link"] = (duties as JsonArray)?.FirstOrDefault()?["system"] is { } system ? $"/systems/{system}/duties" : null };
    }

    private static async Task<JsonNode> Gaps(McpCall call)
    {
        var gaps = await call.Get($"/gaps", ("department", call["department"]), ("book", call["book"]), ("risk", call["risk"]));
        Each(gaps["obligations"], o => o["link"] = "/gaps?rule=" + Uri.EscapeDataString((string?)o["rule"] ?? ""));
        gaps["link"] = "/gaps";
        return gaps;
    }

    private static async Task<JsonNode> Explain(McpCall call)
    {
        var (asked, found) = (call["query"]!, new JsonArray());
        var books = await call.Get($"/rulebooks");
        foreach (var id in (books["installed"]?.AsArray() ?? []).Select(b => (string)b!["id"]!).ToList())
        {
            var book = await call.Get($"/rulebooks/book", ("id", id));
            foreach (var rule in book["rules"]!.AsArray().Where(r => Fits(r!, asked)))
            {
                var shown = rule!.DeepClone();
                (shown["book"], shown["book_version"], shown["source"], shown["link"]) = (id, (string?)book["book"]?["version"], book["source"]?.DeepClone(), "/rulebooks/" + id);
                found.Add(shown);
            }
        }
        return new JsonObject { ["found"] = found.Count, ["rules"] = new JsonArray([.. found.Take(MostRules).Select(r => r!.DeepClone())]), ["link"] = "/rulebooks" };
    }

    private static Task<JsonNode> Gate(McpCall call) => call.Get($"/gate", ("system", call["system"]), ("environment", call["environment"]));

    /// <summary>Ids fit as a whole, provisions in part; blanks do not count, for 제32조제1항 is written both ways.</summary>
    private static bool Fits(JsonNode rule, string asked)
    {
        var cites = (rule["versions"]?.AsArray() ?? []).Select(v => (string?)v?["cite"]).Append((string?)rule["cite"]);
        return Ids.Any(m => string.Equals((string?)rule[m], asked, StringComparison.OrdinalIgnoreCase)) || cites.Any(c => c is not null && Tight(c).Contains(Tight(asked), StringComparison.OrdinalIgnoreCase));
    }

    private static string Tight(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private static void Each(JsonNode? list, Action<JsonNode> change)
    {
        foreach (var item in (list as JsonArray ?? []).OfType<JsonObject>())
        {
            change(item);
        }
    }
}
