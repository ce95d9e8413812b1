using System.Globalization;
using Haechi.Audit.Metrics;
using Haechi.Audit.Reporting;
using Haechi.Audit.Tests.Support;

namespace Haechi.Audit.Tests.Sections;

/// <summary>Whole tables that others published, every value of them.</summary>
public sealed class PublishedTableTests
{
    private const double Z = 1.959963984540054;

    /// <summary>The COMPAS demonstration of aequitas: counts, rates, disparities to three kinds of reference. 770 values, to all digits shown.</summary>
    [Fact]
    public void Every_value_of_aequitas_own_table_comes_out()
    {
        var wrong = new List<string>();
        var reports = new Dictionary<string, AuditReport>
        {
            ["Hispanic"] = Aequitas("Hispanic"),
            ["Caucasian"] = Aequitas("Caucasian"),
            ["majority"] = Aequitas("African-American"),
        };
        var values = File.ReadLines(Path.Combine(Folders.Root, "tests/Audit.Tests/Published/aequitas-compas.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        Assert.Equal(770, values.Count);
        foreach (var v in values)
        {
            var (table, attribute, group, figure, expected) = (v[0], v[1], v[2], v[3], v[4]);
            var found = table switch
            {
                "count" => Count(reports["Hispanic"], group, figure).ToString(CultureInfo.InvariantCulture),
                "rate" => Shown(reports["Hispanic"].Figure(group, figure).Value),
                "minimum" => Shown(Smallest(reports["Hispanic"], attribute, group, figure).Ratio),
                "minimum_group" => Smallest(reports["Hispanic"], attribute, group, figure).Group,
                _ => Shown(reports[table].Of("reference", "ratio", attribute, group, figure).Value),
            };
            if (found != expected)
            {
                wrong.Add($"{string.Join(' ', v)}: {found}");
            }
        }
        Assert.Empty(wrong);
    }

    /// <summary>ProPublica's notebook: logistic regression of a medium or high score, all twelve coefficients and standard errors, and the sentences made from them.</summary>
    [Fact]
    public void ProPublicas_logistic_regression_comes_out()
    {
        var report = Figures.Run("""
            audit: compas
            data:
              decision: {column: score_text, positive: [Medium, High]}
              where:
                - {column: days_b_screening_arrest, from: -30, to: 30}
                - {column: is_recid, not: ["-1"]}
                - {column: c_charge_degree, not: [O]}
                - {column: score_text, not: [N/A]}
            groups: [{column: race, reference: Caucasian}, {column: sex, reference: Male}, {column: age_cat, reference: 25 - 45}]
            controls: [{column: priors_count, number: true}, {column: c_charge_degree, reference: F}, {column: two_year_recid, number: true}]
            replicates: 0
            """, Folders.Shared("data/audit/compas-two-years.csv"));
        (string Attribute, string Group, double Coefficient, double Error)[] published =
        [
            ("*", "*", -1.52554, 0.07851), ("sex", "Female", 0.22127, 0.07951), ("age_cat", "Greater than 45", -1.35563, 0.09908), ("age_cat", "Less than 25", 1.30839, 0.07593),
            ("race", "African-American", 0.47721, 0.06935), ("race", "Asian", -0.25441, 0.47821), ("race", "Hispanic", -0.42839, 0.12813), ("race", "Native American", 1.39421, 0.76612),
            ("race", "Other", -0.82635, 0.16208), ("priors_count", "", 0.26895, 0.01110), ("c_charge_degree", "M", -0.31124, 0.06655), ("two_year_recid", "", 0.68586, 0.06402),
        ];
        foreach (var (attribute, group, coefficient, error) in published)
        {
            var found = report.Of("adjusted", "coefficient", attribute, group);
            found.Is(coefficient, 5);
            Assert.Equal(error, Math.Round((found.High - found.Low) / 2 / Z, 5));
        }
        report.Of("adjusted", "relative_risk", "race", "African-American").Is(1.45284, 5);
        report.Of("adjusted", "relative_risk", "sex", "Female").Is(1.1948, 4);
        report.Of("adjusted", "relative_risk", "age_cat", "Less than 25").Is(2.4961, 4);
    }

    /// <summary>The same notebook: correlation of days in jail and decile, 0.2073297.</summary>
    [Fact]
    public void ProPublicas_correlation_comes_out()
    {
        var lines = File.ReadAllLines(Folders.Shared("data/audit/compas-two-years.csv"));
        var header = lines[0].Split(',').ToList();
        var rows = new List<string> { "sex,days,decile" };
        using var reader = CsvHelper.CsvReader.FromText(string.Join('\n', lines), new CsvHelper.CsvReaderOptions { Separator = ',', HasHeader = false, TrimWhitespace = false, AllowLineBreaksInQuotes = true });
        reader.Read();
        while (reader.Read())
        {
            var cells = reader.Current.ToArray();
            string Of(string column) => cells[header.IndexOf(column)];
            if (double.TryParse(Of("days_b_screening_arrest"), NumberStyles.Float, CultureInfo.InvariantCulture, out var gap) && gap is >= -30 and <= 30 && Of("is_recid") != "-1" && Of("c_charge_degree") != "O" && Of("score_text") != "N/A")
            {
                DateTime Day(string column) => DateTime.Parse(Of(column), CultureInfo.InvariantCulture).Date;
                rows.Add($"{Of("sex")},{(Day("c_jail_out") - Day("c_jail_in")).TotalDays},{Of("decile_score")}");
            }
        }
        Assert.Equal(6172, rows.Count - 1);
        Figures.RunText("audit: jail\ndata: {actual: days, predicted: decile}\ngroups: [sex]\n", string.Join('\n', rows) + "\n").Of("regression", "correlation", "sex", "*").Is(.2073297, 7);
    }

    /// <summary>R's own example of mantelhaen.test on UCBAdmissions: X-squared 1.4269 (here without R's rounding, p 0.2323), common odds ratio 0.9047 with 0.7719 to 1.0603.</summary>
    [Fact]
    public void The_example_of_Rs_mantelhaen_test_comes_out()
    {
        var report = Figures.RunText("audit: berkeley\ndata: {decision: {column: admit, positive: [Admitted]}, count: freq}\ngroups: [{column: gender, reference: Female}]\ncontrols: [dept]\n", Figures.Berkeley);
        var common = report.Of("strata", "or_common", "gender", "Male", "Female");
        Assert.Equal((.9046968, .7719074, 1.0603298), (Math.Round(common.Value, 7), Math.Round(common.Low, 7), Math.Round(common.High, 7)));
        report.Of("strata", "p_common", "gender", "Male", "Female").Is(.2323, 4);
        report.Of("strata", "or_crude", "gender", "Male", "Female").Is(1.84108, 5);
        // Departments are not alike: Breslow and Day find department A.
        Assert.InRange(report.Of("strata", "p_alike", "gender", "Male", "Female").Value, 1e-4, .01);
        Assert.Equal(6, report.Of("strata", "strata", "gender", "Male", "Female").Value);
    }

    private static AuditReport Aequitas(string race) => Figures.Run($$"""
        audit: aequitas
        data: {outcome: label_value, decision: score}
        groups: [{column: race, reference: {{race}}}, {column: sex, reference: Male}, {column: age_cat, reference: 25 - 45}]
        replicates: 0
        """, Folders.Shared("data/audit/compas-aequitas.csv"));

    private static string Shown(double value) => value.ToString("0.000000", CultureInfo.InvariantCulture);

    private static long Count(AuditReport report, string group, string figure)
    {
        long Part(string metric, bool hits)
        {
            var e = report.Figure(group, metric);
            return hits ? (long)Math.Round(e.Value * e.Denominator) : e.Denominator;
        }
        return figure switch
        {
            "pp" => Part("ppv", false), "pn" => Part("npv", false), "fp" => Part("fpr", true), "fn" => Part("fnr", true), "tn" => Part("tnr", true), "tp" => Part("tpr", true),
            "group_label_pos" => Part("tpr", false), "group_label_neg" => Part("fpr", false), _ => report.Figure(group, "sel").N,
        };
    }

    private static (double Ratio, string Group) Smallest(AuditReport report, string attribute, string group, string figure)
    {
        var groups = report.Sets.Single(s => s.Attributes is [var a] && a == attribute).Groups;
        Estimate Of(GroupFigures g) => g.Figures.Single(f => f.Metric == figure).Estimate;
        var smallest = groups.MinBy(g => Of(g).Value)!;
        return (Of(groups.Single(g => g.Levels[0] == group)).Value / Of(smallest).Value, smallest.Levels[0]);
    }
}
