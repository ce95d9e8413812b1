using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Reading;
using Haechi.Audit.Reporting;

namespace Haechi.Audit.Tests.Support;

/// <summary>Runs a plan over text or a file and finds single figures in the report.</summary>
internal static class Figures
{
    public static AuditReport Run(string plan, string file, int threads = 1)
    {
        var read = PlanReader.Read(plan, "plan.yaml");
        var (table, notes) = DataFile.Read(file, read.Cells, threads);
        return AuditRun.Of(read, new CellDocument(table, notes), threads);
    }

    public static AuditReport RunText(string plan, string text, string extension = ".csv")
    {
        var file = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():N}{extension}");
        try
        {
            File.WriteAllText(file, text);
            return Run(plan, file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static Estimate Figure(this AuditReport report, string group, string metric)
    {
        var all = report.Sets.SelectMany(s => s.Groups).ToList();
        var found = group == "*" ? report.Sets[0].Everybody : all.Single(g => string.Join('|', g.Levels) == group);
        return found.Figures.Single(f => f.Metric == metric).Estimate;
    }

    public static void Is(this Estimate estimate, double expected, int digits) => Assert.Equal(expected, Math.Round(estimate.Value, digits, MidpointRounding.AwayFromZero), 12);
}
