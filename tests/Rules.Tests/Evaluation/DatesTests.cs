using Haechi.Rules.Tests.Support;

namespace Haechi.Rules.Tests.Evaluation;

public sealed class DatesTests
{
    [Theory]
    [InlineData("2026-01-23", "health", Outcome.Yes)]
    [InlineData("2026-01-23", "digital_medical_device", Outcome.No)]
    [InlineData("2026-01-24", "digital_medical_device", Outcome.Yes)]
    [InlineData("2025-01-01", "health", Outcome.No)]
    [InlineData("2025-01-02", "health", Outcome.Yes)]
    public void A_version_begins_on_its_day(string day, string area, Outcome expected) =>
        Assert.Equal(expected, Example.Both.On(day, ("area", new[] { area }), ("grave", true)).Outcome("high"));

    [Fact]
    public void A_version_carries_its_own_citation()
    {
        Assert.Equal("Art. 2(a)", Example.Both.On(TextBooks.Day("2026-01-23")).Find("health")!.Cite);
        Assert.Equal("Suppl. 1", Example.Both.On(TextBooks.Day("2026-01-24")).Find("health")!.Cite);
    }

    [Theory]
    [InlineData("2026-12-31", Outcome.Yes)]
    [InlineData("2027-01-01", Outcome.No)]
    public void A_parameter_changes_on_its_day(string day, Outcome expected) => Assert.Equal(expected, Example.Both.On(day, ("flop", 1e26)).Outcome("much_compute"));

    [Theory]
    [InlineData(9.999e25, Outcome.No)]
    [InlineData(1e26, Outcome.Yes)]
    [InlineData(1.001e26, Outcome.Yes)]
    public void A_threshold_counts_from_itself_on(double flop, Outcome expected) => Assert.Equal(expected, Example.Both.On("2026-03-01", ("flop", flop)).Outcome("much_compute"));

    [Theory]
    [InlineData("2026-01-31", Outcome.Yes)]
    [InlineData("2026-02-01", Outcome.No)]
    public void The_last_day_belongs_to_a_version(string day, Outcome expected)
    {
        var set = TextBooks.Set(TextBooks.Small("rules:\n  - {id: r, cite: A, from: 2026-01-01, until: 2026-01-31, when: a}\n"));
        Assert.Equal(expected, set.On(day, ("a", true)).Outcome("r"));
    }

    [Fact]
    public void Every_day_on_which_something_changes_is_known() =>
        Assert.Equal(["2025-01-02", "2026-01-01", "2026-01-22", "2026-01-24", "2026-04-01", "2026-10-01", "2027-01-01"],
            Example.Both.Edges().Select(d => d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_missing_answer_does_not_become_a_no()
    {
        var determination = Example.Both.On("2026-03-01", ("area", new[] { "rail" }), ("grave", true));
        Assert.Equal(Outcome.Unknown, determination.Outcome("high"));
        Assert.Equal("owner", determination.Ask[0]);
        Assert.Equal(Outcome.No, Example.Both.On("2026-03-01", ("area", Array.Empty<string>()), ("grave", true)).Outcome("high"));
    }
}
