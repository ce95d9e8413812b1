using System.Reflection;
using System.Text.RegularExpressions;
using Haechi.Tower.Access;
using Haechi.Tower.Common;

namespace Haechi.House.Tests.Access;

/// <summary>Nobody verifies, approves, confirms or publishes their own work. Every command that vouches for something is in this list, with the test that tries it, or with the reason why no second person is asked.</summary>
public sealed partial class SeparationOfDutiesTests
{
    private static readonly Dictionary<string, string> Vouching = new(StringComparer.Ordinal)
    {
        ["VerifyEvidence"] = "test: EvidenceTests",
        ["RefuseErasure"] = "reason: keeps something as it is; only its counterpart, signing an erasure, takes anything away",
        ["RefuseEvidence"] = "test: EvidenceTests",
        ["ApproveAssessment"] = "test: AssessmentFlowTests.Nobody_approves_what_they_wrote_not_even_an_officer",
        ["PublishAssessment"] = "test: AssessmentFlowTests.Nobody_publishes_what_they_wrote_not_even_an_officer",
        ["PublishMinutes"] = "test: DecisionTests.Whoever_kept_the_minutes_does_not_publish_them",
        ["ConfirmExemption"] = "test: AssessmentPageTests.An_exemption_is_recorded_and_confirmed_by_another_person_on_its_page",
        ["ConfirmFactor"] = "reason: shows that one's own app works; there is nothing that a second person could know",
        ["ConfirmMatch"] = "reason: joins two records of one system; it vouches for nobody's work, and it can be undone",
        ["ConfirmMatches"] = "reason: as ConfirmMatch, for many at once",
    };

    [Fact]
    public void Every_command_that_vouches_for_something_asks_for_a_second_person_or_says_why_not()
    {
        var commands = typeof(Account).Assembly.GetTypes().Where(t => t.IsClass)
            .SelectMany(t => t.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandle<,>))
            .Select(i => i.GetGenericArguments()[0].Name).Where(n => Vouches().IsMatch(n)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(Vouching.Keys.Order(StringComparer.Ordinal), commands);
    }

    [Fact]
    public void Every_test_that_the_list_names_is_there()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes();
        foreach (var named in Vouching.Values.Where(v => v.StartsWith("test: ", StringComparison.Ordinal)).Select(v => v[6..].Split('.')))
        {
            var type = Assert.Single(tests, t => t.Name == named[0]);
            Assert.True(named.Length == 1 || type.GetMethod(named[1]) is not null, string.Join('.', named));
        }
    }

    [GeneratedRegex("^(Verify|Refuse|Approve|Confirm|Publish|Certify|Accept|Countersign|Release)[A-Z]")]
    private static partial Regex Vouches();
}
