namespace Haechi.Rules.Syntax;

/// <summary>Finds the names in a condition.</summary>
internal static class Names
{
    /// <summary>Every name, in order of appearance.</summary>
    public static IEnumerable<NameTerm> In(Expression expression) => expression switch
    {
        NameCondition name => [name.Name],
        NotExpression not => In(not.Inner),
        AndExpression and => and.Parts.SelectMany(In),
        OrExpression or => or.Parts.SelectMany(In),
        CompareExpression compare => In(compare.Left).Concat(In(compare.Right)),
        InExpression inside => In(inside.Left).Concat(In(inside.Right)),
        OverlapsExpression overlaps => [overlaps.Left],
        QuantifierExpression quantifier => In(quantifier.Body).Where(n => n.Name != quantifier.Variable).Prepend(quantifier.List),
        _ => [],
    };

    private static IEnumerable<NameTerm> In(Term term) => term is NameTerm name ? [name] : [];
}
