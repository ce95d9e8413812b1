using Haechi.Rules.Books;
using Haechi.Rules.Duties;
using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Duties;

public sealed class DutyTests
{
    private static readonly (string, object?)[] HighRail =
    [
        ("area", new[] { "rail" }), ("grave", true), ("owner", "city"), ("generative", false), ("faces_users", true), ("street", false), ("secret", false), ("flop", 1),
        ("starts", new DateOnly(2026, 11, 1)),
    ];

    [Fact]
    public void A_book_that_is_only_announced_creates_no_duty()
    {
        var determination = Example.Both.On("2026-01-21", HighRail);
        Assert.Equal(Outcome.Yes, determination.Outcome("high"));
        Assert.Empty(determination.Duties);
        Assert.Contains(determination.Announced, d => d.Duty.Id == "notice");
        Assert.Empty(determination.Open);
    }

    [Fact]
    public void A_guideline_makes_every_must_a_should()
    {
        var city = Example.Both.On("2026-04-01", [.. HighRail, ("trial", false)]).Duty("assessment");
        Assert.Equal((BookStage.Guideline, Modality.Should, "city_assess"), (city.Stage, city.Strength, city.Rule));
    }

    [Fact]
    public void A_grace_period_never_switches_a_duty_off()
    {
        var city = Example.Both.On("2026-10-01", [.. HighRail, ("trial", false)]).Duty("assessment");
        Assert.Equal((Modality.Must, (DateOnly?)new DateOnly(2027, 1, 1)), (city.Strength, city.PenaltiesFrom));
    }

    [Fact]
    public void A_stronger_duty_of_a_lower_book_keeps_the_upper_one_behind_it()
    {
        var city = Example.Both.On("2026-11-01", [.. HighRail, ("trial", false)]).Duty("assessment");
        Assert.Equal(("assess", Modality.Should), (city.Strengthens!.Rule, city.Strengthens.Strength));
        Assert.Equal(new DateOnly(2026, 10, 2), city.Due.Day);
        Assert.Equal(new DateOnly(2026, 10, 22), city.Strengthens.Due.Day);
    }

    [Fact]
    public void An_exception_that_holds_takes_the_place_of_the_duty()
    {
        var city = Example.Both.On("2026-11-01", [.. HighRail, ("trial", true)]).Duty("assessment");
        Assert.Equal(("city_assess/later", "City 12", DutyState.Owed), (city.Rule, city.Cite, city.State));
        Assert.Equal(new DateOnly(2027, 1, 30), city.Due.Day);
    }

    [Fact]
    public void An_exception_without_a_duty_lifts_it_and_leaves_the_upper_duty_alone()
    {
        var determination = Example.Both.On("2026-11-01", [.. HighRail.Where(f => f.Item1 != "secret"), ("trial", false), ("secret", true)]);
        Assert.Equal("assess", determination.Duty("assessment").Rule);
    }

    [Fact]
    public void An_exception_that_is_unknown_leaves_the_duty_undecided_with_both_days()
    {
        var determination = Example.Both.On("2026-11-01", HighRail);
        var city = determination.Duty("assessment");
        Assert.Equal((DutyState.Undecided, (DateOnly?)new DateOnly(2026, 10, 2)), (city.State, city.Due.Day));
        Assert.Equal([("later", new DueDate(new DateOnly(2027, 1, 30), null), false)], city.Otherwise);
        Assert.Equal("trial", determination.Ask[0]);
    }

    [Fact]
    public void Two_exceptions_at_once_are_a_conflict()
    {
        var city = Example.Both.On("2026-11-01", [.. HighRail.Where(f => f.Item1 != "secret"), ("trial", true), ("secret", true)]).Duty("assessment");
        Assert.Equal(DutyState.Conflict, city.State);
        Assert.Equal(["later", "none"], city.Otherwise.Select(o => o.Exception));
        Assert.Equal([false, true], city.Otherwise.Select(o => o.NoDuty));
    }

    [Fact]
    public void A_duty_whose_rule_is_unknown_is_open_and_not_owed()
    {
        var determination = Example.Both.On("2026-03-01", ("generative", true));
        Assert.DoesNotContain(determination.Duties, d => d.Duty.Id == "notice");
        Assert.Contains(determination.Open, o => o is { Id: "notice", Outcome: Outcome.Unknown });
    }

