using Haechi.Rules;
using Haechi.Tower.Access;
using Haechi.Tower.Common;
using Haechi.Tower.Register;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>Gives a person a seat for a term.</summary>
/// <param name="Body">The body.</param>
/// <param name="Account">The person's account, which needs the role council member.</param>
/// <param name="Kind">Where the person comes from.</param>
/// <param name="Role">member, chair or vice_chair.</param>
/// <param name="From">The first day; null for today.</param>
/// <param name="Gender">f, m, or null when not stated.</param>
/// <param name="Organisation">The person's organisation, or null.</param>
public sealed record SeatMember(string Body, string Account, string Kind, string Role = CouncilWords.Member, DateOnly? From = null, string? Gender = null, string? Organisation = null);

/// <summary>Ends a seat before its time.</summary>
public sealed record EndSeat(string Seat, string Reason);

/// <summary>Declares an interest: one's own account, or for an officer anybody's.</summary>
/// <param name="Party">The firm, organisation, product or system.</param>
/// <param name="Kind">own, organisation or family.</param>
/// <param name="Note">What it is, or null.</param>
/// <param name="Account">Whose it is; null for oneself.</param>
public sealed record DeclareInterest(string Party, string Kind, string? Note = null, string? Account = null);

/// <summary>A seat.</summary>
public sealed record SeatRef(string Seat);

/// <summary>A declared interest.</summary>
public sealed record InterestRef(string Interest);

internal sealed class SeatMemberHandler(CouncilDesk desk) : IHandle<SeatMember, SeatRef>
{
    public Task<Result<SeatRef>> Handle(Actor actor, SeatMember command, CancellationToken stop) => desk.Write<SeatRef>(actor, "council:" + command.Body, async scope =>
    {
        if (Permissions.Need(actor, Roles.Officer) is { } role)
        {
            return role;
        }
        if (await scope.Context.Set<CouncilBody>().FindAsync([command.Body], stop) is not { } body)
        {
            return Refusal.NotFound("회의체", "body", command.Body);
        }
        var rules = await Sitting.RulesOf(scope.Context, body.Id, body.Rules, stop);
        var from = command.From ?? scope.Today;
        var until = from.AddMonths(rules.TermMonths).AddDays(-1);
        List<Refusal> wrong = [.. Words(command), .. await Person(scope.Context, command, stop)];
        var seats = await scope.Context.Set<CouncilSeat>().AsNoTracking().Where(s => s.Body == body.Id).ToListAsync(stop);
        var overlapping = seats.Where(s => Meets(s, from, until)).ToList();
        var term = TermOf(seats.Where(s => s.Account == command.Account), from);
        if (overlapping.Any(s => s.Account == command.Account))
        {
            wrong.Add(Refusal.Because("already-seated", "이 사람은 그 기간에 이미 이 회의체의 위원입니다.", "this person has a seat in this body for that time already", "account"));
        }
        if (term > rules.MostTerms)
        {
            wrong.Add(Refusal.Because("terms-spent", $"이 회의체의 위원은 이어서 {rules.MostTerms}번까지만 맡을 수 있습니다.", $"a member of this body sits for {rules.MostTerms} terms in a row at most", "account"));
        }
        if (overlapping.Count(s => s.HoldsOn(from)) >= rules.MostMembers)
        {
            wrong.Add(Refusal.Because("full", $"위원 {rules.MostMembers}명의 자리가 모두 찼습니다.", $"all {rules.MostMembers} seats are taken", "body"));
        }
        if (command.Role != CouncilWords.Member && overlapping.Any(s => s.Role == command.Role))
        {
            wrong.Add(Refusal.Because("role-taken", $"그 기간의 {CouncilWords.SeatRoles.Say(command.Role).In("ko")}이(가) 이미 있습니다.", $"there is a {CouncilWords.SeatRoles.Say(command.Role).In("en")} for that time already", "role"));
        }
        if (command.Role == CouncilWords.Chair && (await scope.Context.Set<CouncilSeat>().AsNoTracking().Where(s => s.Account == command.Account && s.Role == CouncilWords.Chair && s.Body != body.Id).ToListAsync(stop)).FirstOrDefault(s => Meets(s, from, until)) is { } other)
        {
            wrong.Add(new Refusal("chair-elsewhere", LocalText.Of($"이미 다른 회의체({other.Body})의 위원장입니다. 한 사람이 두 회의체의 위원장을 맡을 수 없습니다.", $"this person chairs another body ({other.Body}) already; nobody chairs two"), "role",
                LocalText.Of("다른 사람을 위원장으로 두거나, 먼저 그 자리를 끝내십시오.", "let somebody else chair, or end that seat first.")));
        }
        if (body.Parent is { } parent && !(await Sitting.InOffice(scope.Context, parent, from, stop)).Any(s => s.Account == command.Account))
        {
            wrong.Add(Refusal.Because("not-above", "분과위원은 상위 회의체의 위원이어야 합니다.", "a member of a sub-committee sits in the body above it too", "account"));
        }
        if (wrong.Count > 0)
        {
            return Refused.Because<SeatRef>(wrong);
        }
        var seat = new CouncilSeat
        {
            Id = NewId.Next(), Body = body.Id, Account = command.Account, Kind = command.Kind, Role = command.Role, Gender = command.Gender, Organisation = command.Organisation?.Trim() is { Length: > 0 } o ? o : null, From = from, Until = until, Term = term,
        };
        scope.Context.Add(seat);
        scope.Record("council.seat", "council:" + body.Id, new { seat = seat.Id, seat.Kind, seat.Role, from, until, seat.Term });
        return new SeatRef(seat.Id);
    }, stop);

