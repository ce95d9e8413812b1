using Haechi.Rules.Books;
using Haechi.Rules.Evaluation;
using Haechi.Rules.Syntax;

namespace Haechi.Rules.Export;

/// <summary>The SQL of scores: two columns each, the least and the greatest value that is still possible.</summary>
internal static class SqlScores
{
    public static string Min(string id) => SqlWriter.Name($"score/{id}/min");

    public static string Max(string id) => SqlWriter.Name($"score/{id}/max");

    /// <summary>See <see cref="ScoreRange.Compare"/>.</summary>
    public static string Compare((string Min, string Max) a, CompareOp op, (string Min, string Max) b)
    {
        var (yes, no) = op switch
        {
            CompareOp.Less => ($"{a.Max} < {b.Min}", $"{a.Min} >= {b.Max}"),
            CompareOp.LessOrEqual => ($"{a.Max} <= {b.Min}", $"{a.Min} > {b.Max}"),
            CompareOp.Greater => ($"{a.Min} > {b.Max}", $"{a.Max} <= {b.Min}"),
            CompareOp.GreaterOrEqual => ($"{a.Min} >= {b.Max}", $"{a.Max} < {b.Min}"),
            CompareOp.Equal => (Same(a, b), Apart(a, b)),
            _ => (Apart(a, b), Same(a, b)),
        };
        return $"(CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END)";
    }

    private static string Same((string Min, string Max) a, (string Min, string Max) b) => $"({a.Min} = {a.Max} AND {b.Min} = {b.Max} AND {a.Min} = {b.Min})";

    private static string Apart((string Min, string Max) a, (string Min, string Max) b) => $"({a.Max} < {b.Min} OR {a.Min} > {b.Max})";

    public static (string Min, string Max) Range(DatedRules rules, int index, Func<Node, string> value)
    {
        switch (rules.Scores[index])
        {
            case BoundSum sum:
                var items = sum.Items.Select(i => Item(i, sum.BlankIsZero, value)).ToList();
                return (Cap(Add(items.Select(i => i.Min)), sum.Cap), Cap(Add(items.Select(i => i.Max)), sum.Cap));
            case BoundReduction reduction:
                return Reduce(reduction, rules.Scores[reduction.Of].Id, value(reduction.When));
            case BoundSteps steps:
                var of = rules.Scores[steps.Of].Id;
                return (FirstReached(Touches(steps, of).OrderBy(s => s.Is)), FirstReached(Touches(steps, of).OrderByDescending(s => s.Is)));
            default:
                throw new InvalidOperationException(rules.Scores[index].GetType().Name);
        }
    }

    private static string Add(IEnumerable<string> parts) => $"({string.Join(" + ", parts.DefaultIfEmpty(SqlWriter.Number(0)))})";

    private static string Cap(string sum, double? cap) => cap is { } c ? Lesser(sum, SqlWriter.Number(c)) : sum;

    private static string Lesser(string a, string b) => $"(CASE WHEN {a} <= {b} THEN {a} ELSE {b} END)";

    private static string Greater(string a, string b) => $"(CASE WHEN {a} >= {b} THEN {a} ELSE {b} END)";

    private static (string Min, string Max) Item(BoundItem item, bool blankIsZero, Func<Node, string> value)
    {
        if (item.When is { } when)
        {
            string Of(double unknown) => $"(CASE WHEN {value(when)} THEN {SqlWriter.Number(item.Points)} WHEN NOT {value(when)} THEN {SqlWriter.Number(0)} ELSE {SqlWriter.Number(blankIsZero ? 0 : unknown)} END)";
            return (Of(Math.Min(0, item.Points)), Of(Math.Max(0, item.Points)));
        }
        var question = item.Question!;
        var isSet = question.Type == QuestionType.Set;
        var unanswered = blankIsZero ? default : item.Unanswered;
        var points = isSet
            ? Add(question.Values.Select((v, i) => $"(CASE WHEN {SqlWriter.Name($"{question.Id}={v.Id}")} THEN {SqlWriter.Number(item.ValuePoints[i])} ELSE {SqlWriter.Number(0)} END)"))
            : $"(CASE {SqlWriter.Name(question.Id)} {string.Join(' ', question.Values.Select((v, i) => $"WHEN {SqlWriter.Text(v.Id)} THEN {SqlWriter.Number(item.ValuePoints[i])}"))} ELSE {SqlWriter.Number(0)} END)";
        var known = SqlWriter.Name(isSet ? $"{question.Id}={question.Values[0].Id}" : question.Id);
        string Or(double unknown) => $"(CASE WHEN {known} IS NULL THEN {SqlWriter.Number(unknown)} ELSE {points} END)";
        return (Or(unanswered.Least), Or(unanswered.Greatest));
    }

    private static (string Min, string Max) Reduce(BoundReduction reduction, string of, string when)
    {
        string Less(string x) => $"FLOOR({SqlWriter.Number(1 - reduction.By)} * {x} + {SqlWriter.Number(0.5)})";
        var (a, b) = (Less(Min(of)), Less(Max(of)));
        string Choose(string reduced, string whole, string either) => $"(CASE WHEN {when} THEN {reduced} WHEN NOT {when} THEN {whole} ELSE {either} END)";
        return (Choose(Lesser(a, b), Min(of), Lesser(Min(of), Lesser(a, b))), Choose(Greater(a, b), Max(of), Greater(Max(of), Greater(a, b))));
    }

    /// <summary>Each step with the condition that the range of the score touches it.</summary>
    private static IEnumerable<(double Is, string When)> Touches(BoundSteps steps, string of) => steps.Steps.Select((s, i) =>
        (s.Is, string.Join(" AND ", new[]
        {
            i > 0 ? $"{Max(of)} > {SqlWriter.Number(steps.Steps[i - 1].UpTo!.Value)}" : "TRUE",
            s.UpTo is { } end ? $"{Min(of)} <= {SqlWriter.Number(end)}" : "TRUE",
        })));

    private static string FirstReached(IEnumerable<(double Is, string When)> steps) =>
        $"(CASE {string.Join(' ', steps.Select(s => $"WHEN {s.When} THEN {SqlWriter.Number(s.Is)}"))} END)";
}
