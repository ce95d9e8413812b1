using Haechi.Tower.Duties;

namespace Haechi.Web.Api.Shapes;

/// <summary>Systems of one department at one level of risk.</summary>
/// <param name="Risk">high, review, unknown or none.</param>
/// <param name="Systems">How many.</param>
/// <param name="Evidenced">Those whose every must is shown with evidence that counts.</param>
/// <param name="Owing">Those that owe any must.</param>
/// <param name="Overdue">Duties of theirs that are late.</param>
public sealed record PortfolioCellShape(string Risk, int Systems, int Evidenced, int Owing, int Overdue);

/// <summary>A department with its systems by risk; null for systems without one.</summary>
public sealed record PortfolioRowShape(Named? Department, IReadOnlyList<PortfolioCellShape> Cells);

/// <summary>What happened in a month.</summary>
public sealed record PortfolioMonthShape(DateOnly First, int Registered, int Evidence, int Verified);

/// <summary>The whole body at a glance.</summary>
/// <param name="On">The day of the world.</param>
/// <param name="AsOf">What had been recorded by then; null for everything until now.</param>
/// <param name="Systems">All systems.</param>
/// <param name="High">Those of high risk.</param>
/// <param name="Review">Those that a person has to judge.</param>
/// <param name="Unknown">Those of which the class is unknown.</param>
/// <param name="Undetermined">Those not determined yet.</param>
/// <param name="RunningUnassessed">Systems in use, or of unknown state, with an assessment that is owed and not finished.</param>
/// <param name="Overdue">Late duties.</param>
/// <param name="Departments">By department.</param>
/// <param name="Oldest">The duties that are late the longest.</param>
/// <param name="Months">The last twelve months.</param>
public sealed record PortfolioShape(
    DateOnly On, Instant? AsOf, int Systems, int High, int Review, int Unknown, int Undetermined, int RunningUnassessed, int Overdue, IReadOnlyList<PortfolioRowShape> Departments, IReadOnlyList<DutyShape> Oldest,
    IReadOnlyList<PortfolioMonthShape> Months)
{
    internal static PortfolioShape Of(PortfolioView v) => new(v.At.On, Instant.Of(v.At.AsOf), v.Systems, v.High, v.Review, v.Unknown, v.Undetermined, v.RunningUnassessed, v.Overdue,
        [.. v.Rows.Select(r => new PortfolioRowShape(Named.Of(r.Department), [.. r.Cells.OrderByDescending(c => c.Key).Select(c => new PortfolioCellShape(DutyFilter.Risks[c.Key], c.Value.Systems, c.Value.Evidenced, c.Value.Owing, c.Value.Overdue))]))],
        [.. v.Oldest.Select(d => DutyShape.Of(d, v.At.On))], [.. v.Months.Select(m => new PortfolioMonthShape(m.First, m.Registered, m.Evidence, m.Verified))]);
}
