using System.Globalization;
using Haechi.Audit.Cells;

namespace Haechi.Audit.Planning;

/// <summary>Reads the keys for rankings, features, classes, persons, periods and re-identification.</summary>
internal sealed class MorePlanReader(List<AuditProblem> problems)
{
    private const int MostColumns = 200;

    public AuditPlan Read(PlanFields fields, PlanFields data, AuditPlan plan) => plan with
    {
        Person = data.Text("person"),
        Classes = fields.OneOf("classes", false, ("true", true), ("false", false)),
        Features = Columns(fields, "features"),
        Ranking = fields.Take("ranking") is { } ranking ? Ranking(ranking) : null,
        Privacy = fields.Take("privacy") is { } privacy ? Privacy(privacy) : null,
    };

    /// <summary>What one key asks of another.</summary>
    public static void Consistent(PlanFields fields, AuditPlan plan)
    {
        var cells = plan.Cells;
        if (cells.Outcome is null && cells.Decision is null && cells.At is null && cells.Actual is null && plan.Ranking is null && plan.Privacy is null && plan.Features.Count == 0)
        {
            fields.Problem("nothing-to-audit", fields.Place, "decision, score 와 at, outcome, actual, ranking, features, privacy 가운데 무엇을 감사할지 적으십시오.",
                "say what is audited: decision, score with at, outcome, actual with predicted, ranking, features or privacy");
        }
        if (plan.Classes && (cells.Outcome is null || cells.Decision is null))
        {
            fields.Problem("classes", fields.Place, "classes 에는 outcome 과 decision 이 있어야 합니다.", "'classes' needs an outcome and a decision");
        }
        if (plan.Person is not null && (cells.Weight is not null || cells.Count is not null))
        {
            fields.Problem("person", fields.Place, "person 은 weight 나 count 와 함께 쓸 수 없습니다. 한 사람의 줄을 하나하나 세어야 하기 때문입니다.", "'person' does not go with 'weight' or 'count': the rows of a person have to be counted one by one");
        }
        if (plan.Checks.Count > 0 && cells.Decision is null && cells.At is null && cells.Outcome is null)
        {
            fields.Problem("check-needs-decision", fields.Place, "checks 에는 decision, score 와 at, 또는 outcome 이 있어야 합니다.", "'checks' need a decision, a score with 'at', or an outcome");
        }
    }

    /// <summary>What a group or control may say beside its column.</summary>
    public static GroupPlan Group(PlanFields fields, GroupPlan group)
    {
        var expected = new Dictionary<string, double>(StringComparer.Ordinal);
        if (fields.Take("expected") is { } node)
        {
            foreach (var (key, place, value) in node is Fields all ? all.All : [])
            {
                if (value is Scalar s && double.TryParse(s.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1)
                {
                    expected[key] = share;
                    continue;
                }
                fields.Problem("wrong-value", place, $"{key}: 0부터 1까지의 수여야 합니다.", $"{key}: expected a share from 0 to 1");
            }
            if (Math.Abs(expected.Values.Sum() - 1) > 0.005)
            {
                fields.Problem("expected", node.Place, "expected 는 집단: 비중 꼴이고 비중의 합이 1이어야 합니다.", "'expected' is a mapping of groups to shares that add up to 1");
            }
        }
        var number = group.Attribute.Role == DimensionRole.Control && fields.OneOf("number", false, ("true", true), ("false", false));
        return group with { Expected = expected, Number = number };
    }

    private RankingPlan Ranking(Node node)
    {
        var fields = new PlanFields(node, problems);
        var plan = new RankingPlan(fields.Required("rank"), fields.Text("query"), fields.Text("relevance"), fields.Whole("at", 10, 1, 1000));
        fields.Done();
        return plan;
    }

    private PrivacyPlan Privacy(Node node)
    {
        var fields = new PlanFields(node, problems);
        var plan = new PrivacyPlan(Columns(fields, "quasi"), Columns(fields, "sensitive"));
        if (plan.Quasi.Count == 0)
        {
            fields.Problem("missing-key", fields.Place, "'quasi'에 사람을 알아볼 수 있는 열을 적으십시오.", "'quasi' should name the columns by which a person could be found");
        }
        if (plan.Quasi.Intersect(plan.Sensitive).FirstOrDefault() is { } both)
        {
            fields.Problem("privacy", fields.Place, $"'{both}' 열은 quasi 와 sensitive 가운데 하나여야 합니다.", $"the column '{both}' should be in 'quasi' or in 'sensitive', not in both");
        }
        fields.Done();
        return plan;
    }

    private static List<string> Columns(PlanFields fields, string key)
    {
        var columns = (fields.Texts(key) ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (columns.Count > MostColumns)
        {
            fields.Problem("too-many-columns", fields.Place, $"'{key}'에는 열을 {MostColumns}개까지 적습니다.", $"'{key}' takes at most {MostColumns} columns");
        }
        return columns;
    }
}