    private static bool Meets(CouncilSeat seat, DateOnly from, DateOnly until) => seat.From <= until && from <= (seat.EndedOn is { } ended && ended <= seat.Until ? ended.AddDays(-1) : seat.Until);

    /// <summary>1, or one more than the term that this one follows within a month.</summary>
    private static int TermOf(IEnumerable<CouncilSeat> own, DateOnly from) => own.Where(s => s.Until < from && s.Until.AddMonths(1) >= from && s.EndedOn is null).Select(s => s.Term).DefaultIfEmpty(0).Max() + 1;

    private static IEnumerable<Refusal> Words(SeatMember command)
    {
        if (!CouncilWords.MemberKinds.ContainsKey(command.Kind))
        {
            yield return Refusal.Because("wrong-kind", $"위원의 구분은 {string.Join(", ", CouncilWords.MemberKinds.Keys)} 가운데 하나여야 합니다.", $"the kind is one of {string.Join(", ", CouncilWords.MemberKinds.Keys)}", "kind");
        }
        if (!CouncilWords.SeatRoles.ContainsKey(command.Role))
        {
            yield return Refusal.Because("wrong-role", $"맡는 일은 {string.Join(", ", CouncilWords.SeatRoles.Keys)} 가운데 하나여야 합니다.", $"the role is one of {string.Join(", ", CouncilWords.SeatRoles.Keys)}", "role");
        }
        if (command.Gender is not (null or "f" or "m"))
        {
            yield return Refusal.Because("wrong-gender", "성별은 f, m 또는 빈칸(밝히지 않음)이어야 합니다.", "gender is f, m, or left out when not stated", "gender");
        }
        if (command.Organisation?.Length > 200)
        {
            yield return Refusal.Because("too-long", "소속 기관은 200자 안에서 적어 주십시오.", "give the organisation in at most 200 letters", "organisation");
        }
    }

    private static async Task<IEnumerable<Refusal>> Person(TowerContext context, SeatMember command, CancellationToken stop)
    {
        var account = await context.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == command.Account && !a.Closed && !a.Service, stop);
        return account is null ? [Refusal.NotFound("계정", "account", command.Account)] : (account.Roles & Roles.CouncilMember) != 0 ? []
            : [new Refusal("no-role", LocalText.Of("이 계정에는 위원 역할이 없습니다.", "this account lacks the role council member"), "account", LocalText.Of("관리자에게 위원 역할을 요청하십시오.", "ask an administrator to give it."))];
    }
}

internal sealed class EndSeatHandler(CouncilDesk desk) : IHandle<EndSeat, SeatRef>
{
    public Task<Result<SeatRef>> Handle(Actor actor, EndSeat command, CancellationToken stop) => desk.Write<SeatRef>(actor, "council-seat:" + command.Seat, async scope =>
    {
        if ((Permissions.Need(actor, Roles.Officer) ?? CouncilDesk.NeedText(command.Reason, "reason", "사유", "the reason")) is { } no)
        {
            return no;
        }
        if (await scope.Context.Set<CouncilSeat>().FindAsync([command.Seat], stop) is not { } seat)
        {
            return Refusal.NotFound("위원의 자리", "seat", command.Seat);
        }
        if (!seat.HoldsOn(scope.Today))
        {
            return Refusal.Because("wrong-state", "이미 끝났거나 아직 시작하지 않은 자리입니다.", "this seat has ended, or has not begun", command.Seat);
        }
        (seat.EndedOn, seat.EndReason) = (scope.Today, command.Reason.Trim());
        scope.Record("council.seat-end", "council:" + seat.Body, new { seat = seat.Id });
        return new SeatRef(seat.Id);
    }, stop);
}

