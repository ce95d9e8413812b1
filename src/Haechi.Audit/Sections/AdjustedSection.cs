using System.Globalization;
using Haechi.Audit.Cells;
using Haechi.Audit.Inference;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sections;

/// <summary>A logistic regression of the decision on all groups and controls at once. The reference of each attribute is the plan's; where it names none, the largest group.</summary>
internal static class AdjustedSection
{
    private static readonly string[] Ids = ["coefficient", "odds_ratio", "relative_risk"];
    private const int MostTerms = 200;

    private sealed record Term(int Dimension, string Name, string Level, bool Number);

    public static IEnumerable<ReportSection> Of(SectionInput input)
    {
        if (input.Plan.Controls.Count == 0 || !input.Has(DimensionRole.Decision) || input.Table.Withheld.Count > 0)
        {
            yield break;
        }
        var (terms, references) = Terms(input);
        if (terms.Count is 0 or > MostTerms)
        {
            yield break;
        }
        var patterns = Patterns(input, terms, out var rows);
        var fit = rows == 0 ? null : LogisticFit.Of(patterns, terms.Count);
        var shown = terms.Select((t, i) => new SectionRow([t.Name, t.Number ? "" : t.Level], [.. Figures(input, fit, i + 1, t.Number, Count(input, t), rows)])).ToList();
        shown.Insert(0, new SectionRow(["*", "*"], [.. Figures(input, fit, 0, true, rows, rows)]));
        yield return new ReportSection("adjusted", new("다른 속성을 함께 고려한 모형", "A model of all attributes at once"),
            new($"로지스틱 회귀(최대우도). 기준: {references}. 위험비는 상수항의 확률에서 옮긴 값입니다(Zhang과 Yu 1998). *은 상수항.", $"Logistic regression (maximum likelihood). Reference: {references}. The relative risk is carried over from the chance at the constant (Zhang and Yu 1998). * is the constant."),
            [SectionInput.Attribute, SectionInput.Group], shown);
    }

    private static IEnumerable<Figure> Figures(SectionInput input, LogisticFit? fit, int at, bool number, long n, long all)
    {
        if (fit is not { Converged: true } || double.IsNaN(fit.Coefficients[at]))
        {
            // What the others determine has no estimate of its own; what can be told apart wholly has no finite one.
            return Ids.Select(id => new Figure(id, Estimate.None(all == 0 ? Reasons.NoDenominator : Reasons.Undefined, n, all)));
        }
        var (b, error) = (fit.Coefficients[at], fit.Errors[at]);
        var control = 1 / (1 + Math.Exp(-fit.Coefficients[0]));
        double Risk(double x) => Math.Exp(x) / (1 - control + (control * Math.Exp(x)));
        var risk = number ? Estimate.None(Reasons.Undefined, n, all) : input.Sized(Estimate.Of(Risk(b), n, all)) is { IsKnown: true } known ? known with { Low = Risk(b - (input.Z * error)), High = Risk(b + (input.Z * error)) } : Estimate.None(Reasons.TooFew, n, all);
        return [new("coefficient", input.Around(b, error, n, all)), new("odds_ratio", input.Ratio(b, error, n, all)), new("relative_risk", risk)];
    }

    private static (List<Term> Terms, string References) Terms(SectionInput input)
    {
        var (terms, references) = (new List<Term>(), new List<string>());
        foreach (var plan in input.Plan.Groups.Concat(input.Plan.Controls))
        {
            var dimension = input.Table.IndexOf(plan.Attribute.Name);
            if (dimension < 0)
            {
                continue;
            }
            if (plan.Number)
            {
                terms.Add(new Term(dimension, plan.Attribute.Name, "", true));
                continue;
            }
            var levels = input.Table.Dimensions[dimension].Levels;
            var reference = plan.Reference is { } named && levels.Contains(named) ? named : Largest(input.Table, dimension);
            references.Add($"{plan.Attribute.Name} = {reference}");
            terms.AddRange(levels.Where(l => l != reference && Count(input, new Term(dimension, "", l, false)) > 0).Select(l => new Term(dimension, plan.Attribute.Name, l, false)));
        }
        return (terms, string.Join(", ", references));
    }

    private static string Largest(CellTable table, int dimension) =>
        table.Dimensions[dimension].Levels[Enumerable.Range(0, table.Length).GroupBy(c => table.Code(c, dimension)).Select(g => (g.Key, Sum: g.Sum(table.Count))).OrderByDescending(g => g.Sum).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault()];

    private static long Count(SectionInput input, Term term)
    {
        var table = input.Table;
        var level = term.Number ? -1 : table.Dimensions[term.Dimension].IndexOf(term.Level);
        return Enumerable.Range(0, table.Length).Where(c => level < 0 || table.Code(c, term.Dimension) == level).Sum(table.Count);
    }

    /// <summary>Cells with a decision, and with a number wherever a control is one.</summary>
    private static List<CovariatePattern> Patterns(SectionInput input, List<Term> terms, out long rows)
    {
        var (table, states) = (input.Table, new CellStates(input.Table, input.Positive));
        var found = new Dictionary<string, (double[] X, double Yes, double All)>(StringComparer.Ordinal);
        rows = 0;
        for (var cell = 0; cell < table.Length; cell++)
        {
            var decision = states.Decision(cell);
            var x = terms.Select(t => t.Number ? Value(table.Dimensions[t.Dimension].Levels[table.Code(cell, t.Dimension)]) : table.Dimensions[t.Dimension].Levels[table.Code(cell, t.Dimension)] == t.Level ? 1.0 : 0).ToArray();
            if (decision < 0 || x.Any(double.IsNaN))
            {
                continue;
            }
            var key = string.Join(',', x.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
            var (_, yes, all) = found.GetValueOrDefault(key);
            found[key] = (x, yes + (decision * states.Weight(cell)), all + states.Weight(cell));
            rows += table.Count(cell);
        }
        return [.. found.Values.Select(p => new CovariatePattern(p.X, p.Yes, p.All))];
    }

    private static double Value(string level) => Reading.Levels.Number(level, out var number) ? number : double.NaN;
}
