using Haechi.Rules;
using Haechi.Tower.Duties;

namespace Haechi.Web.Api.Shapes;

/// <summary>A duty of one system. What is null is unknown or does not apply.</summary>
/// <param name="Id">The id.</param>
/// <param name="System">The system's id.</param>
/// <param name="Number">The system's number.</param>
/// <param name="Name">The system's name.</param>
/// <param name="Department">The system's department.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Duty">The duty's id in its book.</param>
/// <param name="Title">What is owed.</param>
/// <param name="Strength">must, must_not, should or may.</param>
/// <param name="Stage">guideline or enforced.</param>
/// <param name="State">owed, undecided (an exception may hold) or conflict.</param>
/// <param name="Cite">The provision.</param>
/// <param name="Book">The book with its version.</param>
/// <param name="Open">True while it follows from the rules.</param>
/// <param name="Standing">How far it is, on the day that is asked about.</param>
/// <param name="Claim">What the source of the facts claims; null when it says nothing.</param>
/// <param name="Owner">The account that owes it.</param>
/// <param name="Due">The day by which it must be done.</param>
/// <param name="LawDue">The day by the law's own count.</param>
/// <param name="Unsure">True when the holidays of that year are not known yet, so that the day may move.</param>
/// <param name="WaitsFor">The fact that the due day waits for.</param>
/// <param name="WaivedUntil">The last day of a waiver.</param>
/// <param name="EvidenceUntil">The last day on which its evidence counts.</param>
/// <param name="Overdue">True when it is late.</param>
/// <param name="OpenSince">Since when it has been open.</param>
public sealed record DutyShape(
    string Id, string System, string Number, string Name, Named? Department, string Rule, string Duty, LocalText Title, string Strength, string Stage, string State, string Cite, string Book, bool Open, string Standing,
    string? Claim, Named? Owner, DateOnly? Due, DateOnly? LawDue, bool Unsure, string? WaitsFor, DateOnly? WaivedUntil, DateOnly? EvidenceUntil, bool Overdue, Instant OpenSince)
{
    /// <summary>A line of a board on a day.</summary>
    public static DutyShape Of(DutyLine line, DateOnly day)
    {
        var (d, t) = (line.Duty, line.Terms);
        return new DutyShape(d.Id, d.System, SystemShape.NumberOf(line.SystemNumber), line.SystemName, Named.Of(line.Department), d.Rule, t.Duty, LocalText.Of(t.TitleKo, t.TitleEn), t.Strength, t.Stage, t.State, t.Cite,
            $"{t.Book}@{t.BookVersion}", d.IsOpen, Standings.Word(d.StandingOn(day)), d.Claim == DutyClaim.Blank ? null : DutyCsv.ClaimWord(d.Claim), d.Owner is null ? null : Named.Of(d.Owner, line.OwnerName ?? d.Owner), d.Due, d.LawDue,
            d.Unsure, d.WaitsFor, d.WaivedUntil, d.EvidenceUntil, d.IsOverdue(day), new Instant(d.OpenSince));
    }
}
