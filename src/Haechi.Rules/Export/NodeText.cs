using Haechi.Rules.Evaluation;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Export;

/// <summary>Bound conditions as text in the syntax of rulebooks.</summary>
public static class NodeText
{
    /// <summary>The condition as a rulebook would write it, parameters by name.</summary>
    public static string Of(Node node) => node switch
    {
        ConstNode constant => constant.Value switch { Outcome.Yes => "true", Outcome.No => "false", var other => other.Word() },
        BoolNode fact => Name(fact.Question.Id),
        ChoiceNode choice => Choice(choice),
        CompareNode compare => $"{Of(compare.Left)} {compare.Op.Sign()} {Of(compare.Right)}",
        RuleNode rule => Name(rule.Id),
        NotNode not => "!" + Inner(not.Inner),
        AndNode and => string.Join(" && ", and.Parts.Select(Inner)),
        OrNode or => string.Join(" || ", or.Parts.Select(Inner)),
        DecideNode decide => $"yes: {Of(decide.Yes)}; no: {Of(decide.No)}",
        QuantifierNode quantifier => $"{Name(quantifier.List.Id)}.{(quantifier.All ? "all" : "exists")}(_, {Of(quantifier.Body)})",
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    /// <summary>A side of a comparison.</summary>
    public static string Of(Operand operand) => operand switch
    {
        FactOperand fact => Name(fact.Question.Id),
        ConstOperand constant => constant.Shown,
        ScoreOperand score => Name(score.Id),
        _ => throw new InvalidOperationException(operand.GetType().Name),
    };

    /// <summary>A name as conditions write it: in back quotes unless it is a plain identifier.</summary>
    public static string Name(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name : $"`{name}`";

    private static string Choice(ChoiceNode choice)
    {
        var values = choice.Wanted.Select(w => $"'{choice.Question.Values[w].Id}'").ToList();
        var name = Name(choice.Question.Id);
        return (choice.Question.Type, values.Count) switch
        {
            (Books.QuestionType.Set, 1) => $"{values[0]} in {name}",
            (Books.QuestionType.Set, _) => $"{name} overlaps [{string.Join(", ", values)}]",
            (_, 1) => $"{name} == {values[0]}",
            _ => $"{name} in [{string.Join(", ", values)}]",
        };
    }

    private static string Inner(Node node) => node is AndNode or OrNode or CompareNode or ChoiceNode ? $"({Of(node)})" : Of(node);
}
