using Haechi.Audit.Explaining;
using Haechi.Audit.Explaining.Changing;
using Haechi.Audit.Explaining.Wording;

namespace Haechi.Audit.Tests.Explaining;

/// <summary>Reasons that a person can read, in both languages.</summary>
public sealed class ReasonsTests
{
    private static FeatureLabels Labels()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """
            {"features": {
              "income": {"ko": "월 소득", "en": "monthly income", "unit": {"ko": "만 원", "en": "thousand won"}},
              "debt": {"ko": "부채", "en": "debt", "unit": "%"},
              "sex": {"ko": "성별", "en": "sex", "sensitive": true, "values": {"0": {"ko": "여", "en": "female"}, "1": {"ko": "남", "en": "male"}}}},
             "answers": [{"ko": "선정 가능성", "en": "the chance of selection"}]}
            """);
        var read = FeatureLabels.Read(file);
        File.Delete(file);
        return read.Value;
    }

    [Fact]
    public void The_reasons_are_sentences_with_names_units_and_particles()
    {
        var rows = new FeatureMatrix(["income", "debt", "sex", "other"], [120, double.NaN, 1, 3]);
        var parts = new Attributions(rows.Features, 1, ExplainedScale.Margin, [-0.5, 0.25, -0.2, 0.05, 0.1]);
        var reasons = DecisionReasons.Of(parts, rows, 0, 0, 0.31, 0.52, Labels(), most: 3);
        Assert.Equal("선정 가능성은 0.31입니다. 이 사람에 대해 아무것도 모를 때의 값은 0.52입니다.", reasons.Summary.Ko);
        Assert.Equal("The chance of selection is 0.31. Knowing nothing of this person it would be 0.52.", reasons.Summary.En);
        Assert.Equal(
            ["월 소득이 120 만 원인 점이 선정 가능성을 낮추었습니다 (-0.5, 50%).", "부채가 적혀 있지 않은 점이 선정 가능성을 높였습니다 (+0.25, 25%).", "성별이 남인 점이 선정 가능성을 낮추었습니다 (-0.2, 20%)."],
            reasons.Reasons.Select(r => r.Sentence.Ko));
        Assert.Equal("That monthly income is 120 thousand won lowered the chance of selection (-0.5, 50%).", reasons.Reasons[0].Sentence.En);
        Assert.Equal("That debt is not recorded raised the chance of selection (+0.25, 25%).", reasons.Reasons[1].Sentence.En);
        Assert.True(reasons.Reasons[2].Label.Sensitive);
        Assert.Equal("나머지 1개 특성은 모두 합해 선정 가능성을 +0.05만큼 움직였습니다.", reasons.Rest!.Value.Ko);
    }

    [Fact]
    public void Changes_are_told_as_steps_and_their_absence_with_its_reach()
    {
        var wanted = new WantedAnswer(0, 0.5, true);
        var found = new CounterfactualSearch(0.3, false, [new([new("income", 120, 150), new("debt", 40, 21)], 0.52, 0.2)], true, false, 2, 100);
        var words = Assert.Single(DecisionReasons.Words(found, wanted, Labels(), 1));
        Assert.Equal("월 소득을 120 만 원에서 150 만 원으로, 부채를 40%에서 21%로 바꾸면 선정 가능성은 0.52가 됩니다.", words.Ko);
        Assert.Equal("If monthly income went from 120 thousand won to 150 thousand won and debt went from 40% to 21%, the chance of selection would be 0.52.", words.En);
        var none = new CounterfactualSearch(0.3, false, [], true, true, 2, 100);
        Assert.Contains("Nothing within the declared bounds", DecisionReasons.Words(none, wanted, Labels(), 1)[0].En, StringComparison.Ordinal);
        Assert.Contains("does not mean that there is none", DecisionReasons.Words(none with { Complete = false, Proof = false }, wanted, Labels(), 1)[0].En, StringComparison.Ordinal);
        Assert.Contains("values that were not tried", DecisionReasons.Words(none with { Proof = false }, wanted, Labels(), 1)[0].En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_fitted_by_name_and_words_become_their_numbers()
    {
        var table = new FeatureTable("t.csv", ["id", "sex", "income"], [2, 3], [["a", "남", "1.5"], ["b", "female", "NA"]]);
        var (rows, byPosition) = table.Fit(["income", "sex"], Labels()).Value;
        Assert.False(byPosition);
        Assert.Equal([1.5, 1], rows.Row(0).ToArray());
        Assert.Equal([double.NaN, 0], rows.Row(1).ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_line_and_column()
    {
        var table = new FeatureTable("t.csv", ["id", "income"], [2], [["a", "1,200"]]);
        Assert.Equal("t.csv:2 income", table.Fit(["income"], Labels()).Problem!.Where);
        Assert.Contains("age", table.Fit(["income", "age"], Labels()).Problem!.Message.En, StringComparison.Ordinal);
        Assert.Contains("2 columns", table.Fit(["f0", "f1", "f2"], Labels()).Problem!.Message.En, StringComparison.Ordinal);
        Assert.True(new FeatureTable("t.csv", ["id", "b"], [2], [["a", "7"]]).Fit(["f0"], Labels(), "id").Value.ByPosition);
    }
}
