using System.Globalization;
using System.Text.Json.Nodes;
using Haechi.Rules;
using Haechi.Tower.Common;
using Microsoft.Extensions.Primitives;

namespace Haechi.Web.Api;

/// <summary>What a parameter of an address holds.</summary>
internal enum QueryKind
{
    Text, Flag, Number, Day, By, Word,
}

/// <summary>One parameter of an address. It is checked before the endpoint runs; a parameter that is not declared is refused, because a filter that is passed over would answer another question.</summary>
internal sealed record ApiQuery(string Name, QueryKind Kind, LocalText About, IReadOnlyList<string>? Words = null, bool Many = false, int Least = 0, int Most = int.MaxValue, bool Required = false)
{
    private const int Longest = 500;

    public static ApiQuery On { get; } = new("on", QueryKind.Day, LocalText.Of("기준일: 어느 날의 세상에 대해 묻는지. 없으면 오늘(as_of만 주면 그날).", "The day of the world that is asked about; today when left out, or the day of as_of."));

    public static ApiQuery AsOf { get; } = new("as_of", QueryKind.By, LocalText.Of("기록 시점: 그때까지 기록된 것만. 2026-11-22(그날 끝) 또는 2026-11-22T09:00:00Z.", "Only what had been recorded by then: 2026-11-22 (the end of that Korean day) or 2026-11-22T09:00:00Z."));

    public static ApiQuery Text(string name, string ko, string en, bool many = false, bool required = false) => new(name, QueryKind.Text, LocalText.Of(ko, en), Many: many, Required: required);

    public static ApiQuery Flag(string name, string ko, string en) => new(name, QueryKind.Flag, LocalText.Of(ko, en));

    public static ApiQuery Word(string name, string ko, string en, IReadOnlyList<string> words, bool many = false) => new(name, QueryKind.Word, LocalText.Of(ko, en), words, many);

    public static ApiQuery Number(string name, string ko, string en, int least = 0, int most = int.MaxValue) => new(name, QueryKind.Number, LocalText.Of(ko, en), Least: least, Most: most);

    public static ApiQuery Day(string name, string ko, string en, bool required = false) => new(name, QueryKind.Day, LocalText.Of(ko, en), Required: required);

    /// <summary>What is wrong with the values that were given, or null.</summary>
    public Refusal? Check(StringValues given)
    {
        if (given.Count == 0)
        {
            return Required ? new Refusal("missing", LocalText.Of($"'{Name}' 값이 있어야 합니다.", $"the parameter '{Name}' is needed"), Name, About) : null;
        }
        if (given.Count > 1 && !Many)
        {
            return new Refusal("wrong-query", LocalText.Of($"'{Name}'은(는) 한 번만 씁니다.", $"'{Name}' may stand once only"), Name);
        }
        return given.Count <= 50 && given.All(g => Fits(g ?? "")) ? null : new Refusal("wrong-query", LocalText.Of($"'{Name}'의 값을 읽을 수 없습니다. 필요한 것: {Expected("ko")}.", $"the value of '{Name}' cannot be read; expected {Expected("en")}"), Name, About);
    }

    private bool Fits(string text) => Kind switch
    {
        QueryKind.Flag => text is "true" or "false" or "1" or "0",
        QueryKind.Number => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most,
        QueryKind.Day => ApiTimes.Day(text) is not null,
        QueryKind.By => ApiTimes.By(text) is not null,
        QueryKind.Word => Words!.Contains(text),
        _ => text.Length is > 0 and <= Longest,
    };

    private string Expected(string language) => (Kind, language) switch
    {
        (QueryKind.Flag, _) => "true, false",
        (QueryKind.Number, "ko") => $"{Least} 이상" + (Most == int.MaxValue ? "" : $" {Most} 이하") + "의 정수",
        (QueryKind.Number, _) => $"a whole number of at least {Least}" + (Most == int.MaxValue ? "" : $" and at most {Most}"),
        (QueryKind.Day, _) => "2026-11-22",
        (QueryKind.By, "ko") => "2026-11-22 또는 2026-11-22T09:00:00Z",
        (QueryKind.By, _) => "2026-11-22 or 2026-11-22T09:00:00Z",
        (QueryKind.Word, _) => string.Join(", ", Words!),
        (_, "ko") => $"1~{Longest}자의 글",
        _ => $"a text of 1 to {Longest} characters",
    };

    /// <summary>Its schema in the OpenAPI document.</summary>
    public JsonObject Schema()
    {
        JsonObject one = Kind switch
        {
            QueryKind.Flag => new() { ["type"] = "boolean" },
            QueryKind.Number => Most == int.MaxValue ? new() { ["type"] = "integer", ["minimum"] = Least } : new() { ["type"] = "integer", ["minimum"] = Least, ["maximum"] = Most },
            QueryKind.Day => new() { ["type"] = "string", ["format"] = "date" },
            QueryKind.Word => new() { ["type"] = "string", ["enum"] = new JsonArray([.. Words!.Select(w => (JsonNode)w)]) },
            QueryKind.By => new() { ["type"] = "string", ["maxLength"] = 40 },
            _ => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Longest },
        };
        return Many ? new JsonObject { ["type"] = "array", ["items"] = one } : one;
    }
}
