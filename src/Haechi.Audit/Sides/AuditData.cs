using Haechi.Audit.Cells;
using Haechi.Audit.Planning;
using Haechi.Audit.Reading;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Sides;

/// <summary>Everything that a plan asks of a file: its cells, and the counts beside them. The file is passed over once for the cells and once for each table beside them.</summary>
public static class AuditData
{
    /// <summary>Reads a file as <see cref="DataFile.Read"/> does, with the tables beside the cells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="threads">How many threads count; the result does not depend on it.</param>
    /// <param name="progress">Told the share of the first pass that is done.</param>
    /// <exception cref="AuditRefusedException">The file cannot be read as asked; every reason is named.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static CellDocument Read(string path, AuditPlan plan, int threads = 0, IProgress<double>? progress = null)
    {
        var read = DataFile.Read(path, plan.Cells, threads, progress);
        CellTable Pass(CellSpec spec) => DataFile.Read(path, spec, threads).Table;
        var sides = new List<SideTable>();
        sides.AddRange(Features(plan, Pass));
        sides.AddRange(plan.Ranking is { } ranking ? RankingTables.Of(plan, ranking, Pass(RankingTables.Spec(plan, ranking))) : []);
        sides.AddRange(plan.Privacy is { } privacy ? EqualClasses.Of(plan, privacy, Pass) : []);
        sides.AddRange(plan.Person is { } person ? Persons(plan, person, Pass) : []);
        return new CellDocument(read.Table, read.Notes) { Sides = [.. sides.OrderBy(s => s.Name, StringComparer.Ordinal)] };
    }

    /// <summary>A specification that counts other columns of the same rows.</summary>
    internal static CellSpec Other(AuditPlan plan, IEnumerable<AttributeSpec> attributes) => new()
    {
        Attributes = [.. attributes],
        Weight = plan.Cells.Weight,
        Count = plan.Cells.Count,
        Filters = plan.Cells.Filters,
        MissingTokens = plan.Cells.MissingTokens,
    };

    private static IEnumerable<SideTable> Features(AuditPlan plan, Func<CellSpec, CellTable> pass)
    {
        var others = plan.Groups.Concat(plan.Period is { } period ? [period] : []).Select(g => g.Attribute).ToList();
        foreach (var column in plan.Features)
        {
            // The feature's own name could be that of an attribute.
            var feature = new AttributeSpec("\u0001", column, DimensionRole.Group);
            var table = FeatureBands.Of(pass(Other(plan, [feature, .. others])));
            for (var other = 0; other < others.Count; other++)
            {
                yield return new SideTable(SideNames.Feature(column, others[other].Name), FeatureBands.Named(table.Over([0, other + 1]), column));
            }
        }
    }

    private static IEnumerable<SideTable> Persons(AuditPlan plan, string person, Func<CellSpec, CellTable> pass)
    {
        var groups = plan.Groups.Select(g => g.Attribute).ToList();
        var whose = new AttributeSpec("\u0001", person, DimensionRole.Group);
        var table = pass(plan.Cells with { Attributes = [.. groups, whose], KeepScores = false, Actual = null, Predicted = null, Weight = null, Count = null });
        var positive = PositiveLabels.Of(plan, table);
        foreach (var set in GroupingSets.Of(plan).Prepend([]))
        {
            yield return new SideTable(SideNames.Persons(set.Select(g => g.Attribute.Name)), PersonPatterns.Of(table, positive, [.. set.Select(g => table.IndexOf(g.Attribute.Name))], table.IndexOf("\u0001")));
        }
    }
}