    [Fact]
    public void A_duty_whose_day_is_missing_waits_for_it()
    {
        var determination = Example.Both.On("2026-03-01", ("generative", true), ("faces_users", true), ("grave", false), ("street", false), ("flop", 1));
        Assert.Equal(new DueDate(null, "starts"), determination.Duty("notice").Due);
        Assert.Equal(["starts"], determination.Ask);
    }

    [Fact]
    public void The_strongest_and_earliest_duty_comes_first()
    {
        var duties = Example.Both.On("2026-11-01", [.. HighRail, ("trial", true)]).Duties;
        Assert.Equal(["notice", "assessment"], duties.Select(d => d.Duty.Id));
    }

    [Theory]
    [InlineData("2026-10-31", false)]
    [InlineData("2026-11-01", true)]
    [InlineData("2026-11-30", true)]
    [InlineData("2026-12-01", false)]
    public void Waiver_cannot_outlive_the_trial(string day, bool waived)
    {
        var waiver = new Waiver("Council 12", ["notice"], ["case"], new(2026, 11, 1), new(2026, 11, 30));
        var determination = Example.Both.On(day, [waiver], null, [.. HighRail, ("trial", false)]);
        Assert.Equal(waived ? waiver : null, determination.Duty("notice").Waiver);
        Assert.Equal(Outcome.Yes, determination.Outcome("notice"));
        Assert.Equal(new DateOnly(2026, 11, 1), determination.Duty("notice").Due.Day);
        Assert.Null(determination.Duty("assessment").Waiver);
    }

    [Fact]
    public void A_lifted_duty_hides_nothing_that_an_upper_book_asks()
    {
        Waiver Lifting(params string[] rules) => new("Council 12", rules, ["case"], new(2026, 11, 1), new(2026, 11, 30));
        OwedDuty[] Assessments(params string[] rules) => [.. Example.Both.On("2026-11-02", [Lifting(rules)], null, [.. HighRail, ("trial", false)]).Duties.Where(d => d.Duty.Id == "assessment")];
        Assert.Equal("assess", Assert.Single(Assessments("notice")).Strengthens?.BaseRule);
        Assert.Equal([("city_assess", true), ("assess", false)], Assessments("city_assess").Select(d => (d.BaseRule, d.Waiver is not null)));
        Assert.Equal([("city_assess", true)], Assessments("city_assess", "assess").Select(d => (d.BaseRule, d.Waiver is not null)));
    }

    [Theory]
    [InlineData("[\"other\"]", false)]
    [InlineData("[\"case\"]", true)]
    [InlineData("[]", true)]
    public void A_waiver_names_its_records_or_means_all(string records, bool covers)
    {
        var (waivers, findings) = ReadWaivers($$"""{"waivers": [{"by": "C", "rules": ["notice"], "records": {{records}}, "from": "2026-01-01", "until": "2026-12-31"}]}""");
        Assert.Empty(findings);
        Assert.Equal(covers, waivers.Single().Covers("notice", "case", new(2026, 6, 1)));
    }

    [Theory]
    [InlineData("{waivers: [{by: C, rules: [notise], from: 2026-01-01, until: 2026-12-31}]}", "unknown-name")]
    [InlineData("{waivers: [{by: C, rules: [notice], from: 2026-01-01, until: 2025-12-31}]}", "wrong-value")]
    [InlineData("{waivers: [{by: C, rules: [notice], from: 2026-01-01}]}", "missing-key")]
    [InlineData("{waivers: [{by: C, rules: [], from: 2026-01-01, until: 2026-12-31}]}", "missing-key")]
    [InlineData("{waivers: [notice]}", "wrong-value")]
    [InlineData("{waiver: []}", "wrong-value")]
    public void A_waiver_that_cannot_be_read_is_refused(string text, string code) => Assert.Contains(ReadWaivers(text).Findings, f => f.Code == code && f.Place.Line > 0);

    private static (IReadOnlyList<Waiver> Waivers, IReadOnlyList<Finding> Findings) ReadWaivers(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            var findings = new Findings();
            return (Waiver.ReadFile(file, Example.Both, findings), findings.All);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
