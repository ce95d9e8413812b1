using Haechi.Rules.Books;

namespace Haechi.Rules.Duties;

/// <summary>How sure it is that a duty is owed.</summary>
public enum DutyState
{
    /// <summary>Owed.</summary>
    Owed,

    /// <summary>The rule holds, and it is not known whether an exception does: both due dates are given.</summary>
    Undecided,

    /// <summary>Two exceptions hold at once: a case for people.</summary>
    Conflict,
}

/// <summary>A duty that follows for one record on one day.</summary>
/// <param name="Duty">What is owed: the rule's duty or that of its exception.</param>
/// <param name="BaseRule">The id of the rule, without the exception.</param>
/// <param name="Title">The duty's title, else the rule's.</param>
/// <param name="Strength">How strongly it binds today: in a guideline stage a must is a should.</param>
/// <param name="Due">When.</param>
/// <param name="Rule">The rule's id; with an exception, <c>rule/exception</c>.</param>
/// <param name="Cite">The provision.</param>
/// <param name="Book">The book's id and version.</param>
/// <param name="Stage">The book's stage today.</param>
/// <param name="PenaltiesFrom">End of a grace period, or null.</param>
/// <param name="State">Owed, undecided or in conflict.</param>
/// <param name="Otherwise">For an undecided duty: what each open exception would make of it. For a conflict: what each says.</param>
/// <param name="Strengthens">The upper duty that this one strengthens, when that is owed too; it stands as it is.</param>
/// <param name="Status">How far it is, as the facts say (the value of the duty's status question), or null.</param>
/// <param name="Waiver">The waiver that lifts it, or null.</param>
/// <param name="Grace">A grace on fines that the installation assumes, or null. It never switches the duty off.</param>
public sealed record OwedDuty(
    Duty Duty, string BaseRule, LocalText Title, Modality Strength, DueDate Due, string Rule, string Cite, Rulebook Book, BookStage Stage, DateOnly? PenaltiesFrom, DutyState State,
    IReadOnlyList<(string Exception, DueDate Due, bool NoDuty)> Otherwise, OwedDuty? Strengthens, string? Status, Waiver? Waiver, Grace? Grace);

/// <summary>A duty that may follow: its rule is unknown or in review.</summary>
public sealed record OpenDuty(string Id, string Rule, Modality Strength, Outcome Outcome);
