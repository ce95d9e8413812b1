using Haechi.Rules.Books;

namespace Haechi.Rules.Duties;

/// <summary>
/// A dated record that lifts the duties of named rules, for named records or for all. It is not a rule: the duty keeps showing what it would be.
/// </summary>
/// <param name="By">The decision that gave it.</param>
/// <param name="Rules">Rule ids.</param>
/// <param name="Records">Record ids; empty for all.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
public sealed record Waiver(string By, IReadOnlyList<string> Rules, IReadOnlyList<string> Records, DateOnly From, DateOnly Until)
{
    /// <summary>True when it lifts the duty of a rule for a record on a day.</summary>
    public bool Covers(string rule, string record, DateOnly day) =>
        From <= day && day <= Until && Rules.Contains(rule) && (Records.Count == 0 || Records.Contains(record));

    /// <summary>Reads a YAML or JSON file: <c>waivers: [{by, rules, records, from, until}]</c>, or the list alone. A rule that no book has is an error.</summary>
    public static IReadOnlyList<Waiver> ReadFile(string file, BookSet set, Findings findings)
    {
        if (!File.Exists(file))
        {
            findings.Error("no-file", new Place(file, 0, 0), "이 파일이 없습니다.", "there is no such file");
            return [];
        }
        var text = File.ReadAllText(file);
        var context = new ReadContext(findings);
        context.Add(file, text);
        var root = YamlFile.Read(file, text, findings);
        var list = root is YamlMap map ? map.Entries.FirstOrDefault(e => e.Key.Value == "waivers").Value : root;
        if (list is YamlMap single)
        {
            list = new YamlList(single.Place, [single]);
        }
        if (list is not YamlList { Items: var items })
        {
            findings.Error("wrong-value", new Place(file, 1, 1), "waivers 목록이 필요합니다.", "expected a list of waivers: [{by, rules, records, from, until}]");
            return [];
        }
        foreach (var other in items.Where(i => i is not YamlMap))
        {
            findings.Error("wrong-value", other.Place, "유예 기록은 {by, rules, records, from, until} 묶음이어야 합니다.", "expected a waiver such as {by, rules, records, from, until}");
        }
        return [.. items.OfType<YamlMap>().Select(m => Read(m, context, set)).OfType<Waiver>()];
    }

    private static Waiver? Read(YamlMap map, ReadContext context, BookSet set)
    {
        var fields = new Fields(map, context);
        var (by, rules, records) = (fields.RequiredText("by"), fields.Texts("rules"), fields.Texts("records"));
        var (from, until) = (fields.Date("from") ?? fields.Missing("from", DateOnly.MaxValue), fields.Date("until") ?? fields.Missing("until", DateOnly.MinValue));
        if (rules.Count == 0)
        {
            context.Findings.Error("missing-key", map.Place, "'rules'에 규칙을 하나 이상 적으십시오.", "name at least one rule in 'rules'");
        }
        foreach (var unknown in rules.Where(r => set.Rules.All(s => s.Rule.Id != r)))
        {
            var (ko, en) = Nearest.Hint(unknown, set.Rules.Select(r => r.Rule.Id));
            context.Findings.Error("unknown-name", map.Place, $"'{unknown}'은(는) 규칙이 아닙니다.{ko}", $"'{unknown}' is not a rule.{en}");
        }
        if (until < from && !context.Findings.HasErrors)
        {
            context.Findings.Error("wrong-value", map.Place, "until이 from보다 앞섭니다.", "until is before from");
        }
        fields.Done();
        return new Waiver(by, rules, records, from, until);
    }
}
