using System.Text.Json.Serialization;
using Haechi.Rules;
using Haechi.Tower.Common;
using Haechi.Tower.Duties;

namespace Haechi.Web.Api.Shapes;

/// <summary>One obligation over all systems that owe it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Title">What is owed.</param>
/// <param name="Cite">The provision.</param>
/// <param name="Book">The book.</param>
/// <param name="Strength">must, must_not, should or may.</param>
/// <param name="Owed">How many systems owe it.</param>
/// <param name="Standings">How many stand where; <c>blank</c> is no answer and never a no.</param>
/// <param name="Claims">What the source of the facts claims.</param>
/// <param name="Overdue">How many are late.</param>
/// <param name="NoOwner">How many gaps nobody owns.</param>
public sealed record ObligationShape(
    string Rule, LocalText Title, string Cite, string Book, string Strength, int Owed, IReadOnlyDictionary<string, int> Standings, IReadOnlyDictionary<string, int> Claims, int Overdue, int NoOwner)
{
    internal static ObligationShape Of(GapRow row) => new(row.Rule, LocalText.Of(row.Terms.TitleKo, row.Terms.TitleEn), row.Terms.Cite, row.Terms.Book, row.Terms.Strength, row.Owed,
        Tower.Duties.Standings.All.ToDictionary(Tower.Duties.Standings.Word, row.In), Enum.GetValues<DutyClaim>().ToDictionary(c => c == DutyClaim.Blank ? "blank" : DutyCsv.ClaimWord(c), c => row.Claims.GetValueOrDefault(c)), row.Overdue, row.NoOwner);
}

/// <summary>The way of a few obligations: how far each is, and how many systems have done all.</summary>
/// <param name="Title">The board's title.</param>
/// <param name="Systems">Systems that owe any of them.</param>
/// <param name="AllDone">Systems for which every one is done, be it claimed only.</param>
/// <param name="Obligations">The obligations in the board's order.</param>
public sealed record FunnelShape(LocalText Title, int Systems, int AllDone, IReadOnlyList<ObligationShape> Obligations);

/// <summary>Gaps by how long they have been open.</summary>
public sealed record AgeShape(int FromDays, int? ToDays, int Gaps);

/// <summary>The gap board.</summary>
/// <param name="On">The day of the world.</param>
/// <param name="AsOf">What had been recorded by then; null for everything until now.</param>
/// <param name="Owed">Open duties.</param>
/// <param name="Gaps">Those that somebody still has to do.</param>
/// <param name="Overdue">Those that are late.</param>
/// <param name="Funnel">The board's way; null when nothing is owed, or the filter asks for one rule, one standing or what is late.</param>
/// <param name="Obligations">One for each obligation, those with the most gaps first.</param>
/// <param name="Ages">The gaps by age.</param>
public sealed record GapsShape(DateOnly On, Instant? AsOf, int Owed, int Gaps, int Overdue, FunnelShape? Funnel, IReadOnlyList<ObligationShape> Obligations, IReadOnlyList<AgeShape> Ages)
{
    /// <summary>How many systems were changed and wait to be determined again; null where nobody counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Pending { get; init; }

    /// <summary>The duties one by one, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DutyShape>? Duties { get; init; }

    /// <summary>The board as JSON shows it.</summary>
    public static GapsShape Of(GapTable table, GapFunnel? funnel, Moment at) => new(at.On, Instant.Of(at.AsOf), table.Owed, table.Gaps, table.Overdue,
        funnel is null ? null : new FunnelShape(funnel.Title, funnel.Systems, funnel.AllDone, [.. funnel.Rows.Select(ObligationShape.Of)]), [.. table.Rows.Select(ObligationShape.Of)],
        [.. table.Ages.Select(a => new AgeShape(a.FromDays, a.ToDays, a.Gaps))]);
}
