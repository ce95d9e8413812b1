namespace Haechi.Rules.Syntax;

/// <summary>A parsed condition. <paramref name="At"/> is the offset of its first character in the condition's text.</summary>
public abstract record Expression(int At);

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed record BoolLiteral(int At, bool Value) : Expression(At);

/// <summary>A name that stands alone: a bool question or a rule; inside a quantifier <c>m.field</c>.</summary>
public sealed record NameCondition(int At, NameTerm Name) : Expression(At);

/// <summary><c>!x</c></summary>
public sealed record NotExpression(int At, Expression Inner) : Expression(At);

/// <summary><c>a &amp;&amp; b &amp;&amp; …</c></summary>
public sealed record AndExpression(int At, IReadOnlyList<Expression> Parts) : Expression(At);

/// <summary><c>a || b || …</c></summary>
public sealed record OrExpression(int At, IReadOnlyList<Expression> Parts) : Expression(At);

/// <summary><c>left op right</c> with op one of <c>== != &lt; &lt;= &gt; &gt;=</c>.</summary>
public sealed record CompareExpression(int At, Term Left, CompareOp Op, Term Right) : Expression(At);

/// <summary><c>operator in ['a', 'b']</c>, or <c>'a' in area</c>.</summary>
public sealed record InExpression(int At, Term Left, Term Right) : Expression(At);

/// <summary><c>area overlaps ['a', 'b']</c></summary>
public sealed record OverlapsExpression(int At, NameTerm Left, ListTerm Right) : Expression(At);

/// <summary><c>models.exists(m, …)</c> or <c>models.all(m, …)</c>.</summary>
public sealed record QuantifierExpression(int At, bool All, NameTerm List, string Variable, Expression Body) : Expression(At);

/// <summary>A side of a comparison.</summary>
public abstract record Term(int At);

/// <summary>A question, rule, parameter or score; with <paramref name="Field"/> the field of a quantifier's variable.</summary>
public sealed record NameTerm(int At, string Name, string? Field) : Term(At);

/// <summary>A number.</summary>
public sealed record NumberTerm(int At, double Value) : Term(At);

/// <summary>A declared value, in quotes.</summary>
public sealed record TextTerm(int At, string Value) : Term(At);

/// <summary><c>date('2026-01-22')</c></summary>
public sealed record DateTerm(int At, DateOnly Value) : Term(At);

/// <summary><c>true</c> or <c>false</c> as a side of a comparison.</summary>
public sealed record BoolTerm(int At, bool Value) : Term(At);

/// <summary>A list of declared values.</summary>
public sealed record ListTerm(int At, IReadOnlyList<TextTerm> Values) : Term(At);

/// <summary>How two values are compared.</summary>
public enum CompareOp
{
    /// <summary>==</summary>
    Equal,

    /// <summary>!=</summary>
    NotEqual,

    /// <summary>&lt;</summary>
    Less,

    /// <summary>&lt;=</summary>
    LessOrEqual,

    /// <summary>&gt;</summary>
    Greater,

    /// <summary>&gt;=</summary>
    GreaterOrEqual,
}

/// <summary>The signs of the comparisons.</summary>
public static class CompareOps
{
    /// <summary>The sign as CEL writes it.</summary>
    public static string Sign(this CompareOp op) => op switch
    {
        CompareOp.Equal => "==",
        CompareOp.NotEqual => "!=",
        CompareOp.Less => "<",
        CompareOp.LessOrEqual => "<=",
        CompareOp.Greater => ">",
        _ => ">=",
    };
}
