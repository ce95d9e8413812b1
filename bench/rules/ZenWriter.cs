using System.Globalization;
using System.Text.Json.Nodes;
using Haechi.Rules;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Syntax;

namespace Haechi.Bench.Rules;

/// <summary>
/// Writes the rules of one day as a decision of gorules zen: one expression node, an expression for each rule. Its language has no unknown: a missing
/// fact in a condition ends the whole decision with an error. So there are two ways to write a rule: one expression in which a missing fact counts as no, or two,
/// one for yes and one for no, which together give Kleene's three outcomes. Days are numbers: the language would parse texts each time.
/// </summary>
internal static class ZenWriter
{
    /// <summary>One expression a rule; right only where every fact is known.</summary>
    public static string TwoValued(DatedRules rules) => Decision(InOrder(rules).Select(r => (r.Rule.Id, Yes(r.Value, plain: true))));

    /// <summary>Two expressions a rule, <c>ID</c> and <c>ID_no</c>; unknown is neither.</summary>
    public static string ThreeValued(DatedRules rules) =>
        Decision(InOrder(rules).SelectMany(r => new[] { (r.Rule.Id, Yes(r.Value, plain: false)), ($"{r.Rule.Id}_no", No(r.Value)) }));

    private static IEnumerable<DatedRule> InOrder(DatedRules rules)
    {
        var left = rules.Rules.ToDictionary(r => r.Index);
        var written = new HashSet<int>();
        while (left.Count > 0)
        {
            foreach (var rule in left.Values.Where(r => Needs(r.Value).All(written.Contains)).ToList())
            {
                written.Add(rule.Index);
                left.Remove(rule.Index);
                yield return rule;
            }
        }
    }

    private static IEnumerable<int> Needs(Node node) => node switch
    {
        RuleNode rule => [rule.Rule],
        NotNode not => Needs(not.Inner),
        AndNode and => and.Parts.SelectMany(Needs),
        OrNode or => or.Parts.SelectMany(Needs),
        _ => [],
    };

    private static string Yes(Node node, bool plain) => node switch
    {
        ConstNode constant => constant.Value == Outcome.Yes ? "true" : "false",
        BoolNode fact => $"({fact.Question.Id} ?? false)",
        ChoiceNode choice => In(choice),
        CompareNode compare => Known(compare, $"{Side(compare.Left)} {compare.Op.Sign()} {Side(compare.Right)}"),
        RuleNode rule => $"$.{rule.Id}",
        NotNode not => plain ? $"not ({Yes(not.Inner, plain)})" : No(not.Inner),
        AndNode and => $"({string.Join(" and ", and.Parts.Select(p => Yes(p, plain)))})",
        OrNode or => $"({string.Join(" or ", or.Parts.Select(p => Yes(p, plain)))})",
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    private static string No(Node node) => node switch
    {
        ConstNode constant => constant.Value == Outcome.No ? "true" : "false",
        BoolNode fact => $"not ({fact.Question.Id} ?? true)",
        ChoiceNode choice => $"({choice.Question.Id} != null and not ({In(choice)}))",
        CompareNode compare => Known(compare, $"not ({Side(compare.Left)} {compare.Op.Sign()} {Side(compare.Right)})"),
        RuleNode rule => $"$.{rule.Id}_no",
        NotNode not => Yes(not.Inner, plain: false),
        AndNode and => $"({string.Join(" or ", and.Parts.Select(No))})",
        OrNode or => $"({string.Join(" and ", or.Parts.Select(No))})",
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    /// <summary>A missing enum answer equals no text, and a missing set is an empty list: both are "not yes".</summary>
    private static string In(ChoiceNode choice)
    {
        var values = choice.Wanted.Select(w => $"\"{choice.Question.Values[w].Id}\"").ToList();
        return (choice.Question.Type, values.Count) switch
        {
            (Haechi.Rules.Books.QuestionType.Set, 1) => $"({values[0]} in ({choice.Question.Id} ?? []))",
            (Haechi.Rules.Books.QuestionType.Set, _) => $"some({choice.Question.Id} ?? [], # in [{string.Join(", ", values)}])",
            (_, 1) => $"({choice.Question.Id} == {values[0]})",
            _ => $"({choice.Question.Id} in [{string.Join(", ", values)}])",
        };
    }

    private static string Known(CompareNode compare, string then)
    {
        var facts = new[] { compare.Left, compare.Right }.OfType<FactOperand>().Select(f => $"{f.Question.Id} != null and ");
        return $"({string.Concat(facts)}{then})";
    }

    private static string Side(Operand operand) => operand switch
    {
        FactOperand fact => fact.Question.Id,
        ConstOperand constant => constant.Value.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(operand.GetType().Name),
    };

    private static string Decision(IEnumerable<(string Key, string Expression)> expressions)
    {
        var list = new JsonArray([.. expressions.Select((e, i) => new JsonObject { ["id"] = $"e{i}", ["key"] = e.Key, ["value"] = e.Expression })]);
        return new JsonObject
        {
            ["nodes"] = new JsonArray(
                Node("in", "inputNode", []), Node("rules", "expressionNode", new JsonObject { ["expressions"] = list }), Node("out", "outputNode", [])),
            ["edges"] = new JsonArray(Edge("in", "rules"), Edge("rules", "out")),
        }.ToJsonString();
    }

    private static JsonObject Node(string id, string type, JsonObject content) =>
        new() { ["id"] = id, ["name"] = id, ["type"] = type, ["position"] = new JsonObject { ["x"] = 0, ["y"] = 0 }, ["content"] = content };

    private static JsonObject Edge(string from, string to) => new() { ["id"] = $"{from}-{to}", ["sourceId"] = from, ["targetId"] = to };
}
