using Haechi.Rules;
using Haechi.Tower.Council.Contracts;

namespace Haechi.Tower.Council;

/// <summary>A seat with the member's name.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="Name">The member's name.</param>
/// <param name="InOffice">True when in office today.</param>
public sealed record SeatView(CouncilSeat Seat, string Name, bool InOffice);

/// <summary>A body with its rules and members.</summary>
/// <param name="Body">The body.</param>
/// <param name="Rules">Its rules now.</param>
/// <param name="Seats">Its seats, those in office first.</param>
/// <param name="Wrong">What its composition lacks.</param>
/// <param name="GenderUnknown">True when nobody can tell whether the rule of mixed gender is kept.</param>
public sealed record BodyView(CouncilBody Body, BodyRules Rules, IReadOnlyList<SeatView> Seats, IReadOnlyList<Common.Refusal> Wrong, bool GenderUnknown);

/// <summary>A case in a list.</summary>
/// <param name="Case">The case.</param>
/// <param name="Body">The body's name.</param>
public sealed record CaseLine(CouncilCase Case, LocalText Body);

/// <summary>A meeting in a list.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Body">The body's name.</param>
/// <param name="Items">How many cases are on its agenda.</param>
public sealed record MeetingLine(CouncilMeeting Meeting, LocalText Body, int Items);

/// <summary>An order with what it is about.</summary>
/// <param name="Order">The order.</param>
/// <param name="Case">Its case.</param>
/// <param name="System">The system's name with its number, or null.</param>
/// <param name="Systems">What the register did at once: number, name, from, to.</param>
public sealed record OrderLine(CouncilOrder Order, CouncilCase Case, string? System, IReadOnlyList<(int Number, string Name, string From, string To)> Systems);

/// <summary>A recommendation with the names that it needs.</summary>
public sealed record RecommendationLine(CouncilRecommendation Row, CouncilCase Case, LocalText Department, string? RepliedBy);

/// <summary>A condition with its duty's standing.</summary>
public sealed record ConditionLine(CouncilCondition Row, CouncilCase Case, string Owner, Duties.DutyStanding? Standing, bool Overdue);

/// <summary>The first page of the council.</summary>
public sealed record CouncilHome(
    IReadOnlyList<BodyView> Bodies, IReadOnlyList<MeetingLine> Meetings, IReadOnlyList<CaseLine> Waiting, IReadOnlyList<CaseLine> Revalidate, IReadOnlyList<CaseLine> Decided, IReadOnlyList<RecommendationLine> Recommendations,
    IReadOnlyList<ConditionLine> Conditions, IReadOnlyList<OrderLine> Orders);

/// <summary>A member's vote as it may be shown.</summary>
/// <param name="Name">The member.</param>
/// <param name="Vote">The vote.</param>
public sealed record VoteView(string Name, CouncilVote Vote);

/// <summary>A motion with its votes. While the vote is open, nobody sees how others voted.</summary>
/// <param name="Motion">The motion.</param>
/// <param name="Text">What it says.</param>
/// <param name="Votes">The votes; of an open vote only the reader's own.</param>
/// <param name="Cast">How many voted.</param>
/// <param name="Count">The count, or null before it is closed.</param>
public sealed record MotionView(CouncilMotion Motion, MotionText Text, IReadOnlyList<VoteView> Votes, int Cast, Tally? Count);

/// <summary>An item with everything about it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Case">The case.</param>
/// <param name="Meeting">The meeting.</param>
/// <param name="Pins">What its card rests on.</param>
/// <param name="Card">The card's lines as members saw them; empty when its bytes are gone.</param>
/// <param name="Recusals">Who stepped aside or was asked to, with names.</param>
/// <param name="Motions">Its motions.</param>
/// <param name="Notes">What was said, with names.</param>
/// <param name="Now">The count as it stands, without votes.</param>
public sealed record ItemView(
    CouncilItem Item, CouncilCase Case, CouncilMeeting Meeting, IReadOnlyList<SubjectPin> Pins, IReadOnlyList<CardLine> Card, IReadOnlyList<(CouncilRecusal Row, string Name)> Recusals, IReadOnlyList<MotionView> Motions,
    IReadOnlyList<(CouncilNote Row, string Name)> Notes, Tally Now);

/// <summary>A meeting with its agenda and its members.</summary>
public sealed record MeetingView(CouncilMeeting Meeting, BodyView Body, BodyRules Rules, string? Presiding, IReadOnlyList<(SeatView Seat, bool Present)> Members, IReadOnlyList<ItemView> Items, IReadOnlyList<CouncilCase> Waiting);

/// <summary>A case with its whole way.</summary>
public sealed record CaseView(CouncilCase Case, CouncilBody Body, string BroughtBy, IReadOnlyList<ItemView> Items, IReadOnlyList<ConditionLine> Conditions, IReadOnlyList<RecommendationLine> Recommendations, IReadOnlyList<OrderLine> Orders);

/// <summary>A card held against what its pins say today.</summary>
/// <param name="Item">The item.</param>
/// <param name="Kept">SHA-256 of the card that members saw.</param>
/// <param name="Again">SHA-256 of the card made again from the pinned versions, or null when one is gone.</param>
/// <param name="Why">Why it cannot be made again.</param>
public sealed record CardCheck(string Item, string Kept, string? Again, IReadOnlyList<Common.Refusal> Why)
{
    /// <summary>True when both are the same bytes.</summary>
    public bool Same => Kept == Again;
}
