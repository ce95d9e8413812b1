using Haechi.Rules.Books;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Converting;

/// <summary>A redirect's condition: <c>"x" in labels</c> joined by <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and brackets.</summary>
internal static class LabelCondition
{
    /// <summary>Reads a condition; null after an error, which has its place to the character.</summary>
    public static Condition? Read(YamlScalar scalar, string fileText, Findings findings)
    {
        if (Condition.Parse(scalar, fileText, findings) is not { } condition)
        {
            return null;
        }
        if (Stranger(condition.Root) is not { } stranger)
        {
            return condition;
        }
        findings.Error("syntax", condition.PlaceOf(stranger.At), "이 조건은 변환할 수 없습니다. \"라벨\" in labels 를 &&, ||, !, 괄호로 이은 것만 읽습니다.",
            "this condition cannot be converted; expected \"label\" in labels, joined by &&, ||, ! and brackets");
        return null;
    }

    public static bool Holds(Expression condition, IReadOnlySet<string> labels) => condition switch
    {
        AndExpression and => and.Parts.All(p => Holds(p, labels)),
        OrExpression or => or.Parts.Any(p => Holds(p, labels)),
        NotExpression not => !Holds(not.Inner, labels),
        InExpression { Left: TextTerm label } => labels.Contains(label.Value),
        BoolLiteral literal => literal.Value,
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    /// <summary>The labels that a condition asks for, with their offsets.</summary>
    public static IEnumerable<TextTerm> LabelsIn(Expression condition) => condition switch
    {
        AndExpression and => and.Parts.SelectMany(LabelsIn),
        OrExpression or => or.Parts.SelectMany(LabelsIn),
        NotExpression not => LabelsIn(not.Inner),
        InExpression { Left: TextTerm label } => [label],
        _ => [],
    };

    private static Expression? Stranger(Expression condition) => condition switch
    {
        AndExpression and => and.Parts.Select(Stranger).FirstOrDefault(s => s is not null),
        OrExpression or => or.Parts.Select(Stranger).FirstOrDefault(s => s is not null),
        NotExpression not => Stranger(not.Inner),
        BoolLiteral or InExpression { Left: TextTerm, Right: NameTerm { Name: "labels", Field: null } } => null,
        _ => condition,
    };
}
