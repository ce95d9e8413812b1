using Haechi.Audit.Cells;
using Haechi.Audit.Metrics;
using Haechi.Audit.Planning;
using Haechi.Audit.Reporting;
using Haechi.Audit.Sides;

namespace Haechi.Audit.Tests.Support;

/// <summary>Runs a plan over text or a file and finds single figures in the report.</summary>
internal static class Figures
{
    /// <summary>Admissions to Berkeley in autumn 1973 (Bickel, Hammel and O'Connell 1975; R's UCBAdmissions): the six largest departments.</summary>
    public const string Berkeley = """
        admit,gender,dept,freq
        Admitted,Male,A,512
        Rejected,Male,A,313
        Admitted,Female,A,89
        Rejected,Female,A,19
        Admitted,Male,B,353
        Rejected,Male,B,207
        Admitted,Female,B,17
        Rejected,Female,B,8
        Admitted,Male,C,120
        Rejected,Male,C,205
        Admitted,Female,C,202
        Rejected,Female,C,391
        Admitted,Male,D,138
        Rejected,Male,D,279
        Admitted,Female,D,131
        Rejected,Female,D,244
        Admitted,Male,E,53
        Rejected,Male,E,138
        Admitted,Female,E,94
        Rejected,Female,E,299
        Admitted,Male,F,22
        Rejected,Male,F,351
        Admitted,Female,F,24
        Rejected,Female,F,317
        """;

    public static AuditReport Run(string plan, string file, int threads = 1)
    {
        var read = PlanReader.Read(plan, "plan.yaml");
        return AuditRun.Of(read, AuditData.Read(file, read, threads), threads);
    }

    /// <summary>What a plan counts in a text.</summary>
    public static CellDocument Cells(string plan, string text)
    {
        var file = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(file, text);
            return AuditData.Read(file, PlanReader.Read(plan, "plan.yaml"), 1);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A figure of a section; the test fails when it is not there.</summary>
    public static Estimate Of(this AuditReport report, string section, string figure, params string[] keys)
    {
        var found = report.Section(section);
        Assert.True(found is not null, $"no section {section}; there are {string.Join(", ", report.Sections.Select(s => s.Id))}");
        return found.Find(figure, keys) ?? throw new KeyNotFoundException($"{section}: {figure} of {string.Join(", ", keys)}; rows: {string.Join("; ", found.Rows.Take(5).Select(r => string.Join(", ", r.Keys)))}");
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
