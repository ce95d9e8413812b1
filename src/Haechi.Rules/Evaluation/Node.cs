using Haechi.Rules.Books;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Evaluation;

/// <summary>
/// A condition bound to its questions and rules on one day: names are indexes, parameters are numbers. All evaluators and exporters start from it.
/// </summary>
public abstract record Node;

/// <summary>A fixed outcome: <c>true</c>, <c>false</c>, or a rule that is not in force.</summary>
public sealed record ConstNode(Outcome Value) : Node
{
    /// <summary>Always yes.</summary>
    public static ConstNode Yes { get; } = new(Outcome.Yes);

    /// <summary>Always no.</summary>
    public static ConstNode No { get; } = new(Outcome.No);
}

/// <summary>A bool question. <paramref name="Index"/>: its index among the questions of the set, or among the fields of a list.</summary>
public sealed record BoolNode(Question Question, int Index) : Node
{
    // By reference, here and below: a question is declared once, and going through its texts on every look-up is most of the work of compiling.
    /// <inheritdoc />
    public bool Equals(BoolNode? other) => other is not null && other.Index == Index && ReferenceEquals(other.Question, Question);

    /// <inheritdoc />
    public override int GetHashCode() => Index;
}

/// <summary>An enum or set question has one of the wanted values (ascending indexes into its values).</summary>
public sealed record ChoiceNode(Question Question, int Index, IReadOnlyList<int> Wanted) : Node
{
    /// <inheritdoc />
    public bool Equals(ChoiceNode? other) => other is not null && other.Index == Index && ReferenceEquals(other.Question, Question) && Wanted.SequenceEqual(other.Wanted);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Index, Wanted.Count, Wanted[0]);
}

/// <summary>A comparison of numbers or days.</summary>
public sealed record CompareNode(Operand Left, CompareOp Op, Operand Right) : Node;

/// <summary>The outcome of another rule, by its index in the set.</summary>
public sealed record RuleNode(int Rule, string Id) : Node;

/// <summary>All parts (two or more).</summary>
public sealed record AndNode(IReadOnlyList<Node> Parts) : Node
{
    /// <inheritdoc />
    public bool Equals(AndNode? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc />
    public override int GetHashCode() => Parts.Aggregate(17, (h, p) => HashCode.Combine(h, p));
}

/// <summary>Any part (two or more).</summary>
public sealed record OrNode(IReadOnlyList<Node> Parts) : Node
{
    /// <inheritdoc />
    public bool Equals(OrNode? other) => other is not null && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc />
    public override int GetHashCode() => Parts.Aggregate(19, (h, p) => HashCode.Combine(h, p));
}

/// <summary>The opposite.</summary>
public sealed record NotNode(Node Inner) : Node;

/// <summary>A judgement; see <see cref="Logic.Decide"/>.</summary>
public sealed record DecideNode(Node Review, Node Yes, Node No) : Node;

/// <summary>Some or every record of a list. <paramref name="Body"/> sees the fields of the list only.</summary>
public sealed record QuantifierNode(bool All, Question List, int Index, Node Body) : Node;

/// <summary>A side of a comparison.</summary>
public abstract record Operand;

/// <summary>A number or date question.</summary>
public sealed record FactOperand(Question Question, int Index) : Operand
{
    /// <inheritdoc />
    public bool Equals(FactOperand? other) => other is not null && other.Index == Index && ReferenceEquals(other.Question, Question);

    /// <inheritdoc />
    public override int GetHashCode() => Index;
}

/// <summary>A literal or a parameter's value on the day. <paramref name="Shown"/>: its name or text for people.</summary>
public sealed record ConstOperand(double Value, string Shown, bool IsDate) : Operand;

/// <summary>A score, by its index in the set.</summary>
public sealed record ScoreOperand(int Score, string Id) : Operand;

/// <summary>A score bound on one day.</summary>
public abstract record BoundScore(string Id);

/// <summary>One item of a sum: a condition with points, or a choice question with points per value.</summary>
public sealed record BoundItem(Node? When, double Points, Question? Question, int Index, IReadOnlyList<double> ValuePoints)
{
    /// <summary>What a choice question can still give while it is not answered. An open one may be answered with a value that gives nothing.</summary>
    public ScoreRange Unanswered => Question is { Type: QuestionType.Set }
        ? new ScoreRange(ValuePoints.Where(p => p < 0).Sum(), ValuePoints.Where(p => p > 0).Sum())
        : new ScoreRange(Possible.Min(), Possible.Max());

    private IEnumerable<double> Possible => Question is { Open: true } ? ValuePoints.Append(0) : ValuePoints;
}

/// <summary>A sum.</summary>
public sealed record BoundSum(string Id, IReadOnlyList<BoundItem> Items, double? Cap, bool BlankIsZero) : BoundScore(Id);

/// <summary>A score less a share when a condition holds.</summary>
public sealed record BoundReduction(string Id, int Of, double By, Node When) : BoundScore(Id);

/// <summary>A score in steps.</summary>
public sealed record BoundSteps(string Id, int Of, IReadOnlyList<(double? UpTo, double Is)> Steps) : BoundScore(Id);

/// <summary>The least and the greatest value that a score can still have. Equal when nothing that counts is missing.</summary>
public readonly record struct ScoreRange(double Least, double Greatest)
{
    /// <summary>True when one value is left.</summary>
    public bool IsExact => Least == Greatest;

    /// <summary>Compares two ranges: yes or no only when every value left agrees.</summary>
    public static Outcome Compare(ScoreRange a, CompareOp op, ScoreRange b) => op switch
    {
        CompareOp.Less => Sure(a.Greatest < b.Least, a.Least >= b.Greatest),
        CompareOp.LessOrEqual => Sure(a.Greatest <= b.Least, a.Least > b.Greatest),
        CompareOp.Greater => Sure(a.Least > b.Greatest, a.Greatest <= b.Least),
        CompareOp.GreaterOrEqual => Sure(a.Least >= b.Greatest, a.Greatest < b.Least),
        CompareOp.Equal => Sure(a.IsExact && b.IsExact && a.Least == b.Least, a.Greatest < b.Least || a.Least > b.Greatest),
        _ => Sure(a.Greatest < b.Least || a.Least > b.Greatest, a.IsExact && b.IsExact && a.Least == b.Least),
    };

    private static Outcome Sure(bool yes, bool no) => yes ? Outcome.Yes : no ? Outcome.No : Outcome.Unknown;
}
