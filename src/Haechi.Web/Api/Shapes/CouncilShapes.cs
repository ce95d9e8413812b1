using Haechi.Rules;
using Haechi.Tower.Council;
using Haechi.Tower.Duties;

namespace Haechi.Web.Api.Shapes;

/// <summary>A seat of a body.</summary>
public sealed record SeatShape(string Id, string Account, string Name, string Kind, string Role, DateOnly From, DateOnly Until, int Term, bool InOffice)
{
    internal static SeatShape Of(SeatView s) => new(s.Seat.Id, s.Seat.Account, s.Name, s.Seat.Kind, s.Seat.Role, s.Seat.From, s.Seat.EndedOn ?? s.Seat.Until, s.Seat.Term, s.InOffice);
}

/// <summary>A body with its rules and members.</summary>
/// <param name="Id">The id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Basis">On what it rests.</param>
/// <param name="Parent">The body of which it is a sub-committee.</param>
/// <param name="Version">The number of its rules.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Seats">Its members.</param>
/// <param name="Lacks">What its composition lacks; with any, no meeting can be opened.</param>
public sealed record BodyShape(string Id, string Kind, LocalText Name, string Basis, string? Parent, int Version, BodyRules Rules, IReadOnlyList<SeatShape> Seats, IReadOnlyList<LocalText> Lacks)
{
    internal static BodyShape Of(BodyView v) => new(v.Body.Id, v.Body.Kind, v.Body.Name, v.Body.Basis, v.Body.Parent, v.Body.Rules, v.Rules, [.. v.Seats.Select(SeatShape.Of)], [.. v.Wrong.Select(w => w.Message)]);
}

/// <summary>A case in a list.</summary>
public sealed record CaseShape(string Id, string Number, string Body, LocalText Title, string SubjectKind, string Subject, string? System, string State, string? Outcome, DateOnly? DecidedOn, bool Revalidate)
{
    /// <summary>The shape of a case.</summary>
    public static CaseShape Of(CouncilCase c) => new(c.Id, $"C-{c.Number}", c.Body, c.Title, c.SubjectKind, c.Subject, c.System, c.State, c.Outcome, c.DecidedOn, c.RevalidateAt is not null);
}

/// <summary>A count of a vote.</summary>
public sealed record TallyShape(int Seats, int Aside, int Present, int Quorum, int Yes, int No, int Abstain, int Needed, bool Carried)
{
    internal static TallyShape Of(Tally t) => new(t.Seats, t.Aside, t.Present, t.Quorum, t.Yes, t.No, t.Abstain, t.Needed, t.Carried);
}

/// <summary>A vote. While a vote is open, nobody sees those of others.</summary>
public sealed record VoteShape(string Member, string Choice, string? Reason);

/// <summary>A motion.</summary>
public sealed record MotionShape(string Id, int Number, string State, string Sha256, MotionText Text, IReadOnlyList<VoteShape> Votes, TallyShape? Count)
{
    internal static MotionShape Of(MotionView m) => new(m.Motion.Id, m.Motion.Number, m.Motion.State, m.Motion.Hash, m.Text, [.. m.Votes.Select(v => new VoteShape(v.Name, v.Vote.Choice, v.Vote.Reason))], m.Count is null ? null : TallyShape.Of(m.Count));
}

/// <summary>A member who stepped aside, or was asked to.</summary>
public sealed record RecusalShape(string Id, string Seat, string Member, string Ground, string Way, string State);

/// <summary>A thing at exactly one version.</summary>
public sealed record PinShape(string Kind, string Thing, string Version, string Sha256);

/// <summary>A case on the agenda of a meeting.</summary>
public sealed record ItemShape(
    string Id, int Position, CaseShape Case, string Meeting, string State, string CardSha256, IReadOnlyList<PinShape> Pins, IReadOnlyList<RecusalShape> Recusals, IReadOnlyList<MotionShape> Motions, IReadOnlyList<string> Notes, TallyShape Now)
{
    internal static ItemShape Of(ItemView i) => new(i.Item.Id, i.Item.Position, CaseShape.Of(i.Case), i.Meeting.Id, i.Item.State, i.Item.Card, [.. i.Pins.Select(p => new PinShape(p.Kind, p.Thing, p.Version, p.Hash))],
        [.. i.Recusals.Select(r => new RecusalShape(r.Row.Id, r.Row.Seat, r.Name, r.Row.Ground, r.Row.Way, r.Row.State))], [.. i.Motions.Select(MotionShape.Of)], [.. i.Notes.Select(n => n.Row.Text)], TallyShape.Of(i.Now));
}