internal sealed class DeclareInterestHandler(CouncilDesk desk) : IHandle<DeclareInterest, InterestRef>
{
    public Task<Result<InterestRef>> Handle(Actor actor, DeclareInterest command, CancellationToken stop) => desk.Write<InterestRef>(actor, "council", async scope =>
    {
        if (Permissions.Need(actor, Roles.CouncilMember | Roles.Officer) is { } role)
        {
            return role;
        }
        var account = command.Account is { Length: > 0 } other ? other : actor.Account;
        if (account != actor.Account && Permissions.Need(actor, Roles.Officer) is { } notOwn)
        {
            return notOwn;
        }
        if (CouncilDesk.NeedText(command.Party, "party", "상대", "the party", 200) is { } missing)
        {
            return missing;
        }
        if (command.Kind is not ("own" or "organisation" or "family"))
        {
            return Refusal.Because("wrong-kind", "이해관계는 own(본인), organisation(소속 기관), family(가족) 가운데 하나여야 합니다.", "an interest is own, organisation or family", "kind");
        }
        if (!await scope.Context.Set<Account>().AnyAsync(a => a.Id == account && !a.Closed, stop))
        {
            return Refusal.NotFound("계정", "account", account);
        }
        var interest = new CouncilInterest { Id = NewId.Next(), Account = account, Kind = command.Kind, Party = command.Party.Trim(), Folded = Interests.Fold(command.Party), Note = command.Note?.Trim() is { Length: > 0 } n ? n : null, DeclaredAt = scope.Now };
        scope.Context.Add(interest);
        // What a member has to do with whom is personal: the journal says only that something was declared.
        scope.Record("council.interest", "council", new { interest = interest.Id, interest.Kind });
        return new InterestRef(interest.Id);
    }, stop);
}

/// <summary>Compares what members declared with the parties of a case.</summary>
internal static class Interests
{
    public static string Fold(string party) => SearchText.Fold(party.Trim().Replace("(가상)", "", StringComparison.Ordinal)).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Lets everybody step aside who must: those whose declared interest or organisation is a party, and those who wrote what is decided on. Does nothing for those who already did.</summary>
    public static async Task Apply(WriteScope scope, CouncilItem item, IReadOnlyList<CouncilSeat> seats, IReadOnlyCollection<string> parties, IReadOnlyCollection<string> authors, CancellationToken stop)
    {
        var folded = parties.Select(Fold).Where(p => p.Length > 0).ToHashSet(StringComparer.Ordinal);
        string[] accounts = [.. seats.Select(s => s.Account)];
        var declared = (await scope.Context.Set<CouncilInterest>().AsNoTracking().Where(i => accounts.Contains(i.Account)).ToListAsync(stop)).ToLookup(i => i.Account, StringComparer.Ordinal);
        var known = await scope.Context.Set<CouncilRecusal>().Where(r => r.Item == item.Id && r.State == "accepted").Select(r => r.Seat).ToListAsync(stop);
        foreach (var seat in seats.Where(s => !known.Contains(s.Id)))
        {
            var interest = declared[seat.Account].FirstOrDefault(i => folded.Contains(i.Folded));
            var (ground, way, reason) = interest is not null ? (interest.Kind, "declared", "신고한 이해관계와 안건의 당사자가 같음 / a declared interest is a party of the case")
                : seat.Organisation is { } own && folded.Contains(Fold(own)) ? ("organisation", "declared", "소속 기관이 안건의 당사자임 / the member's organisation is a party of the case")
                : authors.Contains(seat.Account) ? ("own", "author", "안건이 근거로 삼는 문서를 작성함 / the member wrote a document on which the case rests") : ("", "", "");
            if (way.Length > 0)
            {
                var recusal = new CouncilRecusal { Id = NewId.Next(), Item = item.Id, Seat = seat.Id, Ground = ground, Way = way, Reason = reason, State = "accepted", Account = Actor.Program.Account, At = scope.Now };
                scope.Context.Add(recusal);
                scope.Record("council.aside", "council-item:" + item.Id, new { recusal.Seat, recusal.Ground, recusal.Way });
            }
        }
    }
}
