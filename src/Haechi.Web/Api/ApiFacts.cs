using System.Globalization;
using System.Text.Json;
using Haechi.Rules;
using Haechi.Rules.Books;
using Haechi.Rules.Facts;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Rulebooks;
using Haechi.Tower.Storage;

namespace Haechi.Web.Api;

/// <summary>Reads facts as JSON gives them against the questions that the register and the installed books ask. null is unknown; a fact that nobody asks for is refused, because nothing would ever read it.</summary>
internal static class ApiFacts
{
    public static async Task<Result<IReadOnlyDictionary<string, FactValue?>>> Read(ApiCall call, IReadOnlyDictionary<string, JsonElement> given)
    {
        var (fields, books) = (call.Get<RegisterFields>(), (await call.Get<TowerStore>().Read(call.Get<BookRegistry>().Installed)).Value?.Set);
        var (facts, refusals) = (new Dictionary<string, FactValue?>(StringComparer.Ordinal), new List<Refusal>());
        foreach (var (id, value) in given)
        {
            var question = fields[id] ?? (books?.IndexOfQuestion(id) is >= 0 and var at ? books.Questions[at] : null);
            var findings = new Findings();
            var read = value.ValueKind == JsonValueKind.Null ? null : question is not null ? Value(question, value, findings) : Declared(id, value, books, findings);
            facts[id] = read;
            refusals.AddRange(findings.All.Select(f => new Refusal(f.Code, f.Message, "$.facts." + Short(id))));
            if (question is null && read is null && findings.All.Count == 0)
            {
                refusals.Add(new Refusal("unknown-question", LocalText.Of("등록부도, 설치된 규칙책도 묻지 않는 사실입니다.", "neither the register nor an installed rulebook asks for this fact"), "$.facts." + Short(id), LocalText.Of("/api/v1/fields에서 이름을 확인하십시오.", "see /api/v1/fields for the names.")));
            }
        }
        return refusals.Count > 0 ? Refused.Because<IReadOnlyDictionary<string, FactValue?>>([.. refusals.Take(100)]) : Refused.Not<IReadOnlyDictionary<string, FactValue?>>(facts);
    }

    /// <summary>Those that are known: for what is new and so has nothing to forget.</summary>
    public static async Task<Result<IReadOnlyDictionary<string, FactValue>>> Known(ApiCall call, IReadOnlyDictionary<string, JsonElement> given)
    {
        var read = await Read(call, given);
        return read.Done ? Refused.Not<IReadOnlyDictionary<string, FactValue>>(read.Value.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!)) : Refused.Because<IReadOnlyDictionary<string, FactValue>>(read.Refusals);
    }

    private static string Short(string id) => id.Length > 80 ? id[..80] : id;

    private static FactValue? Value(Question question, JsonElement value, Findings findings) => (question.Type, value.ValueKind) switch
    {
        (QuestionType.Bool, JsonValueKind.True or JsonValueKind.False) => new BoolFact(value.GetBoolean()),
        (QuestionType.Number, JsonValueKind.Number) => FactReader.ReadText(question, value.GetRawText(), default, findings),
        (QuestionType.Date, JsonValueKind.String) when ApiTimes.Day(value.GetString()) is { } day => new DateFact(day),
        (QuestionType.Enum or QuestionType.Text, JsonValueKind.String) => FactReader.ReadText(question, value.GetString()!, default, findings),
        (QuestionType.Set, JsonValueKind.Array) => Set(question, value, findings),
        (QuestionType.List, JsonValueKind.Array) => List(question, value, findings),
        _ => Wrong(question, findings),
    };

    private static SetFact? Set(Question question, JsonElement value, Findings findings)
    {
        var members = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString()!.Trim() is not { Length: > 0 } member || (!question.Open && question.Values.Count > 0 && question.IndexOf(member) < 0))
            {
                Wrong(question, findings);
                return null;
            }
            if (!members.Contains(member))
            {
                members.Add(member);
            }
        }
        return new SetFact(members);
    }

    private static ListFact? List(Question question, JsonElement value, Findings findings)
    {
        var records = new List<FactRecord>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                Wrong(question, findings);
                return null;
            }
            var facts = new Dictionary<string, FactValue>(StringComparer.Ordinal);
            foreach (var member in item.EnumerateObject())
            {
                if (question.Fields.FirstOrDefault(f => f.Id == member.Name) is not { } field)
                {
                    findings.Error("unknown-name", default, $"'{Short(member.Name)}'은(는) '{question.Id}'의 필드가 아닙니다.", $"'{Short(member.Name)}' is not a field of '{question.Id}'");
                }
                else if (member.Value.ValueKind != JsonValueKind.Null && Value(field, member.Value, findings) is { } fact)
                {
                    facts[field.Id] = fact;
                }
            }
            records.Add(new FactRecord(records.Count.ToString(CultureInfo.InvariantCulture), facts));
        }
        return new ListFact(records);
    }

    /// <summary>A class that the owner declares: <c>declared.CLASS</c>, one of the class's words.</summary>
    private static TextFact? Declared(string id, JsonElement value, BookSet? books, Findings findings)
    {
        if (!id.StartsWith(DeclaredClasses.Prefix, StringComparison.Ordinal) || books?.Classes.FirstOrDefault(c => c.Id == id[DeclaredClasses.Prefix.Length..]) is not { } words)
        {
            return null;
        }
        string[] known = [.. Enum.GetValues<Outcome>().Select(words.Word).Distinct()];
        if (value.ValueKind == JsonValueKind.String && known.Contains(value.GetString()))
        {
            return new TextFact(value.GetString()!);
        }
        findings.Error("wrong-value", default, $"'{id}'은(는) {string.Join(", ", known)} 가운데 하나여야 합니다.", $"'{id}' must be one of {string.Join(", ", known)}");
        return null;
    }

    private static FactValue? Wrong(Question question, Findings findings)
    {
        var values = string.Join(", ", question.Values.Select(v => v.Id).Take(30));
        var (ko, en) = question.Type switch
        {
            QuestionType.Bool => ("true 또는 false", "true or false"), QuestionType.Number => ("수", "a number"), QuestionType.Date => ("2026-11-22 꼴의 날짜(1900~2200년)", "a day such as 2026-11-22, from 1900 to 2200"),
            QuestionType.Set => ($"글의 배열{(values.Length > 0 ? " (" + values + ")" : "")}", $"an array of texts{(values.Length > 0 ? " (" + values + ")" : "")}"), QuestionType.List => ("객체의 배열", "an array of objects"), _ => ("글", "a text"),
        };
        findings.Error("wrong-value", default, $"'{question.Id}'의 값이 맞지 않습니다. 필요한 것: {ko}.", $"the value of '{question.Id}' does not fit; expected {en}");
        return null;
    }
}
