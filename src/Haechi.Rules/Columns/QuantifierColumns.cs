using Haechi.Rules.Evaluation;

namespace Haechi.Rules.Columns;

/// <summary>Evaluates "some" and "every" over list columns: the body over all inner records at once, then joined for each outer record.</summary>
internal static class QuantifierColumns
{
    public static OutcomeColumn Evaluate(QuantifierNode quantifier, DatedRules dated, FactColumns facts)
    {
        var result = new OutcomeColumn(facts.Count, hasReview: false);
        if (!facts.Columns.TryGetValue(quantifier.List.Id, out var found) || found is not ListColumn list)
        {
            return result;
        }
        var (program, slot) = ColumnProgram.CompileBody(dated, quantifier.Body);
        var body = ColumnRun.Evaluate(program, slot, list.Inner);
        for (var i = 0; i < facts.Count; i++)
        {
            if (list.Known[i])
            {
                var outcome = Join(quantifier.All, body, list.Offsets[i], list.Offsets[i + 1]);
                result.Yes[i] = outcome == Outcome.Yes;
                result.No[i] = outcome == Outcome.No;
            }
        }
        return result;
    }

    private static Outcome Join(bool all, OutcomeColumn body, int from, int to)
    {
        var outcome = all ? Outcome.Yes : Outcome.No;
        for (var i = from; i < to; i++)
        {
            outcome = all ? Logic.And(outcome, body[i]) : Logic.Or(outcome, body[i]);
        }
        return outcome;
    }
}
