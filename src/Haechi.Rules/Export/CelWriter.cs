using System.Globalization;
using System.Text;
using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Facts;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Export;

/// <summary>
/// Writes the rules of one day in the Common Expression Language (CEL). Facts are fields of <c>f</c>, rules named by others fields of <c>r</c>; names that are no CEL
/// identifiers are written as an index, <c>f['1.1']</c>. A missing fact is CEL's "no such key", and its logic treats that as Kleene's unknown:
/// <c>false &amp;&amp; missing</c> is false. A judgement gives null where a person has to judge
/// (written <c>dyn(null)</c>, because CEL's type check wants both branches of a choice to be of one type). Dates are texts as 2026-01-22, sets are lists.
/// </summary>
public static class CelWriter
{
    /// <summary>Each rule with its expression, in an order in which a rule comes after those it names. Rules that hang on a score are left out: CEL cannot sum ranges.</summary>
    public static IReadOnlyList<(string Rule, string Expression)> Rules(DatedRules rules)
    {
        var left = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<(string, string)>();
        foreach (var (isScore, index) in rules.Set.Order)
        {
            if (isScore)
            {
                continue;
            }
            var rule = rules.Rules[index];
            if (UsesScore(rule.Value, left))
            {
                left.Add(rule.Rule.Id);
                continue;
            }
            result.Add((rule.Rule.Id, Of(rule.Value, "f")));
        }
        return result;
    }

    /// <summary>The rules as a file: a comment with the citation, then the expression.</summary>
    public static string File(DatedRules rules)
    {
        var text = new StringBuilder();
        foreach (var (id, expression) in Rules(rules))
        {
            text.Append(CultureInfo.InvariantCulture, $"// {id}  {rules.Find(id)!.Cite}\n{expression}\n\n");
        }
        return text.ToString();
    }

    private static bool UsesScore(Node node, HashSet<string> left) => node switch
    {
        CompareNode compare => compare.Left is ScoreOperand || compare.Right is ScoreOperand,
        RuleNode rule => left.Contains(rule.Id),
        NotNode not => UsesScore(not.Inner, left),
        AndNode and => and.Parts.Any(p => UsesScore(p, left)),
        OrNode or => or.Parts.Any(p => UsesScore(p, left)),
        DecideNode decide => UsesScore(decide.Review, left) || UsesScore(decide.Yes, left) || UsesScore(decide.No, left),
        _ => false,
    };

    private static string Of(Node node, string facts) => node switch
    {
        ConstNode constant => constant.Value switch { Outcome.Yes => "true", Outcome.No => "false", _ => "null" },
        BoolNode fact => Field(facts, fact.Question.Id),
        ChoiceNode choice => Choice(choice, facts),
        CompareNode compare => $"({Of(compare.Left, facts)} {compare.Op.Sign()} {Of(compare.Right, facts)})",
        RuleNode rule => Field("r", rule.Id),
        NotNode not => $"!{Of(not.Inner, facts)}",
        AndNode and => $"({string.Join(" && ", and.Parts.Select(p => Of(p, facts)))})",
        OrNode or => $"({string.Join(" || ", or.Parts.Select(p => Of(p, facts)))})",
        DecideNode d => $"({Of(d.Review, facts)} ? dyn(null) : ({Of(d.Yes, facts)} ? true : ({Of(d.No, facts)} ? false : dyn(null))))",
        QuantifierNode q => $"{Field(facts, q.List.Id)}.{(q.All ? "all" : "exists")}(m, {Of(q.Body, "m")})",
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static string Of(Operand operand, string facts) => operand switch
    {
        FactOperand fact => Field(facts, fact.Question.Id),
        ConstOperand { IsDate: true } day => Text(new DateFact(DateOnly.FromDayNumber((int)day.Value)).Shown),
        // A double literal: CEL keeps integers and doubles apart.
        ConstOperand constant => constant.Value.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().ContainsAny('.', 'E') ? text : $"{constant.Value:R}.0",
        _ => throw new InvalidOperationException(operand.GetType().Name),
    };

    private static string Choice(ChoiceNode choice, string facts)
    {
        var field = Field(facts, choice.Question.Id);
        var values = choice.Wanted.Select(w => Text(choice.Question.Values[w].Id)).ToList();
        return choice.Question.Type == QuestionType.Set
            ? values.Count == 1 ? $"({values[0]} in {field})" : $"({string.Join(" || ", values.Select(v => $"{v} in {field}"))})"
            : values.Count == 1 ? $"({field} == {values[0]})" : $"({field} in [{string.Join(", ", values)}])";
    }

    private static string Field(string of, string name) => NodeText.Name(name) == name && name.All(char.IsAscii) ? $"{of}.{name}" : $"{of}[{Text(name)}]";

    private static string Text(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
