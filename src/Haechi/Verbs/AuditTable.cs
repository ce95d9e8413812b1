using System.Globalization;
using Haechi.Audit.Reporting;
using Haechi.Audit.Sections;

namespace Haechi.Verbs;

/// <summary>A report of an audit for a terminal.</summary>
internal static class AuditTable
{
    private const int MostFigures = 4;
    private const int MostSectionFigures = 6;
    private const int MostRows = 12;

    public static void Print(AuditReport report, TextWriter output, string language)
    {
        string Say(string ko, string en) => language == "ko" ? ko : en;
        output.WriteLine(TextTable.OneLine(report.Plan.Title.In(language), 120));
        output.WriteLine($"{Say("사례", "cases")} {report.Cells.Table.Rows.ToString("N0", CultureInfo.InvariantCulture)}, {Say("칸", "cells")} {report.Cells.Table.Length.ToString("N0", CultureInfo.InvariantCulture)}, SHA-256 {report.CellsHash[..16]}");
        foreach (var set in report.Sets)
        {
            output.WriteLine();
            var shown = Shown(report, set);
            List<IReadOnlyList<string>> rows = [[string.Join(" × ", set.Attributes), "n", .. shown.Select(m => ReportWords.Metric(m).In(language))]];
            rows.AddRange(set.Groups.Append(set.Everybody).Select(g => (IReadOnlyList<string>)
                [TextTable.OneLine(ReportWords.Group(g.Levels, language), 40), g.N.ToString("N0", CultureInfo.InvariantCulture), .. shown.Select(m => ReportWords.Figure(g.Figures.First(f => f.Metric == m).Estimate, language))]));
            TextTable.Print(output, "", rows);
        }
        foreach (var check in report.Checks)
        {
            output.WriteLine();
            output.WriteLine($"{string.Join(" × ", check.Attributes)}: {ReportWords.Say(check.Check).In(language)}: {ReportWords.Say(check.Verdict).In(language)}");
            TextTable.Print(output, "  ", [.. check.Comparisons.Select(c => (IReadOnlyList<string>)
                [TextTable.OneLine($"{ReportWords.Group(c.Levels, language)} : {ReportWords.Group(c.Other ?? [], language)}", 60), ReportWords.Figure(c.Value, language), ReportWords.Say(c.Verdict).In(language)])]);
        }
        foreach (var section in report.Sections)
        {
            Section(output, section, language);
        }
        Remarks(output, Say("보지 못한 것", "Not seen"), report.Unseen.Select(r => r.In(language)));
        Remarks(output, Say("함께 지킬 수 없는 기준", "Criteria that conflict"), report.Conflicts.Select(r => r.In(language)));
        if (report.Verdict is { } verdict)
        {
            output.WriteLine();
            output.WriteLine($"{Say("판정", "Verdict")}: {ReportWords.Say(verdict).In(language)}");
        }
    }

    /// <summary>A terminal holds few columns and rows; the rest is in the report as JSON and HTML.</summary>
    private static void Section(TextWriter output, ReportSection section, string language)
    {
        output.WriteLine();
        output.WriteLine(section.Title.In(language));
        var figures = section.Rows[0].Figures.Select(f => f.Metric).Take(MostSectionFigures).ToList();
        List<IReadOnlyList<string>> rows = [[.. section.KeyNames.Select(k => k.In(language)), .. figures.Select(f => ReportWords.Metric(f).In(language))]];
        rows.AddRange(section.Rows.Take(MostRows).Select(r => (IReadOnlyList<string>)
            [.. r.Keys.Select(k => TextTable.OneLine(SectionHtml.Key(k, language), 30)), .. figures.Select(f => ReportWords.Figure(r.Figures.First(x => x.Metric == f).Estimate, language))]));
        TextTable.Print(output, "", rows);
        if (section.Rows.Count > MostRows)
        {
            output.WriteLine(language == "ko" ? $"… {section.Rows.Count - MostRows}줄은 JSON과 HTML 보고서에 있습니다." : $"… {section.Rows.Count - MostRows} more rows are in the JSON and HTML reports.");
        }
    }

    /// <summary>A terminal holds few columns: what the checks and the plan ask for, else the first figures.</summary>
    private static List<string> Shown(AuditReport report, SetFigures set)
    {
        var there = set.Everybody.Figures.Select(f => f.Metric).ToList();
        return [.. report.Plan.Checks.Select(c => c.Metric).Concat(report.Plan.Metrics).Concat(there).Distinct().Where(there.Contains).Take(MostFigures)];
    }

    private static void Remarks(TextWriter output, string title, IEnumerable<string> remarks)
    {
        var all = remarks.ToList();
        if (all.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(title);
            all.ForEach(r => output.WriteLine($"- {r}"));
        }
    }
}