/// <summary>A meeting in a list.</summary>
public sealed record MeetingShape(string Id, string Body, int Number, DateOnly On, bool Written, string State, bool Published, int Items)
{
    internal static MeetingShape Of(MeetingLine m) => new(m.Meeting.Id, m.Meeting.Body, m.Meeting.Number, m.Meeting.On, m.Meeting.Written, m.Meeting.State, m.Meeting.PublishedAt is not null, m.Items);
}

/// <summary>One meeting.</summary>
public sealed record MeetingDetailShape(string Id, string Body, int Number, DateOnly On, string Place, bool Written, string State, string? Presiding, IReadOnlyList<SeatShape> Members, IReadOnlyList<string> Present, IReadOnlyList<ItemShape> Items)
{
    internal static MeetingDetailShape Of(MeetingView v) => new(v.Meeting.Id, v.Meeting.Body, v.Meeting.Number, v.Meeting.On, v.Meeting.Place, v.Meeting.Written, v.Meeting.State, v.Presiding, [.. v.Members.Select(m => SeatShape.Of(m.Seat))],
        [.. v.Members.Where(m => m.Present).Select(m => m.Seat.Seat.Id)], [.. v.Items.Select(ItemShape.Of)]);
}

/// <summary>A condition with how far it is.</summary>
public sealed record ConditionShape(string Id, string Case, string Purpose, string Measure, string Owner, DateOnly Due, bool BeforeUse, string? Duty, string? Standing, bool Replaced)
{
    internal static ConditionShape Of(ConditionLine c) => new(c.Row.Id, c.Row.Case, c.Row.Purpose, c.Row.Measure, c.Row.Owner, c.Row.Due, c.Row.BeforeUse, c.Row.Duty, c.Standing is { } s ? Standings.Word(s) : null, c.Row.ReplacedAt is not null);
}

/// <summary>A recommendation with its answer.</summary>
public sealed record RecommendationShape(string Id, string Case, Named Department, string Text, DateOnly MadeOn, DateOnly Due, bool Unsure, bool Extended, bool? Followed, string? Reply, DateOnly? RepliedOn)
{
    internal static RecommendationShape Of(RecommendationLine r) => new(r.Row.Id, r.Row.Case, new Named(r.Row.Department, r.Department), r.Row.Text, r.Row.MadeOn, r.Row.Due, r.Row.Unsure, r.Row.FirstDue is not null, r.Row.Followed, r.Row.Reply, r.Row.RepliedOn);
}

/// <summary>An order.</summary>
public sealed record OrderShape(string Id, string Number, string Case, string Kind, string? System, string? Use, string? UseTitle, string Provision, string Reason, string Remedy, DateOnly From, DateOnly? Until, DateOnly? EndedOn)
{
    /// <summary>The shape of an order.</summary>
    public static OrderShape Of(OrderLine o) => new(o.Order.Id, $"O-{o.Order.Number}", o.Order.Case, o.Order.Kind, o.Order.System, o.Order.Use, o.Order.UseTitle, o.Order.Provision, o.Order.Reason, o.Order.Remedy, o.Order.From, o.Order.Until, o.Order.EndedOn);
}

/// <summary>One case with its whole way.</summary>
public sealed record CaseDetailShape(CaseShape Case, string Ask, string Affected, string Options, LocalText? Changed, IReadOnlyList<ItemShape> Items, IReadOnlyList<ConditionShape> Conditions, IReadOnlyList<RecommendationShape> Recommendations, IReadOnlyList<OrderShape> Orders)
{
    internal static CaseDetailShape Of(CaseView v) => new(CaseShape.Of(v.Case), v.Case.Ask, v.Case.Affected, v.Case.Options, v.Case.RevalidateAt is null ? null : LocalText.Of(v.Case.RevalidateKo ?? "", v.Case.RevalidateEn ?? ""), [.. v.Items.Select(ItemShape.Of)],
        [.. v.Conditions.Select(ConditionShape.Of)], [.. v.Recommendations.Select(RecommendationShape.Of)], [.. v.Orders.Select(OrderShape.Of)]);
}

/// <summary>A card made again from its pins and held against the one that was kept.</summary>
public sealed record CardCheckShape(string Item, string KeptSha256, string? AgainSha256, bool Same);
