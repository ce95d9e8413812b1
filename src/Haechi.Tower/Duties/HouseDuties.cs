using Haechi.Tower.Common;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Duties;

/// <summary>A duty of one system that follows from no book but from a decision of people.</summary>
/// <param name="System">The system.</param>
/// <param name="Rule">Its name among the system's duties.</param>
/// <param name="Book">What stands where a book's name would.</param>
/// <param name="TitleKo">The title in Korean.</param>
/// <param name="TitleEn">The title in English.</param>
/// <param name="Cite">The provision.</param>
/// <param name="Owner">The account that owes it.</param>
/// <param name="Due">By when.</param>
/// <param name="Note">Why, for its history.</param>
internal sealed record HouseDuty(string System, string Rule, string Book, string TitleKo, string TitleEn, string Cite, string Owner, DateOnly Due, string Note);

/// <summary>Opens and closes duties that follow from no book. Determinations leave them alone; boards, reminders, evidence and its check treat them like any other.</summary>
internal static class HouseDuties
{
    /// <summary>What the rules of conditions of a council begin with.</summary>
    public const string Council = "council.condition.";

    /// <summary>What they name as their book.</summary>
    public const string CouncilBook = "haechi-council";

    /// <summary>True for rules that no book gives.</summary>
    public static bool IsHouse(string rule) => rule == BrokenGlass.Rule || rule.StartsWith(Council, StringComparison.Ordinal);

    /// <summary>True for what duties of the house name as their book.</summary>
    public static bool IsHouseBook(string book) => book is BrokenGlass.Book or CouncilBook;

    /// <summary>Null, or why nobody but the body that set it can lift this duty.</summary>
    public static Refusal? Decided(DutyRow duty) => !duty.Rule.StartsWith(Council, StringComparison.Ordinal) ? null : new Refusal("decided",
        Haechi.Rules.LocalText.Of("회의체가 의결한 조건입니다. 유예하거나 해당 없음으로 할 수 없습니다.", "this is a condition that a body decided; it is neither put off nor said not to apply here"), duty.Id,
        Haechi.Rules.LocalText.Of("조건을 바꾸려면 그 회의체에 다시 올리십시오.", "to have it changed, bring the case before that body again."));

    public static async Task<DutyRow> Open(WriteScope scope, HouseDuty duty, CancellationToken stop)
    {
        await scope.Context.SaveChangesAsync(stop);
        var others = await scope.Context.Set<DutyRow>().AsNoTracking().Where(d => d.System == duty.System && d.IsOpen).Select(d => d.Risk).ToListAsync(stop);
        var department = await scope.Context.Set<Register.SystemNow>().AsNoTracking().Where(n => n.System == duty.System).Select(n => n.Department).FirstOrDefaultAsync(stop);
        var row = new DutyRow
        {
            Id = NewId.Next(), System = duty.System, Rule = duty.Rule, Terms = await Terms(scope, duty, stop), Department = department, Owner = duty.Owner, Period = 1, OpenedAt = scope.Now, OpenSince = scope.Now,
            Strength = Standings.Number("must"), Risk = others.DefaultIfEmpty(0).Max(),
        };
        scope.Context.Add(row);
        DutyAct.Do(scope, row, "opened", d => (d.Due, d.LawDue, d.IsOpen) = (duty.Due, duty.Due, true), duty.Note);
        return row;
    }

    public static async Task Close(WriteScope scope, string id, string why, CancellationToken stop)
    {
        if (await scope.Context.Set<DutyRow>().FindAsync([id], stop) is { IsOpen: true } row)
        {
            DutyAct.Do(scope, row, "closed", d => (d.IsOpen, d.ClosedAt, d.ClosedWhy) = (false, scope.Now, why), null, why);
        }
    }

    private static async Task<int> Terms(WriteScope scope, HouseDuty duty, CancellationToken stop)
    {
        var terms = new DutyTerms
        {
            Hash = Digest.Of($"{duty.Book} 1 {duty.Rule}"), Rule = duty.Rule, FullRule = duty.Rule, Duty = "condition", TitleKo = duty.TitleKo, TitleEn = duty.TitleEn, Cite = duty.Cite, Book = duty.Book, BookVersion = "1", Strength = "must", Stage = "enforced",
            State = "owed", Evidence = "document", Who = "owner",
        };
        scope.Context.Add(terms);
        await scope.Context.SaveChangesAsync(stop);
        return terms.Id;
    }
}
