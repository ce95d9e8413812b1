using Haechi.Tower.Journal.Contracts;
using Haechi.Tower.Storage;
using Microsoft.EntityFrameworkCore;

namespace Haechi.Tower.Council;

/// <summary>
/// Takes along what members declared of themselves when their account is erased: interests, gender and organisation, and the words of those who stepped aside. Votes, conditions and orders stay: they are decisions of
/// the body, and name only the account, which has no name any more.
/// </summary>
internal sealed class CouncilErasure : IErasesAlong
{
    public string Kind => "account";

    public async Task Erase(WriteScope scope, string id, CancellationToken stop)
    {
        await scope.Context.Set<CouncilInterest>().Where(i => i.Account == id).ExecuteDeleteAsync(stop);
        var (none, gone) = ((string?)null, "지움 / erased");
        var seats = scope.Context.Set<CouncilSeat>().Where(s => s.Account == id);
        await scope.Context.Set<CouncilRecusal>().Where(r => seats.Select(s => s.Id).Contains(r.Seat)).ExecuteUpdateAsync(u => u.SetProperty(r => r.Reason, gone), stop);
        await seats.ExecuteUpdateAsync(u => u.SetProperty(s => s.Gender, none).SetProperty(s => s.Organisation, none).SetProperty(s => s.EndReason, none), stop);
    }
}

/// <summary>Decision cards and public minutes are kept for good: nobody else's erasure takes their bytes away.</summary>
internal sealed class CouncilFiles : IHoldsFile
{
    public async Task<bool> Holds(TowerContext context, string hash, CancellationToken stop) =>
        await context.Set<CouncilItem>().AnyAsync(i => i.Card == hash, stop) || await context.Set<CouncilMeeting>().AnyAsync(m => m.MinutesKo == hash || m.MinutesEn == hash, stop);
}
