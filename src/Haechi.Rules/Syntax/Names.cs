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

    /// <summary>How many conditions stand inside one another: 1 for a name or comparison alone.</summary>
    public static int Depth(Expression expression) => 1 + (expression switch
    {
        NotExpression not => Depth(not.Inner),
        AndExpression and => and.Parts.Max(Depth),
        OrExpression or => or.Parts.Max(Depth),
        QuantifierExpression quantifier => Depth(quantifier.Body),
        _ => 0,
    });

    private static IEnumerable<NameTerm> In(Term term) => term is NameTerm name ? [name] : [];
}
